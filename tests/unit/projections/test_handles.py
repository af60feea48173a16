from __future__ import annotations

import pytest

from tests.unit.projections.script import START, Script
from tui.projections.handles import Handle, Handles


def test_the_newest_good_handle_and_the_chain() -> None:
    handles = Script(step=1).handle("handle-a").ask("Hi").handle("handle-b").into(Handles())
    assert handles.newest == Handle("handle-b", row=2, conn=1, t=START + 2)
    assert [handle.value for handle in handles.chain] == ["handle-a", "handle-b"]
    assert handles.gap(START + 10) == 8


@pytest.mark.parametrize(
    "update",
    [{}, {"newHandle": ""}, {"newHandle": "", "resumable": True}, {"newHandle": "bad"}, {"resumable": True}],
    ids=str,
)
def test_an_update_without_a_good_handle_overwrites_nothing(update: dict[str, object]) -> None:
    handles = Script().handle("good-one").receive(sessionResumptionUpdate=update).into(Handles())
    assert handles.newest is not None
    assert handles.newest.value == "good-one"
    assert (handles.resumable, handles.withheld) == (False, 1)


def test_a_new_handle_ends_the_withholding() -> None:
    script = Script().receive(sessionResumptionUpdate={}).receive(sessionResumptionUpdate={})
    assert script.into(Handles()).withheld == 0
    assert script.handle("good-one").into(Handles()).withheld is None


def test_the_same_handle_again_is_one_link() -> None:
    assert len(Script().handle("same-one").handle("same-one").into(Handles()).chain) == 1


def test_a_refused_handle_is_passed_over_for_the_one_before() -> None:
    script = Script().handle("handle-a").handle("handle-b").event("close", code=1008, refused="handle-b")
    handles = script.into(Handles())
    assert handles.newest is not None
    assert handles.newest.value == "handle-a"
    assert handles.chain[1].refused == 2


def test_a_refused_handle_may_be_named_by_its_beginning() -> None:
    handles = Script().handle("abcdef-123").event("error", refused="abcdef…").into(Handles())
    assert handles.newest is None
    assert handles.gap(START) is None


def test_the_handle_that_was_dialed_in_either_spelling() -> None:
    assert Script().setup(sessionResumption={"handle": "handle-a"}).into(Handles()).dialed == "handle-a"
    assert Script().setup(session_resumption={"handle": "handle-b"}).into(Handles()).dialed == "handle-b"
