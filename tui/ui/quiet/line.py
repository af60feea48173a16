"""The quiet line of one App and one driver: what was drawn goes in, frames go out when the line is free."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from rich.color import ColorSystem
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.geometry import Size
from textual.widget import Widget

from tui.ui.quiet.abilities import MARGINS_PROBE, Abilities, has_margins
from tui.ui.quiet.cells import Ink
from tui.ui.quiet.direct import bare_region, wanted_lines
from tui.ui.quiet.listener import Listener
from tui.ui.quiet.pacing import QUERY, Pacer
from tui.ui.quiet.screen import ShadowScreen
from tui.ui.quiet.scroll import Shift
from tui.ui.quiet.statistics import Meter, QuietStats
from tui.ui.quiet.updates import Piece, pieces

_BUSY = 0.02
_TORN_FROM = 512
"""Shorter frames are taken in one read by a terminal; longer ones ask for synchronized output."""


class QuietLine:
    """Belongs to the event loop. `flush` is called when the line may have become free."""

    def __init__(self, app: App[Any], driver: Listener, flush: Callable[[], None]) -> None:
        self._abilities = abilities = Abilities.from_env(os.environ)
        self._app = app
        self._flush = flush
        self._driver = driver
        self._shadow = ShadowScreen(abilities, *app.size)
        self._ink = Ink(app.console._color_system or ColorSystem.TRUECOLOR, links=abilities.links)
        self._pacer = Pacer(unseen=abilities.unseen)
        self._meter = Meter()
        self._timer: asyncio.TimerHandle | None = None
        self._pending = self._held = self._complete = False
        self._probed, self._probing = not abilities.margins, False
        driver.on_open, driver.on_answer = self._opened, self._answered

    @property
    def stats(self) -> QuietStats:
        """What the line carried lately."""
        mode = "timed" if self._pacer.mute else "acknowledged"
        return self._meter.read(monotonic(), mode, self._pacer.round_trip)

    def hint(self, shift: Shift) -> None:
        """These rows are about to move."""
        self._shadow.hint(shift)

    def take(self, update: CompositorUpdate) -> None:
        """What the compositor drew."""
        self._take(pieces(update))
        self._ask_for_rest()
        self.flush()

    def draw(self, widget: Widget) -> None:
        """What a bare widget wants to have drawn; widgets drawn in one turn of the loop are one frame."""
        region = bare_region(widget)
        if region is not None:
            self._take(wanted_lines(widget, region))
            asyncio.get_running_loop().call_soon(self._flush)

    def _take(self, drawn: Iterable[Piece]) -> None:
        for x, y, strip in drawn:
            self._shadow.put(x, y, self._ink.cells(strip))
        self._meter.merged += self._held
        self._pending = True

    def resize(self, size: Size) -> None:
        """A terminal of this size, of which nothing is known. Textual redraws only what is of a new size."""
        if self._shadow.size != size:
            self._shadow.resize(*size)
            self._complete = False
        elif not self._shadow.fresh:
            self.repaint()

    def repaint(self) -> None:
        """Draw and send everything anew."""
        self._shadow.resize(*self._shadow.size)
        self._complete = False
        self._app.screen.refresh()

    def flush(self) -> None:
        """Send a frame now if the line is free, else once it is."""
        if not self._pending or not self._driver.open or not self._app._running or self._app._batch_count:
            return
        wait = self._wait()
        self._held = bool(wait)
        if wait:
            self._flush_in(wait)
            return
        self._pending = False
        frame = self._shadow.frame(self._cursor())
        if frame:
            self._send(frame)

    def close(self) -> None:
        """Send nothing more."""
        self._pending = False
        if self._timer is not None:
            self._timer.cancel()
        self._driver.on_open = self._driver.on_answer = None

    def _ask_for_rest(self) -> None:
        """Once after a new size, in case not all of the screen is drawn by itself."""
        if not self._complete:
            self._complete = True
            if not self._shadow.complete:
                self._app.screen.refresh()

    def _wait(self) -> float:
        wait = self._pacer.wait(monotonic())
        stalled = not self._pacer.answers and self._driver.backlog
        return wait or (_BUSY if stalled else 0.0)

    def _send(self, frame: str) -> None:
        if self._app._sync_available and len(frame) >= _TORN_FROM:
            frame = f"{SYNC_START}{frame}{SYNC_END}"
        query = "" if self._pacer.mute else self._query()
        size = len(frame.encode()) + len(query)
        self._pacer.sent(monotonic(), size)
        self._meter.sent(monotonic(), size)
        self._driver.send(frame, query=query)

    def _query(self) -> str:
        """What the terminal answers once it has shown the frame; of the first, what it can do besides."""
        if self._probed:
            return QUERY
        self._probed = self._probing = True
        x, y = self._cursor()
        return f"{MARGINS_PROBE}\x1b[{y + 1};{x + 1}H"

    def _cursor(self) -> tuple[int, int]:
        x, y = self._app.screen.outer_size.clamp_offset(self._app.cursor_position)
        return x, y

    def _flush_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._flush)

    def _opened(self) -> None:
        """The terminal was taken, for the first time or again: nothing is known of it."""
        self._pacer.reset()
        self._probed, self._probing = not self._abilities.margins, False
        self._shadow.margins = False
        self._pending |= not self._shadow.fresh
        self._shadow.forget()
        self._driver._loop.call_soon_threadsafe(self._flush)

    def _answered(self, at: float, column: int) -> None:
        if self._probing:
            self._probing, self._shadow.margins = False, has_margins(column)
        self._pacer.answered(at)
        self._flush()
