from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.bench.emulator import Emulator
from tests.unit.ui.quiet.drawings import HEIGHT, WIDTH, drawings, row, scraps
from tui.ui.quiet.abilities import Abilities
from tui.ui.quiet.cells import Cell, Ink, Pen
from tui.ui.quiet.screen import ShadowScreen
from tui.ui.quiet.scroll import Shift

KINDS = [Abilities(True), Abilities(False), Abilities(True, margins=True), Abilities(False, margins=True)]
cursors = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
rows_moved = st.integers(-1, HEIGHT), st.integers(0, HEIGHT + 1), st.integers(-HEIGHT, HEIGHT)
shifts = st.builds(Shift, *rows_moved, st.integers(-1, WIDTH), st.integers(0, WIDTH + 1))


class Shown:
    """A shadow screen and the terminal behind it."""

    def __init__(self, terminal: Abilities, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.terminal = terminal
        self.shadow = ShadowScreen(terminal, width, height)
        self.shadow.margins = terminal.margins
        kind = {"erases_in_colour": terminal.erases_in_colour, "has_margins": terminal.margins}
        self.emulator = Emulator(width, height, **kind)
        self.feed("\x1b[?7l")

    def feed(self, text: str) -> None:
        self.emulator.feed(text)

    def draw(self, drawing: list[list[Cell]], cursor: tuple[int, int] = (0, 0)) -> str:
        for y, cells in enumerate(drawing):
            self.shadow.put(0, y, cells)
        return self.frame(cursor)

    def frame(self, cursor: tuple[int, int] = (0, 0)) -> str:
        frame = self.shadow.frame(cursor)
        self.feed(frame)
        return frame

    def repainted(self) -> Emulator:
        """What a full repaint of the same content shows on a terminal of the same kind."""
        other = Shown(self.terminal, *self.shadow.size)
        other.shadow = self.shadow
        other.shadow.forget()
        other.frame()
        return other.emulator


@pytest.mark.parametrize("terminal", KINDS)
@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(drawings, cursors), min_size=1, max_size=4), st.lists(scraps, max_size=8))
def test_frames_show_what_a_repaint_shows(terminal, screens, pieces) -> None:  # type: ignore[no-untyped-def]
    shown = Shown(terminal)
    for drawing, cursor in screens:
        shown.draw(drawing, cursor)
        assert shown.emulator.cursor == cursor
    for x, y, cells in pieces:
        shown.shadow.put(x, y, cells)
        shown.frame()
    seen = shown.emulator.seen
    assert seen == shown.repainted().seen


@pytest.mark.parametrize("terminal", KINDS)
@settings(deadline=None, max_examples=60)
@given(drawings, st.lists(shifts, max_size=3), st.integers(-HEIGHT, HEIGHT), drawings)
def test_no_hint_spoils_the_screen(terminal, drawing, hints, moved, other) -> None:  # type: ignore[no-untyped-def]
    shown = Shown(terminal)
    shown.draw(drawing)
    for hint in hints:
        shown.shadow.hint(hint)
    after = [drawing[y + moved] if 0 <= y + moved < HEIGHT else other[y] for y in range(HEIGHT)]
    shown.draw(after)
    seen = shown.emulator.seen
    assert seen == shown.repainted().seen


def lines(first: int, count: int, width: int = 80) -> list[list[Cell]]:
    return [
        row([Segment(f"{n:06} {Random(n).randbytes(12).hex()}")], width) for n in range(first, first + count)
    ]


def test_a_tailing_pane_costs_its_new_line() -> None:
    shown = Shown(KINDS[0], 80, 24)
    shown.draw(lines(0, 24, 80))
    assert len(shown.draw(lines(1, 24, 80))) < 60
    assert shown.emulator.text[23].startswith("000024")


def test_a_hint_finds_the_scroll_of_a_pane_beside_another() -> None:
    def drawing(first: int) -> list[list[Cell]]:
        bar = row([Segment("│")], 1)
        return [
            line[:50] + bar + row([Segment(str(y % 2))], 29) for y, line in enumerate(lines(first, 24, 80))
        ]

    plain, hinted = Shown(KINDS[0], 80, 24), Shown(KINDS[0], 80, 24)
    for shown in (plain, hinted):
        shown.draw(drawing(0))
    hinted.shadow.hint(Shift(0, 24, 5))
    assert len(hinted.draw(drawing(5))) < len(plain.draw(drawing(5)))
    assert hinted.emulator.seen == plain.emulator.seen


def test_hints_of_frames_that_were_merged_add_up() -> None:
    shown = Shown(KINDS[0], 80, 24)
    shown.draw(lines(0, 12) + lines(100, 12))
    for _ in range(1000):
        shown.shadow.hint(Shift(0, 12, 3))
        shown.shadow.hint(Shift(12, 24, 1))
        shown.shadow.hint(Shift(0, 12, -3))
    shown.shadow.hint(Shift(12, 24, -998))
    assert list(shown.shadow._shifts(shown.shadow._shown))[:2] == [Shift(0, 12, 0), Shift(12, 24, 2)]
    shown.draw(lines(0, 12) + lines(102, 12))
    assert list(shown.shadow._shifts(shown.shadow._shown)) == []


def test_two_panes_scroll_apart() -> None:
    shown = Shown(KINDS[0], 80, 24)
    shown.draw(lines(0, 12) + lines(100, 12))
    assert len(shown.draw(lines(2, 12) + lines(103, 12))) < 260
    assert shown.emulator.text[11].startswith("000013") and shown.emulator.text[12].startswith("000103")


def test_nothing_new_is_nothing_sent() -> None:
    shown = Shown(KINDS[0])
    drawing = [row([Segment(str(y))]) for y in range(HEIGHT)]
    shown.draw(drawing)
    assert shown.draw(drawing) == ""
    assert shown.draw(drawing, (3, 1)) == "\x1b[2;4H"


def test_a_forgotten_screen_is_cleared_and_painted() -> None:
    shown = Shown(KINDS[0])
    drawing = [row([Segment(str(y))]) for y in range(HEIGHT)]
    shown.draw(drawing)
    seen = shown.emulator.seen
    shown.feed("\x1b[3;3Hgarbage\x1b[2;5r\x1b[7m")
    shown.shadow.forget()
    shown.frame()
    assert shown.emulator.seen == seen


def test_a_terminal_given_away_in_the_middle_of_a_frame_is_painted_whole_afterwards() -> None:
    shown = Shown(KINDS[0])
    drawing = [row([Segment(f"row {y}")]) for y in range(HEIGHT)]
    for y, cells in enumerate(drawing):
        shown.shadow.put(0, y, cells)
    writer: Any = shown.shadow._writer
    write = writer.cells

    def interrupted(*arguments: Any) -> None:
        write(*arguments)
        if arguments[1] == 2:
            shown.shadow.forget()

    writer.cells = interrupted
    assert shown.frame() == ""
    writer.cells = write
    shown.frame((1, 1))
    assert shown.emulator.text[5].startswith("row 5") and shown.emulator.cursor == (1, 1)


def test_a_terminal_that_knows_no_links_gets_none() -> None:
    cells = row([Segment("x")])
    linked = [Cell(cell.text, Pen("", "https://example.org")) for cell in cells]
    frame = Shown(Abilities(True, False)).draw([linked] * HEIGHT)
    assert "\x1b]" not in frame


def test_content_cannot_steer_the_terminal() -> None:
    evil = Style(link="https://a\x1b\\\x1b[2J\x07b")
    strip = Strip([Segment("a\x1b[2J\x9b2J\x07\ud800b\tc", evil)], 20)
    shown = Shown(KINDS[0])
    shown.shadow.put(0, 0, Ink().cells(strip))
    frame = shown.shadow.frame((0, 0)).split("\x1b[2J", 1)[1]
    assert "\x1b[2J" not in frame and "\x07" not in frame and "\x9b" not in frame
    assert re.sub("\x1b(\\[[0-9;]*[a-zA-Z]|]8;[^\x1b]*\x1b\\\\)", "", frame).strip() == "a[2J2J\ufffdbc"
