"""Rules about the order of frames in and around a turn."""

from __future__ import annotations

from math import inf

from tui.projections.rules.rule import Check, Finding, Rule, Scene, Severity
from tui.projections.turn import Turn
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import ANSWER, Kind
from tui.wire.spelling import pick_map

_HEARD = Kind.INPUT_TRANSCRIPTION.bit | Kind.INTERIM_TRANSCRIPTION.bit | Kind.VOICE_ACTIVITY.bit
_TURNLESS = ("translate", "transcribe")


class AudioAfterInterrupted(Rule):
    """Audio that belongs to an answer the service has already cut."""

    watched = Kind.AUDIO.bit | Kind.INTERRUPTED.bit
    after_interrupted = Check(
        "audio-after-interrupted",
        Severity.WARNING,
        "Audio of an answer came after `interrupted`: a player has to drop it",
    )
    checks = (after_interrupted,)

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._cut: tuple[Turn | None, int] = (None, 0)
        self._finding: Finding | None = None

    def see(self, row: int, frame: Frame) -> None:
        turn = self.scene.transcript.turn_of(row)
        if turn is None or frame.direction is not Direction.RECEIVE:
            return
        if frame.kinds & Kind.INTERRUPTED.bit:
            self._cut, self._finding = (turn, row), None
        elif self._cut[0] is turn and self._finding is not None:
            self.scene.join(self._finding, row)
        elif self._cut[0] is turn:
            self._finding = self.find(self.after_interrupted, self._cut[1], row)


class NoTurnComplete(Rule):
    """`generationComplete`, and then nothing: a client that waits for `turnComplete` hangs."""

    watched = Kind.GENERATION_COMPLETE.bit | Kind.TURN_COMPLETE.bit
    checks = (
        Check(
            "no-turn-complete",
            Severity.ERROR,
            "No `turnComplete` followed `generationComplete`, though the sound of the answer is over",
        ),
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._waiting: dict[int, tuple[float, int]] = {}

    def see(self, row: int, frame: Frame) -> None:
        turn = self.scene.transcript.turn_of(row)
        if turn is None or any(word in self.scene.model for word in _TURNLESS):
            return
        if frame.kinds & Kind.TURN_COMPLETE.bit:
            self._waiting.pop(turn.number, None)
        else:
            plays_until = self.scene.timing.of(turn).plays_until
            due = max(frame.t, plays_until) + self.scene.limits.turn_complete
            self._waiting[turn.number] = (due, row)
        self._wait()

    def settle(self, now: float) -> None:
        for number, (due, row) in list(self._waiting.items()):
            if now > due:
                del self._waiting[number]
                self.find(self.checks[0], row)
        self._wait()

    def _wait(self) -> None:
        self.due = min((due for due, _ in self._waiting.values()), default=inf)


class ContentAfterTurn(Rule):
    """Parts of an answer that come when its turn is over and nobody has said anything since."""

    after_audio = Check(
        "audio-after-turn",
        Severity.ERROR,
        "Audio came after `turnComplete`: a player that stops there cuts the answer",
    )
    after_other = Check(
        "content-after-turn",
        Severity.WARNING,
        "Parts of an answer came after `turnComplete` with no new input",
    )
    checks = (after_audio, after_other)

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._ended: int | None = None
        self._findings: dict[str, Finding] = {}

    def see(self, row: int, frame: Frame) -> None:
        kinds = frame.kinds
        if frame.direction is Direction.EVENT or (self._ended is None and not kinds & Kind.TURN_COMPLETE.bit):
            return
        if frame.direction is Direction.SEND or kinds & _HEARD:
            self._ended = None
        elif kinds & ANSWER and self._ended is not None:
            self._strayed(self.after_audio if kinds & Kind.AUDIO.bit else self.after_other, row)
        elif kinds & Kind.TURN_COMPLETE.bit:
            turn = self.scene.transcript.turn_of(row)
            if turn is not None and not turn.is_open and turn.is_answered:
                self._ended, self._findings = row, {}

    def _strayed(self, check: Check, row: int) -> None:
        if self.scene.transcript.turn_of(row) is None:
            return
        finding = self._findings.get(check.id)
        if finding is not None:
            self.scene.join(finding, row)
        elif self._ended is not None:
            self._findings[check.id] = self.find(check, self._ended, row)


class EmptyTurn(Rule):
    """A turn that ends without a word."""

    watched = Kind.TURN_COMPLETE.bit
    checks = (Check("empty-turn", Severity.WARNING, "The turn ended without an answer"),)

    def see(self, row: int, frame: Frame) -> None:
        turn = self.scene.transcript.turn_of(row)
        if turn is None or turn.is_open or turn.is_answered or turn.cut is not None:
            return
        self.find(self.checks[0], row, detail=turn.reason)


class UnfinishedTranscription(Rule):
    """`finished` never came with the transcription of an answer: one finding a session."""

    watched = Kind.OUTPUT_TRANSCRIPTION.bit | Kind.TURN_COMPLETE.bit
    checks = (
        Check(
            "transcription-unfinished",
            Severity.INFO,
            "A transcription never said `finished`: only the end of the turn ends it",
        ),
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._said = self._finished = False
        self._finding: Finding | None = None

    def see(self, row: int, frame: Frame) -> None:
        if frame.kinds & Kind.OUTPUT_TRANSCRIPTION.bit:
            content = pick_map(frame.message, "serverContent")
            self._said = True
            self._finished |= pick_map(content, "outputTranscription").get("finished") is True
        if frame.kinds & Kind.TURN_COMPLETE.bit:
            if self._said and not self._finished:
                self._strike(row)
            self._said = self._finished = False

    def _strike(self, row: int) -> None:
        if self._finding is None:
            self._finding = self.find(self.checks[0], row)
        else:
            self.scene.join(self._finding, row)


class NotReadyFirst(Rule):
    """Something else than `setupComplete` answers setup."""

    checks = (
        Check("not-ready-first", Severity.WARNING, "The service's first frame was not `setupComplete`"),
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._conn: int | None = None

    def see(self, row: int, frame: Frame) -> None:
        if frame.conn == self._conn or frame.direction is not Direction.RECEIVE:
            return
        self._conn = frame.conn
        if not frame.kinds & Kind.SETUP_COMPLETE.bit:
            self.find(self.checks[0], row)
