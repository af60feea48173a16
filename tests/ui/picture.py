"""A screen as a picture: SVG with a line of source for each row of cells, the same on every machine.

No fonts, no dates, no random names: two pictures are equal if and only if the screens are, and their
difference reads row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from string import ascii_lowercase
from xml.sax.saxutils import escape

from rich.color import Color, blend_rgb
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual._cells import cell_len
from textual._compositor import CompositorUpdate
from textual.app import App

from tui.ui.quiet.updates import pieces

WIDE, HIGH = 10, 20
"""Of a cell, in pixels."""
_BASE = 15
_FONT = 16.6  # a cell is as wide as a letter of it
_PIECES = re.compile(r"[\x21-\x7e\u2500-\u257f][\x20-\x7e\u2500-\u257f]*|[^\x20-\x7e\u2500-\u257f]+")
_FLAGS = ("font-weight:bold", "font-style:italic", "text-decoration:underline")
_DARK = ((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205))
_BRIGHT = ((255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255))
_GREY, _SILVER, _WHITE = (127, 127, 127), (229, 229, 229), (255, 255, 255)
XTERM = TerminalTheme((0, 0, 0), _SILVER, [*_DARK, _SILVER], [_GREY, *_BRIGHT, _WHITE])
"""What the sixteen colours and the defaults of a terminal look like: xterm's."""


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one style, from column `x` on."""

    x: int
    width: int
    text: str
    look: str
    ground: str


@dataclass
class Classes:
    """A letter for every look, in the order of their appearance."""

    names: dict[str, str] = field(default_factory=dict)

    def name(self, look: str) -> str:
        """The class of a look."""
        number = len(self.names)
        letters = ascii_lowercase[number % 26] * (1 + number // 26)
        return self.names.setdefault(look, letters)


def rows_of(app: App[str]) -> list[list[Segment]]:
    """What the terminal is to show, row by row: all that is drawn, a dialog's background among it."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, CompositorUpdate)
    rows: list[list[Segment]] = [[] for _ in range(app.size.height)]
    for _, y, strip in pieces(update):
        rows[y].extend(strip)
    return rows


def text_of(rows: Iterable[Iterable[Segment]]) -> str:
    """The characters, a line a row."""
    return "\n".join("".join(segment.text for segment in row).rstrip() for row in rows)


def svg_of(rows: list[list[Segment]], width: int) -> str:
    """The picture of rows of so many columns."""
    classes = Classes()
    body = [line for y, row in enumerate(rows) for line in _row(y, row, classes)]
    size = f"{width * WIDE} {len(rows) * HIGH}"
    styles = [f".{name}{{{look}}}" for look, name in classes.names.items()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
            f'font-family="DejaVu Sans Mono,monospace" font-size="{_FONT}" xml:space="preserve">',
            "<style>",
            *styles,
            "</style>",
            f'<rect width="100%" height="100%" fill="{XTERM.background_color.hex}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _row(y: int, row: list[Segment], classes: Classes) -> Iterator[str]:
    runs = list(_runs(row))
    for ground, group in groupby(runs, key=lambda run: run.ground):
        cells = list(group)
        if ground != XTERM.background_color.hex:
            width = sum(run.width for run in cells) * WIDE
            shape = f'x="{cells[0].x * WIDE}" y="{y * HIGH}" width="{width}" height="{HIGH}"'
            yield f'<rect {shape} class="{classes.name(f"fill:{ground}")}"/>'
    spans = "".join(_span(piece, classes) for run in runs for piece in _pieces(run))
    if spans:
        yield f'<text y="{y * HIGH + _BASE}">{spans}</text>'


def _pieces(run: Run) -> Iterator[Run]:
    """The words of a run, wide characters apart from narrow ones: each is put exactly where it belongs."""
    for found in _PIECES.finditer(run.text):
        text = found.group().rstrip(" ")
        yield replace(run, x=run.x + cell_len(run.text[: found.start()]), width=cell_len(text), text=text)


def _span(run: Run, classes: Classes) -> str:
    place = f'x="{run.x * WIDE}" textLength="{run.width * WIDE}"'
    return f'<tspan {place} class="{classes.name(run.look)}">{escape(run.text)}</tspan>'


def _runs(row: list[Segment]) -> Iterator[Run]:
    x = 0
    for style, group in groupby(row, key=lambda segment: segment.style or Style()):
        text = "".join(segment.text for segment in group)
        width = cell_len(text)
        yield Run(x, width, text, *_look(style))
        x += width


def _look(style: Style) -> tuple[str, str]:
    """How the text looks, and the colour behind it."""
    ink = (style.color or Color.default()).get_truecolor(XTERM, foreground=True)
    ground = (style.bgcolor or Color.default()).get_truecolor(XTERM, foreground=False)
    if style.reverse:
        ink, ground = ground, ink
    if style.dim:
        ink = blend_rgb(ink, ground, 0.4)
    flags = [
        rule for rule, is_on in zip(_FLAGS, (style.bold, style.italic, style.underline), strict=True) if is_on
    ]
    return ";".join([f"fill:{ink.hex}", *flags]), ground.hex
