"""When things happened in a turn, as the frames stood at the socket."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from tui.projections.base import Projection
from tui.projections.duration import seconds_in
from tui.projections.percentile import Spread
from tui.projections.sound import seconds_of
from tui.projections.transcript import Transcript
from tui.projections.turn import Turn
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import ANSWER, Kind
from tui.wire.spelling import pick, pick_map, pick_text

_WORDS = Kind.TEXT.bit | Kind.OUTPUT_TRANSCRIPTION.bit
_INPUT = Kind.CLIENT_CONTENT.bit | Kind.REALTIME_TEXT.bit | Kind.REALTIME_AUDIO.bit | Kind.ACTIVITY.bit
_ENDS = Kind.GENERATION_COMPLETE.bit | Kind.TURN_COMPLETE.bit

MARKS = ("first_frame", "first_text", "first_audio", "generated", "completed", "heard")
"""What is measured from the last byte of the user's input, in the order it is hoped for."""


@dataclass(slots=True)
class TurnTiming:
    """Unix seconds of a turn's milestones (None: not seen), each with the row of its frame in `rows`.

    asked: the last byte of the user's input. heard: playback drained. audio: seconds of sound received,
    between `first_audio` and `last_audio`. dry: (row, seconds) where sound came later than it was due,
    so that playback begun at the first byte must have run dry. plays_until: when such playback ends.
    """

    number: int
    asked: float | None = None
    first_frame: float | None = None
    first_text: float | None = None
    first_audio: float | None = None
    last_audio: float | None = None
    generated: float | None = None
    completed: float | None = None
    heard: float | None = None
    audio: float = 0.0
    plays_until: float = 0.0
    rows: dict[str, int] = field(default_factory=dict)
    gaps: array[float] = field(default_factory=lambda: array("d"))
    dry: list[tuple[int, float]] = field(default_factory=list)
    _latest: float | None = None

    def after(self, mark: str) -> float | None:
        """Seconds from the end of the user's input to a mark of `MARKS`; None where either is unknown."""
        at: float | None = getattr(self, mark)
        return None if at is None or self.asked is None else at - self.asked

    @property
    def real_time_factor(self) -> float | None:
        """Seconds of sound received a second, from the first audio frame to the last; under 1 it stutters."""
        if self.first_audio is None or self.last_audio is None or self.last_audio <= self.first_audio:
            return None
        return self.audio / (self.last_audio - self.first_audio)

    def mark(self, name: str, row: int, t: float) -> None:
        """Note a milestone the first time it is seen."""
        if getattr(self, name) is None:
            setattr(self, name, t)
            self.rows[name] = row

    def take_answer(self, row: int, frame: Frame) -> None:
        """A frame of the answer."""
        t = frame.t
        self.mark("first_frame", row, t)
        if self._latest is not None:
            self.gaps.append(t - self._latest)
        self._latest = t
        if frame.kinds & Kind.AUDIO.bit:
            self._take_audio(row, t, seconds_of(frame))

    def _take_audio(self, row: int, t: float, seconds: float) -> None:
        self.mark("first_audio", row, t)
        if self.audio and t > self.plays_until:
            self.dry.append((row, t - self.plays_until))
        self.plays_until = max(self.plays_until, t) + seconds
        self.audio += seconds
        self.last_audio = t


class Timing(Projection):
    """The timing of every turn of a transcript, which has to be fed each frame first."""

    watched = ANSWER | _INPUT | _ENDS | Kind.VOICE_ACTIVITY.bit | Kind.EVENT.bit

    def __init__(self, transcript: Transcript) -> None:
        super().__init__()
        self.turns: list[TurnTiming] = []
        self.transcript = transcript
        self._input = _Input()

    def of(self, turn: Turn) -> TurnTiming:
        """The timing of a turn."""
        while len(self.turns) < turn.number:
            self.turns.append(TurnTiming(len(self.turns) + 1))
        return self.turns[turn.number - 1]

    def spread(self, mark: str) -> Spread | None:
        """The spread, over all turns, of the seconds to one of `MARKS`."""
        return Spread.of(timing.after(mark) for timing in self.turns)

    def fold(self, row: int, frame: Frame) -> None:
        turn = self.transcript.turn_of(row)
        if frame.direction is Direction.SEND:
            self._sent(row, frame, turn)
        elif frame.direction is Direction.RECEIVE:
            self._input.heard(row, frame)
            if turn is not None:
                self._received(row, frame, self.of(turn))
        elif frame.event == "heard" and self.transcript.current is not None:
            self.of(self.transcript.current).mark("heard", row, frame.t)

    def _sent(self, row: int, frame: Frame, turn: Turn | None) -> None:
        self._input.sent(row, frame)
        if turn is not None and not turn.is_answered:
            timing = self.of(turn)
            timing.asked, timing.rows["asked"] = frame.t, row

    def _received(self, row: int, frame: Frame, timing: TurnTiming) -> None:
        kinds = frame.kinds
        if kinds & ANSWER:
            if timing.first_frame is None and timing.asked is None and self._input.end is not None:
                timing.asked, timing.rows["asked"] = self._input.end
                self._input.end = None
            timing.take_answer(row, frame)
        if kinds & _WORDS and _says_words(frame):
            timing.mark("first_text", row, frame.t)
        if kinds & Kind.GENERATION_COMPLETE.bit:
            timing.mark("generated", row, frame.t)
        if kinds & Kind.TURN_COMPLETE.bit:
            timing.completed, timing.rows["completed"] = frame.t, row


class _Input:
    """Where the user's spoken input ended: as (Unix seconds, row), None while unknown.

    The service's own word counts most: `voiceActivity` ACTIVITY_END carries the offset in the audio it was
    sent, and that byte left us with a known frame. Next is a mark of the client, then the last audio sent.
    """

    def __init__(self) -> None:
        self.end: tuple[float, int] | None = None
        self._is_marked = False
        self._conn = 0
        self._offsets: array[float] = array("d")
        self._frames: list[tuple[float, int]] = []

    def sent(self, row: int, frame: Frame) -> None:
        if frame.conn != self._conn:
            self._conn, self._offsets, self._frames = frame.conn, array("d"), []
        if frame.kinds & Kind.REALTIME_AUDIO.bit:
            before = self._offsets[-1] if self._offsets else 0.0
            self._offsets.append(before + seconds_of(frame))
            self._frames.append((frame.t, row))
            if not self._is_marked:
                self.end = (frame.t, row)
        elif frame.kinds & Kind.ACTIVITY.bit:
            realtime = pick_map(frame.message, "realtimeInput")
            self._is_marked = pick(realtime, "activityStart") is None
            self.end = (frame.t, row)

    def heard(self, row: int, frame: Frame) -> None:
        if not frame.kinds & Kind.VOICE_ACTIVITY.bit:
            return
        activity = pick_map(frame.message, "voiceActivity")
        offset = seconds_in(pick_text(activity, "audioOffset"))
        self._is_marked = activity.get("type") == "ACTIVITY_END"
        if self._is_marked and offset is not None and self._frames:
            index = min(bisect_left(self._offsets, offset), len(self._frames) - 1)
            self.end = self._frames[index]


def _says_words(frame: Frame) -> bool:
    content = pick_map(frame.message, "serverContent")
    is_text = bool(frame.kinds & Kind.TEXT.bit)
    return is_text or bool(pick_text(pick_map(content, "outputTranscription"), "text"))
