"""A screen as text: what every cell shows, then, theme by theme, in which style."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from string import ascii_letters

import pyte
from textual._compositor import CompositorUpdate
from textual.app import App

THEMES = ("dusk", "paper", "terminal")


@contextmanager
def one_time_zone() -> Iterator[None]:
    """Times of day are the same everywhere."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        del os.environ["TZ"]
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


def grid(app: App[str]) -> pyte.Screen:
    """What a terminal would show."""
    screen = pyte.Screen(*app.size)
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, CompositorUpdate)
    pyte.Stream(screen).feed(update.render_segments(app.console))
    return screen


def text_of(screen: pyte.Screen) -> str:
    """The characters, a line a row."""
    return "\n".join(line.rstrip() for line in screen.display)


def styles_of(screen: pyte.Screen) -> str:
    """Runs of equal style, a line a row (`a3b20` is 3 cells of a, 20 of b), and what the letters mean."""
    names: dict[str, str] = {}
    rows = []
    for y in range(screen.lines):
        cells = [_style(screen.buffer[y][x]) for x in range(screen.columns)]
        runs = [(style, len(list(run))) for style, run in groupby(cells)]
        rows.append("".join(f"{_letter(style, names)}{length}" for style, length in runs))
    legend = [f"{letter} {style}" for style, letter in names.items()]
    return "\n".join([*rows, *legend])


def _letter(style: str, names: dict[str, str]) -> str:
    return names.setdefault(style, ascii_letters[len(names) % 52] * (1 + len(names) // 52))


def _style(cell: pyte.screens.Char) -> str:
    flags = [
        name for name in ("bold", "italics", "underscore", "reverse", "strikethrough") if getattr(cell, name)
    ]
    return " ".join([f"{cell.fg} on {cell.bg}", *flags])
