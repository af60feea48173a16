"""The line at the foot of the log: what is wrong is pointed at in the cell where it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from textual.pilot import Pilot

from tests.ui.logs import LogApp, mixed, run, until, write
from tui.ui.widgets.log_prompt import pointed


def pointed_at(app: LogApp) -> str:
    """What stands in the line from the caret on; nothing where there is no caret."""
    lines = app.screen_text().splitlines()
    line, hint = app.log_pane.prompt.region.y, app.log_pane.prompt.region.y + 1
    if "^" not in lines[hint]:
        return ""
    cells = cell_len(lines[hint].partition("^")[0])
    return lines[line][len(set_cell_size(lines[line], cells).rstrip("\0")) :].rstrip()


async def fill(app: LogApp, pilot: Pilot[None], line: str) -> None:
    """As if it was typed, at once but for the last key."""
    app.log_pane.prompt.line.insert_text_at_cursor(line[:-1])
    await pilot.pause()
    await write(pilot, line[-1])


@pytest.mark.parametrize("width", [100, 50, 30])
@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("knd:usage", "knd:usage"),
        ('text:"漢字漢字漢字" kind:usge', "usge"),
        ("dir:in kind:usage usageMetadata.totalTokenCount > 1000 kind:usge", "usge"),
        ("dir:in kind:usage not (kind:audio or kind:text) turn:x", "x"),
    ],
)
def test_the_caret_stands_under_the_mistake(tmp_path: Path, line: str, seen: str, width: int) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await fill(app, pilot, line)
        await until(pilot, lambda: "^" in app.screen_text())
        await until(pilot, lambda: pointed_at(app) == seen)
        await pilot.resize_terminal(width - 10, 24)
        await pilot.press("home", "end")
        await until(pilot, lambda: pointed_at(app) == seen)

    run(tmp_path, mixed, body, size=(width, 24))


def test_what_is_scrolled_out_of_the_line_is_led_to_by_enter(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await fill(app, pilot, "knd:usage " + "kind:usage " * 8)
        await until(pilot, lambda: "‹ there is no `knd:`" in app.screen_text())
        await pilot.press("enter")
        await until(pilot, lambda: "^ there is no `knd:`" in app.screen_text())
        assert pointed_at(app).startswith("knd:usage kind:")
        await pilot.press("end")
        await until(pilot, lambda: "‹ there is no `knd:`" in app.screen_text())

    run(tmp_path, mixed, body, size=(60, 24))


def test_what_nobody_knows_is_said_and_asked_for(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await write(pilot, "usageMetadata.totalTokens > 1")
        await until(pilot, lambda: pointed_at(app) == "totalTokens > 1")
        await pilot.press("enter")
        await until(pilot, lambda: "no member is known as `totalTokens`" in app.screen_text())
        assert app.log_pane.view.rows.frames_shown == 0
        assert not app.log_pane.prompt.display

    run(tmp_path, mixed, body)


def test_tab_behind_a_name_offers_its_values_and_blames_nobody(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        prompt = app.log_pane.prompt
        await pilot.press("f")
        await write(pilot, "di")
        await pilot.press("tab")
        await until(pilot, lambda: "\ndir:in  dir:out  dir:event" in app.screen_text())
        assert prompt.line.value == "dir:"
        assert not prompt.has_class("-mistake")
        await write(pilot, "i")
        await pilot.press("tab")
        await until(pilot, lambda: "Enter shows what passes" in app.screen_text())
        await write(pilot, " si")
        await pilot.press("tab")
        await until(pilot, lambda: "size:  since:" in app.screen_text())
        await write(pilot, "z")
        await pilot.press("tab")
        await until(pilot, lambda: "a value follows" in app.screen_text())
        assert prompt.line.value == "dir:in size:"

    run(tmp_path, mixed, body)


def test_up_recalls_what_was_written_in_the_line(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        line = app.log_pane.prompt.line
        for text in ("kind:usage", "dir:in"):
            await pilot.press("f", "ctrl+u")
            await write(pilot, text)
            await pilot.press("enter")
        await pilot.press("/")
        await write(pilot, "words")
        await pilot.press("enter", "?", "up")
        assert line.value == "words"
        await pilot.press("escape", "f", "ctrl+u")
        await write(pilot, "tu")
        await pilot.press("up", "up", "up")
        assert line.value == "kind:usage"
        await pilot.press("down", "down")
        assert line.value == "tu"
        await pilot.press("up", "up", "enter")
        await until(pilot, lambda: "15 hidden by kind:usage" in app.screen_text())

    run(tmp_path, mixed, body)


def test_searching_back_goes_to_the_nearest_hit_before(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        app.log_pane.go_to(8)
        await pilot.press("?")
        await write(pilot, "words of")
        await until(pilot, lambda: view.selected == 6)
        await pilot.press("enter", "n")
        await until(pilot, lambda: view.selected == 0)
        await pilot.press("n")
        await until(pilot, lambda: view.selected == 12)
        await pilot.press("N")
        await until(pilot, lambda: view.selected == 0)
        await pilot.press("/")
        await write(pilot, "words of")
        await pilot.press("escape", "n")
        await until(pilot, lambda: view.selected == 12)

    run(tmp_path, mixed, body)


@given(st.integers(-20, 120), st.text(alphabet="ab 漢", min_size=1, max_size=60), st.integers(1, 80))
def test_words_never_move_the_caret(cell: int, words: str, width: int) -> None:
    caret = "^" if 0 <= cell < width else "‹" if cell < 0 else "›"
    line, _, below = pointed(cell, words, width).partition("\n")
    assert cell_len(line) <= width
    assert cell_len(line[: line.rindex(caret)]) == min(max(0, cell), width - 1)
    assert words in (below or line)
