from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.unit.projections.script import START, Script
from tui.projections.prices import Prices
from tui.projections.views import Views
from tui.store.shelf import Shelf
from tui.ui.instruments import resuming, tokens, turns, verdicts
from tui.ui.instruments.shelf_times import ShelfTimes
from tui.ui.instruments.table import Cell, Row, Tone, draw, heading, number, seconds, words

PRICES = Prices.parse(
    """
    date = 2026-11-22
    [[model]]
    match = "gemini-3.8-live"
    input = { TEXT = 1000.0 }
    output = { TEXT = 1000.0, AUDIO = 2000.0 }
    """
)
USAGE = {
    "promptTokenCount": 1000,
    "responseTokenCount": 100,
    "totalTokenCount": 1100,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}],
    "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": 100}],
}


def views(script: Script) -> Views:
    result = Views()
    for frame in script.frames:
        result.feed(frame)
    return result


def shown(rows: Iterable[Row]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in draw(list(rows))]


def test_columns_stand_under_each_other_in_cells_not_characters() -> None:
    rows = [heading("name", ">n"), Row((Cell("日本"), Cell("7", right=True))), words("a line of its own")]
    assert shown(rows) == ["name  n", "日本  7", "a line of its own"]


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (0.0421, "42 ms"), (1.5, "1.50 s")])
def test_durations_read_well(value: float | None, text: str) -> None:
    assert seconds(value).text == text
    assert number(1234567).text == "1,234,567"


def test_turns_and_their_spread() -> None:
    script = Script(step=0.25).ask("Hi\nyou").text("Hi").turn().ask("And?").wait(0.25).text("So").turn()
    table = list(turns.rows(views(script)))
    lines = shown(table)
    assert lines[1].split()[:3] == ["1", "250", "ms"]
    assert lines[1].endswith("Hi you")
    assert lines[4].split()[:3] == ["p50", "250", "ms"]
    assert lines[5].split()[:3] == ["p95", "500", "ms"]
    assert table[1].frame == 1


def test_a_stuttering_answer_stands_out() -> None:
    script = Script(step=0).ask("Hi").audio(100).wait(1).audio(100).turn()
    row = next(row for row in turns.rows(views(script)) if row.frame is not None)
    assert [cell.text for cell in row.cells if cell.tone is Tone.BAD] == ["0.2", "900 ms"]
    assert "200 ms" in [cell.text for cell in row.cells]


def test_tokens_by_turn_with_their_cost() -> None:
    table = list(tokens.rows(views(Script().setup().ask("Hi").text("Hi").turn(USAGE)), PRICES))
    lines = shown(table)
    assert " ".join(lines[1].split()) == "1 1,000 100 1,100 – – – 1.2000 in text 1,000 · out audio 100"
    assert lines[2].split()[:2] == ["all", "1,000"]
    assert lines[4].startswith("Context  ─")
    assert "1,100 of 131,072 (0.8%), no compression asked for" in lines[4]
    assert lines[-1] == "Cost: 1.2000 USD (prices of 2026-11-22)"
    assert table[1].frame == 3


def test_what_does_not_add_up_is_shown_with_its_frame() -> None:
    odd = USAGE | {"totalTokenCount": 7}
    table = list(tokens.rows(views(Script().setup(model="other").turn(odd)), PRICES))
    (row,) = [row for row in table if row.cells and "does not add up" in row.cells[0].text]
    assert row.frame == 1
    assert shown(table)[-1] == "The price table of 2026-11-22 has no price for other"


def test_a_cut_of_the_context_is_a_line_of_its_own() -> None:
    script = Script().turn(USAGE).turn(USAGE | {"promptTokenCount": 100})
    assert "  cut from 1,000 to 100 tokens" in shown(tokens.rows(views(script), PRICES))


def test_handles_newest_first_with_age_and_state() -> None:
    script = Script(step=60).setup(sessionResumption={"handle": "handle-a"}).handle("handle-a").ask("Hi")
    script.handle("handle-b").event("close", refused="handle-b")
    lines = shown(resuming.rows(views(script), START + 3600))
    assert lines[0] == "Resumable: what was said up to the newest handle comes back"
    assert lines[3].split() == ["handle-b", "57", "min", "1", "1", "refused"]
    assert lines[4].split() == ["handle-a", "dialed", "59", "min", "1", "0", "newest"]


def test_what_cannot_be_resumed_says_since_when() -> None:
    script = Script(step=1).handle("handle-a").receive(sessionResumptionUpdate={})
    assert shown(resuming.rows(views(script), START + 30))[0] == (
        "Not resumable at this moment; the last good one is 30 s old"
    )
    assert shown(resuming.rows(views(Script()), 0)) == ["The service has sent no handle yet"]


def test_findings_stand_worst_first_and_lead_to_their_last_frame() -> None:
    script = Script().setup().receive(setupComplete={}).ask("Hi").turn(USAGE).receive(fooBar=1)
    table = list(verdicts.rows(views(script).checks))
    lines = shown(table)
    assert lines[1].startswith("✕  sdk-raises  ")
    assert lines[1].endswith("TypeError: fooBar")
    assert lines[2].startswith("!  empty-turn  ")
    assert [row.frame for row in table[1:]] == [4, 3]


def test_an_empty_session_says_so_everywhere() -> None:
    empty = views(Script())
    assert [len(shown(rows)) for rows in (turns.rows(empty), tokens.rows(empty, PRICES))] == [1, 1]
    assert shown(verdicts.rows(empty.checks))[0].startswith("Nothing found")


@pytest.mark.parametrize(("value", "text"), [(42, "42 s"), (200, "3 min"), (7500, "2 h 05 min"), (-1, "0 s")])
def test_ages_read_well(value: float, text: str) -> None:
    assert resuming.age(value) == text


def test_the_spread_over_every_saved_session(tmp_path: Path) -> None:
    for seconds_ in (1, 2, 3):
        with Shelf(tmp_path).create(model="gemini-3.8-live") as session:
            for frame in Script(step=seconds_).ask("Hi").text("Hi").turn().frames:
                session.journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    (tmp_path / "sessions" / "broken").mkdir()
    shelf, told = ShelfTimes(Shelf(tmp_path)), []
    shelf.measure(lambda: told.append(shelf.read))
    assert told == [1, 2, 3, 4]
    assert shelf.turns == 3
    lines = shown(turns.rows(views(Script(step=9).ask("Hi").text("Hi").turn()), shelf))
    assert lines[5] == "Every saved session: all 4 read, 3 turns"
    assert lines[6].split()[:3] == ["p50", "2.00", "s"]


def test_reading_the_shelf_stops_when_told(tmp_path: Path) -> None:
    for _ in range(3):
        Shelf(tmp_path).create(model="gemini-3.8-live").close()
    shelf = ShelfTimes(Shelf(tmp_path))
    shelf.measure(shelf.stop)
    assert (shelf.read, shelf.sessions) == (1, 3)
