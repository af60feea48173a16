"""Filters that are saved: from the line, from a row, from the palette."""

from __future__ import annotations

from pathlib import Path

from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.ui import stage
from tests.ui.logs import LogApp, mixed, run, until, write
from tests.ui.stage import make_recorded_app, play, seen
from tests.ui.test_wire_pane import in_the_log
from tui.store.saved_filters import SavedFilters
from tui.ui.app import GeminiApp


async def choose(pilot: Pilot[None], app: LogApp, words: str) -> None:
    """Write some words in the list of commands that is up, and take the first that comes."""
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    await write(pilot, words)

    def found() -> bool:
        options = app.screen.query_one(OptionList)
        return options.option_count > 0 and options.highlighted == 0 and options.display

    await until(pilot, found)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, CommandPalette))
    await pilot.pause()


def test_a_filter_is_saved_from_its_line_and_recalled_by_tab(tmp_path: Path) -> None:
    path = tmp_path / "filters.toml"

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filtering.saved = SavedFilters(path)
        await pilot.press("f")
        await write(pilot, "knd:usage")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "there is no `knd:`" in app.screen_text()
        await pilot.press(*["backspace"] * 9)
        await write(pilot, "kind:usage")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "hidden by kind:usage" in app.screen_text()
        await write(pilot, "two words")
        await pilot.press("enter")
        await pilot.pause()
        assert "a name is letters" in app.screen_text()
        await pilot.press(*["backspace"] * 9)
        await write(pilot, "cost")
        await pilot.press("enter")
        await pilot.pause()
        assert "saved as @cost" in app.screen_text()
        assert dict(SavedFilters(path)) == {"cost": "kind:usage"}
        assert app.focused is app.log_pane.view
        await pilot.press("backspace", "f")
        await write(pilot, "@c")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "15 hidden by @cost" in app.screen_text())

    run(tmp_path, mixed, body)


def test_saved_ones_are_listed_renamed_and_deleted(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        await pilot.press("@")
        await pilot.pause()
        assert "no filter is saved" in app.screen_text()
        await pilot.press("F")
        await pilot.pause()
        assert "there is no filter to save" in app.screen_text()
        pane.filtering.saved = SavedFilters(None, {"odd": "unknown"})
        pane.filter("kind:usage text:[x]")
        await pilot.press("F")
        await write(pilot, "cost")
        await pilot.press("enter")
        pane.filter("")
        await pilot.press("@")
        await choose(pilot, app, "filter: cost")
        assert pane.filtering.text == "@cost"
        await pilot.press("@")
        await choose(pilot, app, "rename filter: cost")
        await pilot.press(*["backspace"] * 4)
        await write(pilot, "odd")
        await pilot.press("enter")
        await pilot.pause()
        assert "a filter is saved as odd already" in app.screen_text()
        await write(pilot, "-2")
        await pilot.press("enter")
        assert list(pane.filtering.saved) == ["odd", "odd-2"]
        await pilot.press("@")
        await choose(pilot, app, "delete filter: odd-2")
        assert "deleted @odd-2: it was kind:usage text:[x]" in app.screen_text()
        await pilot.press("@")
        await choose(pilot, app, "delete filter: odd")
        assert any("stands in config.toml" in said.message for said in app._notifications)
        assert list(pane.filtering.saved) == ["odd"]

    run(tmp_path, mixed, body)


def test_a_filter_that_is_gone_is_said_by_the_keys_that_need_it(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        saved = app.log_pane.filtering.saved
        saved.save("cost", "kind:usage")
        app.log_pane.filter("@cost")
        saved.delete("cost")
        await pilot.press("-")
        await pilot.pause()
        assert "no filter is saved as `cost`" in app.screen_text()
        assert app.log_pane.filtering.text == "@cost"

    run(tmp_path, mixed, body)


def test_the_palette_recalls_one_and_brings_up_the_log(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        log = await in_the_log(app, pilot)
        log.filtering.saved.save("cost", "kind:usage")
        await pilot.press("f3", "ctrl+p")
        await stage.until(lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"filter:cost")
        await stage.until(lambda: "filter: cost" in seen(app))
        await pilot.press("enter")
        await stage.until(lambda: log.filtering.text == "@cost")
        assert app.focused is log.view

    play(make_recorded_app(tmp_path), script)
