"""What went on side by side: spans of time, lane by lane, each with its frames."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from tui.projections.base import Projection
from tui.projections.sound import seconds_of
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_list, pick_map, pick_text


class Lane(StrEnum):
    """A line of the timeline, in the order they stand."""

    INPUT = "input"
    TEXT = "text"
    AUDIO = "audio"
    PLAYED = "played"
    TOOLS = "tools"
    CUT = "cut"
    LINK = "link"


_TYPED = Kind.CLIENT_CONTENT.bit | Kind.REALTIME_TEXT.bit
_STREAMED = Kind.REALTIME_AUDIO.bit | Kind.REALTIME_VIDEO.bit
_TEXT = Kind.TEXT.bit | Kind.OUTPUT_TRANSCRIPTION.bit | Kind.THOUGHT.bit | Kind.CODE.bit
_LINK = Kind.GO_AWAY.bit | Kind.CLOSE.bit | Kind.SETUP.bit | Kind.SETUP_COMPLETE.bit
_JOIN_SECONDS = 0.5


@dataclass(slots=True)
class Span:
    """Something that lasted: Unix seconds, and the rows of its first and last frame."""

    start: float
    end: float
    first: int
    last: int


class Lanes(Projection):
    """Spans by lane, each lane in order of time. What streams in frames less than half a second apart
    is one span; a typed turn is one by itself.

    Audio is `played` as a player would that begins at once and is cut by an interruption; where the
    journal says when playback was drained (`heard`), its word ends the span.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spans: dict[Lane, list[Span]] = {lane: [] for lane in Lane}
        self.start: float | None = None
        self.end = 0.0
        self._streams = False
        self._calls: dict[str, Span] = {}

    def between(self, lane: Lane, start: float, end: float) -> list[Span]:
        """The spans of a lane that touch a stretch of time."""
        spans = self.spans[lane]
        stop = bisect_right(spans, end, key=lambda span: span.start)
        return [span for span in spans[:stop] if span.end >= start]

    def fold(self, row: int, frame: Frame) -> None:
        self.start = frame.t if self.start is None else min(self.start, frame.t)
        self.end = max(self.end, frame.t)
        kinds = frame.kinds
        if frame.direction is Direction.SEND:
            self._sent(row, frame)
        if kinds & _TEXT:
            self._extend(Lane.TEXT, row, frame.t)
        if kinds & Kind.AUDIO.bit:
            self._audio(row, frame)
        if kinds & Kind.TOOL_CALL.bit:
            self._called(row, frame)
        if kinds & Kind.TOOL_CANCEL.bit:
            for call_id in pick_list(pick_map(frame.message, "toolCallCancellation"), "ids"):
                self._answered(row, frame.t, str(call_id))
        if kinds & Kind.INTERRUPTED.bit or frame.event == "interrupt":
            self._cut(row, frame.t)
        if kinds & _LINK:
            self.spans[Lane.LINK].append(Span(frame.t, frame.t, row, row))
        if frame.event == "heard" and self.spans[Lane.PLAYED]:
            self.spans[Lane.PLAYED][-1].end = frame.t

    def _sent(self, row: int, frame: Frame) -> None:
        if frame.kinds & _STREAMED and self._streams:
            self._extend(Lane.INPUT, row, frame.t)
        elif frame.kinds & (_TYPED | _STREAMED):
            self.spans[Lane.INPUT].append(Span(frame.t, frame.t, row, row))
        self._streams = bool(frame.kinds & _STREAMED)
        if frame.kinds & Kind.TOOL_RESPONSE.bit:
            for answer in pick_list(pick_map(frame.message, "toolResponse"), "functionResponses"):
                self._answered(row, frame.t, pick_text(answer, "id"))

    def _extend(self, lane: Lane, row: int, t: float, *, until: float | None = None) -> None:
        """Grow the lane's last span to this frame, or begin a new one."""
        spans, end = self.spans[lane], t if until is None else until
        if spans and t - spans[-1].end <= _JOIN_SECONDS:
            spans[-1].end, spans[-1].last = max(spans[-1].end, end), row
        else:
            spans.append(Span(t, end, row, row))

    def _audio(self, row: int, frame: Frame) -> None:
        self._extend(Lane.AUDIO, row, frame.t)
        played = self.spans[Lane.PLAYED]
        begins = max(frame.t, played[-1].end) if played else frame.t
        self._extend(Lane.PLAYED, row, frame.t, until=begins + seconds_of(frame))

    def _cut(self, row: int, t: float) -> None:
        self.spans[Lane.CUT].append(Span(t, t, row, row))
        played = self.spans[Lane.PLAYED]
        if played and played[-1].end > t:
            played[-1].end = max(t, played[-1].start)

    def _called(self, row: int, frame: Frame) -> None:
        for call in pick_list(pick_map(frame.message, "toolCall"), "functionCalls"):
            span = Span(frame.t, frame.t, row, row)
            self.spans[Lane.TOOLS].append(span)
            self._calls[pick_text(call, "id")] = span

    def _answered(self, row: int, t: float, call_id: str) -> None:
        span = self._calls.pop(call_id, None)
        if span is not None:
            span.end, span.last = max(t, span.start), row
