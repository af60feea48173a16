from __future__ import annotations

from tests.unit.projections.script import START, Script
from tui.projections.link import Link, State


def connect(script: Script) -> Script:
    script.event("dial", attempt=1).event("open", model="models/gemini-3.8-live", endpoint="Developer API")
    return script.setup().receive(setupComplete={})


def test_from_dialing_to_ready() -> None:
    script = Script(step=1).event("dial", attempt=1)
    assert script.into(Link()).state is State.DIALING
    script.event("open", model="models/gemini-3.8-live", endpoint="Developer API")
    assert script.into(Link()).state is State.OPEN
    link = script.setup().receive(setupComplete={}).event("ready").into(Link())
    assert (link.state, link.since, link.conn) == (State.READY, START + 3, 1)
    assert (link.model, link.endpoint) == ("models/gemini-3.8-live", "Developer API")


def test_a_close_says_why_and_what_to_do() -> None:
    script = connect(Script()).event(
        "close", code=1011, reason="Deadline expired", by="server", cause="Too long", hint="Resume"
    )
    link = script.into(Link())
    assert (link.state, link.code, link.hint) == (State.CLOSED, 1011, "Resume")
    assert link.closed == "The service closed the connection (1011): Deadline expired. Too long"


def test_a_retry_names_its_attempt_and_its_time() -> None:
    link = connect(Script()).event("close", code=1006).event("retry", attempt=2, at=START + 9).into(Link())
    assert (link.state, link.attempt, link.next_try) == (State.RETRYING, 2, START + 9)


def test_ready_again_forgets_the_trouble() -> None:
    script = connect(Script()).event("close", code=1006).event("retry", attempt=2, at=START + 9)
    link = connect(script.dial(2)).into(Link())
    assert (link.state, link.closed, link.attempt, link.next_try, link.conn) == (State.READY, "", 0, None, 2)


def test_go_away_sets_a_deadline_that_a_new_connection_lifts() -> None:
    script = connect(Script(step=1)).receive(goAway={"timeLeft": "9.5s"})
    link = script.into(Link())
    assert link.deadline == START + 4 + 9.5
    assert link.left(START + 4) == 9.5
    assert link.left(START + 100) == 0
    assert connect(script.dial(2)).into(Link()).left(START) is None


def test_a_handover_lasts_until_the_new_connection_is_ready_and_the_old_close_is_ignored() -> None:
    script = connect(Script()).event("handover").dial(2).event("dial", attempt=1)
    assert script.into(Link()).state is State.HANDOVER
    script.event("open").setup().receive(setupComplete={}).dial(1).event("close", code=1000, by="client")
    assert script.into(Link()).state is State.READY


def test_an_engine_that_failed_is_a_connection_that_is_closed() -> None:
    script = Script().event("dial", attempt=1).event("error", message="It failed", hint="Report", fatal=True)
    link = script.into(Link())
    assert (link.state, link.closed, link.hint) == (State.CLOSED, "It failed", "Report")


def test_an_error_of_something_else_says_nothing_of_the_connection() -> None:
    script = Script().event("close", code=1006, by="network").event("dial", attempt=2)
    before = script.into(Link())
    after = script.event("error", message="no file /tmp/x", hint="Check the path").into(Link())
    assert (after.state, after.closed, after.hint) == (State.DIALING, before.closed, before.hint)


def test_it_stays_down_until_it_is_dialled() -> None:
    script = connect(Script()).event("close", code=1006).event("retry", attempt=2, at=START + 9)
    link = script.event("stay_down", text="No further try").into(Link())
    assert (link.state, link.stays_down, link.next_try) == (State.CLOSED, True, None)
    assert not script.event("dial", attempt=2).into(Link()).stays_down


def test_the_model_is_what_setup_asked_for() -> None:
    assert Script().setup().into(Link()).model == "models/gemini-3.8-live"
