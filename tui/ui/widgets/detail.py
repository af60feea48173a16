"""One frame, whole, in three views: the wire, what the SDK makes of it, and the difference."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from tui.live.view import SdkView, sdk_view
from tui.text import clean_line
from tui.ui.actions import bindings
from tui.ui.background import run_thread
from tui.ui.widgets.json_painter import Flag
from tui.ui.widgets.json_view import Flags
from tui.ui.widgets.log_painter import ARROWS, clock
from tui.ui.widgets.payload import PayloadPane
from tui.ui.widgets.text_lines import text_of
from tui.wire.difference import Difference, differences
from tui.wire.frame import NOT_JSON, Direction, Frame
from tui.wire.kinds import kinds_in
from tui.wire.path import Path
from tui.wire.schema import unknown_members
from tui.wire.summary import SEPARATOR, bytes_text
from tui.wire.verbatim import LARGEST, parse_verbatim, scalar_text

_SIGNS = {"dropped": ("-", "diff-removed"), "changed": ("~", "diff-changed"), "added": ("+", "diff-added")}


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
        self._reading: Frame | None = None
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
        frame, self._reading = self.frame, None
        if frame is None:
            return
        if self.view is View.WIRE:
            self._show_wire(frame)
        elif frame.direction is not Direction.RECEIVE:
            self._show_wire(frame, "The SDK reads only what is received: this is the wire")
        else:
            self._say(f"Asking the SDK about #{frame.seq} …")
            ask = partial(self._ask_sdk, frame, self.vertexai)
            run_thread(self, ask, group="sdk", exclusive=True, what="The SDK's view")

    def _entitle(self, frame: Frame, note: str = "") -> None:
        """Title and note, together with what they are about."""
        self._entitled = frame
        self.searched()
        self._say(note)

    def searched(self) -> None:
        """What the search found stands in the title."""
        if self._entitled is not None:
            views = " ".join(f"[{view.value}]" if view is self.view else view.value for view in View)
            parts = filter(None, (views, str(self.search), title_of(self._entitled)))
            self.title.update(Content(clean_line(SEPARATOR.join(parts))), layout=False)

    def _say(self, words: str) -> None:
        self.note.display = bool(words)
        self.note.update(Content(clean_line(words)))

    # The wire

    def _show_wire(self, frame: Frame, note: str = "") -> None:
        if len(frame.payload) > LARGEST:
            self._reading = frame
            self._say(f"Reading #{frame.seq} …")
            read = partial(self._read_large, frame, note)
            run_thread(self, read, group="large", exclusive=True, what="Reading a large frame")
        else:
            self._show_value(frame, note, parse_verbatim(frame.payload), _unknown_flags(frame))

    def _read_large(self, frame: Frame, note: str) -> None:
        """On a thread: the frame is shown as soon as it is read, and flagged once all of it is looked at."""
        self.app.call_from_thread(self._large_read, frame, note, frame.value)
        self.app.call_from_thread(self._large_looked_at, frame, _unknown_flags(frame))

    def _large_read(self, frame: Frame, note: str, value: Any) -> None:
        if frame is self._reading:
            self._show_value(frame, note, value)

    def _large_looked_at(self, frame: Frame, flags: Flags) -> None:
        if frame is self._reading:
            self.json.flag(flags)

    def _show_value(self, frame: Frame, note: str, value: Any, flags: Flags | None = None) -> None:
        self._entitle(frame, note)
        if value is NOT_JSON:
            self.show_text(text_of(frame.payload) or "(an empty frame)")
        else:
            self.show_tree(value, frame.direction, flags)

    # The SDK

    def _ask_sdk(self, frame: Frame, vertexai: bool) -> None:
        """On a thread: the SDK takes half a second to load."""
        seen = sdk_view(frame.payload, vertexai=vertexai)
        self.app.call_from_thread(self._sdk_answered, frame, seen)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Not the SDK but asking it went wrong: leave what crossed."""
        if event.state is WorkerState.ERROR and event.worker.group == "sdk" and self.frame is not None:
            self._show_wire(self.frame, "The SDK could not be asked: this is the wire")

    def _sdk_answered(self, frame: Frame, seen: SdkView) -> None:
        if frame != self.frame or self.view is View.WIRE:
            return
        if seen.error:
            self._entitle(frame, "The SDK raises, and what it was receiving is lost")
            self.show_text(seen.error)
        elif self.view is View.SDK:
            self._entitle(frame, " · ".join(seen.warnings))
            self.show_tree(parse_verbatim(seen.dump.encode()), frame.direction)
        else:
            self._show_difference(frame, seen)

    def _show_difference(self, frame: Frame, seen: SdkView) -> None:
        wire = parse_verbatim(frame.payload)
        if wire is NOT_JSON:
            self._show_wire(frame, "The SDK takes this for an empty message")
            return
        found = list(differences(wire, parse_verbatim(seen.dump.encode())))
        self._entitle(frame, _counted(found))
        self.show_tree(wire, frame.direction, _difference_flags(found))
        if found:
            self.json.outline.fold_except([difference.path for difference in found])
            self.json.changed()
            self.json.forget()


def title_of(frame: Frame) -> str:
    """`#12 ← 11:32:04.123 · turnComplete usageMetadata · 214 B`."""
    kinds = " ".join(kind.wire_name for kind in kinds_in(frame.kinds))
    size = bytes_text(len(frame.payload))
    return f"#{frame.seq} {ARROWS[frame.direction]} {clock(frame.t)} · {kinds} · {size}"


def _unknown_flags(frame: Frame) -> Flags:
    unknown = {path for path, _ in unknown_members(frame.direction, frame.value)}
    if frame.direction is Direction.EVENT:
        unknown = set()

    def flag(path: Path) -> Flag | None:
        name = ".".join(part for part in path if isinstance(part, str))
        is_member = bool(path) and isinstance(path[-1], str)
        return Flag("?", "diff-changed", "unknown") if is_member and name in unknown else None

    return flag


def _difference_flags(found: list[Difference]) -> Flags:
    by_path: dict[Path, Flag] = {}
    for difference in found:
        sign, style = _SIGNS[difference.sort]
        note = difference.sort
        if difference.sort == "changed" and isinstance(difference.sdk, (str, int, float)):
            note = f"changed to {scalar_text(difference.sdk)[:80]}"
        by_path[difference.path] = Flag(sign, style, note)
    return by_path.get


def _counted(found: list[Difference]) -> str:
    if not found:
        return "The SDK drops and changes nothing (snake_case apart)"
    counts = {sort: sum(difference.sort == sort for difference in found) for sort in _SIGNS}
    return ", ".join(f"{count} {sort}" for sort, count in counts.items() if count)
