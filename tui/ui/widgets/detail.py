"""One frame, whole, in three views: the wire, what the SDK makes of it, and the difference."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from tui.text import clean_line
from tui.ui.actions import bindings
from tui.ui.background import run_thread
from tui.ui.widgets.log_painter import ARROWS, clock
from tui.ui.widgets.payload import PayloadPane
from tui.ui.widgets.readings import Reading, difference_reading, sdk_reading, wire_reading
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import kinds_in
from tui.wire.summary import SEPARATOR, bytes_text
from tui.wire.verbatim import LARGEST


class View(Enum):
    """How a frame is looked at."""

    WIRE = "wire"
    SDK = "SDK"
    DIFFERENCE = "difference"


class DetailPane(PayloadPane):
    """The frame under the reader's hand. `vertexai` tells the SDK's view which backend's spelling it is."""

    HELP = "## Frame\n**space** folds, **/** searches, **v** shows the SDK's reading, **y** copies a value."
    BINDINGS = bindings("detail")

    DEFAULT_CSS = """
    DetailPane > .detail-title {
        height: 1; width: 1fr; color: $text-muted; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    DetailPane > .detail-note { height: auto; max-height: 2; width: 1fr; color: $text-warning; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.frame: Frame | None = None
        self._awaited: object = None
        self.view = View.WIRE
        self.vertexai = False
        self.title = Static(classes="detail-title", markup=False)
        self.note = Static(classes="detail-note", markup=False)
        self._entitled: Frame | None = None

    def compose(self) -> ComposeResult:
        """The title, a word where there is one to say, and the payload."""
        yield self.title
        yield self.note
        yield from super().compose()

    def on_mount(self) -> None:
        """Nothing to show yet."""
        self.note.display = self.text.display = False

    def show(self, frame: Frame) -> None:
        """Another frame, in the view that is chosen."""
        if frame != self.frame:
            self.frame = frame
            self._look()

    def action_next_view(self) -> None:
        """Wire, SDK, difference, and round again."""
        views = list(View)
        self.view = views[(views.index(self.view) + 1) % len(views)]
        self._look()

    def _look(self) -> None:
        frame = self.frame
        if frame is None:
            return
        if self.view is View.WIRE:
            self._look_at_wire(frame)
        elif frame.direction is not Direction.RECEIVE:
            self._look_at_wire(frame, "The SDK reads only what is received: this is the wire")
        else:
            self._say(f"Asking the SDK about #{frame.seq} …")
            ask = sdk_reading if self.view is View.SDK else difference_reading
            self._read(frame, partial(ask, frame, vertexai=self.vertexai), "The SDK's view")

    def _look_at_wire(self, frame: Frame, note: str = "") -> None:
        self._awaited = None
        if len(frame.payload) > LARGEST:
            self._say(f"Reading #{frame.seq} …")
            self._read(frame, partial(wire_reading, frame, note), "Reading a large frame")
        else:
            self._show(frame, wire_reading(frame, note))

    def _read(self, frame: Frame, reading: Callable[[], Reading], what: str) -> None:
        """On a thread: loading the SDK takes half a second, reading a large frame nearly as long."""
        awaited = self._awaited = object()

        def read() -> None:
            self.app.call_from_thread(self._has_read, awaited, frame, reading())

        run_thread(self, read, group="reading", exclusive=True, what=what)

    def _has_read(self, awaited: object, frame: Frame, reading: Reading) -> None:
        if awaited is self._awaited:
            self._show(frame, reading)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Not the SDK but asking it went wrong: leave what crossed."""
        if event.state is not WorkerState.ERROR or event.worker.group != "reading" or self.frame is None:
            return
        if self.view is View.WIRE:
            self._say(f"#{self.frame.seq} could not be read")
        else:
            self._look_at_wire(self.frame, "The SDK could not be asked: this is the wire")

    def _show(self, frame: Frame, reading: Reading) -> None:
        """Title, note and payload, together with what they are about."""
        self._entitled = frame
        self.searched()
        self._say(reading.note)
        self.show_reading(reading, frame.direction)

    def searched(self) -> None:
        """What the search found stands in the title."""
        if self._entitled is not None:
            views = " ".join(f"[{view.value}]" if view is self.view else view.value for view in View)
            parts = filter(None, (views, str(self.search), title_of(self._entitled)))
            self.title.update(Content(clean_line(SEPARATOR.join(parts))), layout=False)

    def _say(self, words: str) -> None:
        self.note.display = bool(words)
        self.note.update(Content(clean_line(words)))


def title_of(frame: Frame) -> str:
    """`#12 ← 11:32:04.123 · turnComplete usageMetadata · 214 B`."""
    kinds = " ".join(kind.wire_name for kind in kinds_in(frame.kinds))
    size = bytes_text(len(frame.payload))
    return f"#{frame.seq} {ARROWS[frame.direction]} {clock(frame.t)} · {kinds} · {size}"
