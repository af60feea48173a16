"""The instruments over a recording: each is there, grows with the journal, and leads to its frames."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.ui.stage import until
from tests.ui.test_replay import Scene, watch
from tests.unit.projections.script import Script
from tui.store.shelf import Shelf
from tui.ui.screens.choice import ChoiceScreen
from tui.ui.screens.instruments import NAMES, InstrumentsScreen
from tui.ui.screens.replay import ReplayScreen
from tui.ui.widgets.ledger import Ledger
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.timeline import Timeline


def over_all_of_it(name: str, look: Scene) -> Scene:
    """The scene with the whole recording played and an instrument open."""

    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        screen.player.seek(screen.player.length)
        await until(lambda: screen.board.feed is not None and screen.board.feed.seen == screen.player.length)
        await pilot.press("alt+i")
        await until(lambda: isinstance(pilot.app.screen, InstrumentsScreen))
        await pilot.press(str(NAMES.index(name) + 1))
        await pilot.pause()
        await look(screen, pilot)

    return scene


def lines(pilot: Pilot[str]) -> list[str]:
    """What the instrument shows."""
    screen = pilot.app.screen
    pane = screen.query_one(Timeline if screen.query_one(Timeline).display else Ledger)
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("timeline", "input"),
        ("turns", "p95"),
        ("tokens", "counted nothing"),
        ("handles", "no handle yet"),
        ("compare", "turn 1 and turn 2"),
    ],
)
def test_each_instrument_has_its_say(tmp_path: Path, name: str, word: str) -> None:
    async def look(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await until(lambda: any(word in line for line in lines(pilot)))

    watch(tmp_path, over_all_of_it(name, look))


def test_enter_leads_to_the_frame_in_the_log(tmp_path: Path) -> None:
    async def look(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await until(lambda: any("usage-missing" in line for line in lines(pilot)))
        await pilot.press("down")
        assert not pilot.app.screen.query_one("#whole", Static).display
        await pilot.press("enter")
        await until(lambda: pilot.app.screen is screen)
        await until(lambda: screen.query_one(LogPane).view.selected == 4)

    watch(tmp_path, over_all_of_it("checks", look))


def test_the_timeline_is_walked_span_by_span(tmp_path: Path) -> None:
    async def look(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("down", "n")
        await until(lambda: any(line.strip().startswith("text: from 1.50 s") for line in lines(pilot)))
        await pilot.press("n")
        await until(lambda: any(line.strip().startswith("text: from 3.00 s") for line in lines(pilot)))
        await pilot.press("plus", "minus", "N", "enter")
        await until(lambda: screen.query_one(LogPane).view.selected == 3)

    watch(tmp_path, over_all_of_it("timeline", look))


def test_it_grows_while_it_is_looked_at(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("alt+i", "2")
        await until(lambda: any("No turn yet" in line for line in lines(pilot)))
        screen.player.seek(screen.player.length)
        await until(lambda: any("Two?" in line for line in lines(pilot)))
        await pilot.press("escape")
        await until(lambda: pilot.app.screen is screen)

    watch(tmp_path, scene)


def test_the_margin_of_the_log_shows_what_was_found(tmp_path: Path) -> None:
    async def scene(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        screen.player.seek(screen.player.length)
        view = screen.query_one(LogPane).view
        await until(lambda: any(row.startswith("!") and "empty-turn" in row for row in log_lines(screen)))
        assert not [row for row in log_lines(screen)[:3] if row.startswith(("!", "✕"))]
        assert len(view.rows) == 5

    script = Script(step=0.5).setup().receive(setupComplete={}).ask("Hm?").turn({"totalTokenCount": 1})
    watch(tmp_path, scene, script.handle("handle-a"))


def log_lines(screen: ReplayScreen) -> list[str]:
    view = screen.query_one(LogPane).view
    return [view.render_line(y).text for y in range(len(view.rows))]


def test_every_saved_session_is_measured_when_asked_for(tmp_path: Path) -> None:
    async def look(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("a")
        await until(lambda: any("Every saved session: all 0 read" in line for line in lines(pilot)))

    watch(tmp_path, over_all_of_it("turns", look))


def test_a_saved_session_is_set_beside_this_one(tmp_path: Path) -> None:
    with Shelf(tmp_path).create(model="gemini-3.8-live") as other:
        for frame in Script().setup(temperature=0.5).ask("One?").text("Eins.").turn().frames:
            other.journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)

    async def look(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.press("s")
        await until(lambda: isinstance(pilot.app.screen, ChoiceScreen))
        await pilot.press("o")
        await until(lambda: isinstance(pilot.app.screen, InstrumentsScreen))
        await until(lambda: any("temperature" in line and "0.5" in line for line in lines(pilot)))
        await until(lambda: any("Uno." in line and "Eins." in line for line in lines(pilot)))

    watch(tmp_path, over_all_of_it("compare", look))


def test_what_is_too_long_for_its_line_is_shown_below(tmp_path: Path) -> None:
    async def look(screen: ReplayScreen, pilot: Pilot[str]) -> None:
        await pilot.resize_terminal(60, 20)
        await pilot.press("down")
        whole = pilot.app.screen.query_one("#whole", Static)
        await until(lambda: "The turn ended without" in str(whole.render()))

    watch(tmp_path, over_all_of_it("checks", look))
