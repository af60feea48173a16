"""A pause freezes what there is to look at, and not how one looks at it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.logs import LogApp, audio, mixed, receive, run, text, until, write
from tui.ui.widgets.log_sieve import Sieve

FILTERS = ["", "kind:usage", "kind:audio", "not kind:audio", "text:words", "marked", "not marked"]
KEYS = ["z", "left", "right", "i", "+", "-", "m", "backspace", "home", "down", "end", "u"]


def shown(app: LogApp) -> list[int]:
    rows = app.log_pane.view.rows
    return [frame for row in range(len(rows)) for frame in rows.frames(row)]


def test_a_filter_a_fold_and_a_mark_keep_the_frames_of_a_pause(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "p", "f")
        receive(app.log_pane.journal, text("meanwhile"))  # type: ignore[arg-type]
        await write(pilot, "kind:usage")
        await pilot.press("enter")
        await pilot.pause()
        assert shown(app) == [5, 11, 17]
        assert "15 hidden by kind:usage · paused at 18 ·" in app.screen_text()
        await pilot.press("m", "f")
        app.log_pane.filter("marked")
        await pilot.press("escape")
        await pilot.pause()
        assert shown(app) == [17]
        await pilot.press("backspace", "z")
        await pilot.pause()
        assert shown(app) == list(range(18))
        assert len(app.log_pane.view.rows) == 18
        await pilot.press("p")
        await pilot.pause()
        assert shown(app) == list(range(19))

    run(tmp_path, mixed, body)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_in_a_pause_is_done_with_its_frames(tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane, view, journal = app.log_pane, app.log_pane.view, app.log_pane.journal
        assert journal is not None
        for _ in range(3):
            await pilot.press("p")
            frozen = len(journal)
            for _ in range(25):
                if choose.random() < 0.3:
                    pane.filter(choose.choice(FILTERS))
                else:
                    await pilot.press(choose.choice(KEYS))
                receive(journal, choose.choice([audio(), text("words"), {"fooBar": 1}]))
                pane.flush()
                await until(pilot, lambda: not view.busy)
                sieve, everything = view.intake.sieve, range(frozen)
                if sieve is not None:
                    picked = Sieve(journal, sieve.asked, view.turns, pane.marks).sift(0, frozen)
                    assert shown(app) == [n for n in everything if picked[n]]
                else:
                    assert shown(app) == list(everything)
            await pilot.press("p")
            pane.filter("")
            await until(pilot, lambda: len(shown(app)) == len(journal))

    run(tmp_path, mixed, body)
