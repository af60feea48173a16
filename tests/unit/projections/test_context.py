from __future__ import annotations

from typing import Any

import pytest

from tests.unit.projections.script import Script
from tui.projections.context import WINDOW, Context, Cut


def usage(prompt: int, response: int = 0) -> dict[str, Any]:
    return {"promptTokenCount": prompt, "responseTokenCount": response}


def test_the_fill_is_the_latest_turns() -> None:
    context = Script().turn(usage(1000, 24)).turn(usage(2000, 48)).into(Context())
    assert (context.tokens, context.row) == (2048, 1)
    assert context.fill == 2048 / WINDOW


def test_a_drop_is_a_cut_and_a_dip_is_none() -> None:
    context = Script().turn(usage(20_000)).turn(usage(19_000)).turn(usage(8_000)).into(Context())
    assert context.cuts == [Cut(row=2, before=19_000, after=8_000)]


def test_a_report_without_a_prompt_changes_nothing() -> None:
    assert Script().turn(usage(1000)).turn(usage(0, 5)).into(Context()).tokens == 1000


@pytest.mark.parametrize(
    ("compression", "trigger"),
    [
        (None, None),
        ({}, int(WINDOW * 0.8)),
        ({"trigger_tokens": 25_000}, 25_000),
        ({"triggerTokens": "25000"}, 25_000),
        ({"triggerTokens": []}, int(WINDOW * 0.8)),
    ],
)
def test_the_trigger_is_what_setup_asked_for(compression: Any, trigger: int | None) -> None:
    assert Script().setup(contextWindowCompression=compression).into(Context()).trigger == trigger
