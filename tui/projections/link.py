"""The state of the connection, told by the journal's events."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from tui.projections.base import Projection
from tui.projections.duration import seconds_in
from tui.projections.notes import closed
from tui.text import clean_line
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_map, pick_text

_TELLING = Kind.EVENT.bit | Kind.GO_AWAY.bit | Kind.SETUP_COMPLETE.bit | Kind.SETUP.bit


class State(StrEnum):
    """Where the connection stands."""

    IDLE = "idle"
    DIALING = "dialing"
    OPEN = "open"
    READY = "ready"
    HANDOVER = "handover"
    RETRYING = "retrying"
    CLOSED = "closed"


class Link(Projection):
    """Where the connection stands, since when, and why.

    since, next_try, deadline: Unix seconds. attempt: of the dial under way, from 1. conn: the connection
    that is or was last open. deadline: when the service will close it (`goAway`), None if it did not say.
    closed, hint: the latest close or failure in words, and what to do; cleaned. worry: what does not happen
    though it should, in words. ping: seconds of the last round trip that was told.
    file: the file that streams, and how far it is; empty for none. microphone: what hears the user; empty
    while nothing does.
    uri: where the latest connection was opened, without a key; empty where it is not known.
    offer: the change that would help after the latest close, as `tui.wire.closes` names it; empty for none.
    stays_down: nothing dials before a person asks for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.state = State.IDLE
        self.since: float | None = None
        self.conn = 0
        self.model = ""
        self.endpoint = ""
        self.uri = ""
        self.attempt = 0
        self.next_try: float | None = None
        self.deadline: float | None = None
        self.closed = ""
        self.hint = ""
        self.code: int | None = None
        self.worry = ""
        self.offer = ""
        self.stays_down = False
        self.file = ""
        self.microphone = ""
        self.ping: float | None = None

    def left(self, now: float) -> float | None:
        """Seconds until the service closes the connection, where it said so."""
        return None if self.deadline is None else max(0.0, self.deadline - now)

    def fold(self, row: int, frame: Frame) -> None:
        if self.worry and frame.direction is Direction.RECEIVE:
            self.worry = ""
        if not frame.kinds & _TELLING:
            return
        if frame.direction is Direction.RECEIVE:
            self._received(frame)
            return
        if frame.direction is Direction.SEND:
            self.model = clean_line(pick_text(pick_map(frame.message, "setup"), "model")) or self.model
            return
        step = _STEPS.get(frame.event)
        if step is not None:
            step(self, frame, frame.message)

    def _received(self, frame: Frame) -> None:
        if frame.kinds & Kind.SETUP_COMPLETE.bit:
            self._ready(frame, {})
        left = seconds_in(pick_text(pick_map(frame.message, "goAway"), "timeLeft"))
        if left is not None and frame.conn == self.conn:
            self.deadline = frame.t + left

    def _enter(self, state: State, frame: Frame) -> None:
        if state is not self.state:
            self.state, self.since = state, frame.t
        self.next_try = None

    def _dial(self, frame: Frame, fields: Any) -> None:
        attempt = fields.get("attempt")
        self.attempt = attempt if isinstance(attempt, int) else self.attempt + 1
        self.microphone = ""
        self.stays_down = False
        if self.state is not State.HANDOVER:
            self._enter(State.DIALING, frame)

    def _open(self, frame: Frame, fields: Any) -> None:
        self.conn, self.deadline = frame.conn, None
        self.model = clean_line(pick_text(fields, "model")) or self.model
        self.endpoint = clean_line(pick_text(fields, "endpoint"))
        self.uri = clean_line(pick_text(fields, "uri"))
        self._enter(State.OPEN, frame)

    def _ready(self, frame: Frame, fields: Any) -> None:
        self.conn, self.attempt, self.closed, self.hint, self.code = frame.conn, 0, "", "", None
        self.offer, self.stays_down = "", False
        self._enter(State.READY, frame)

    def _retry(self, frame: Frame, fields: Any) -> None:
        self._enter(State.RETRYING, frame)
        at, attempt = fields.get("at"), fields.get("attempt")
        self.next_try = at if isinstance(at, int | float) else None
        self.attempt = attempt if isinstance(attempt, int) else self.attempt

    def _close(self, frame: Frame, fields: Any) -> None:
        if frame.conn and frame.conn < self.conn:
            return
        code = fields.get("code")
        self.code = code if isinstance(code, int) else None
        self.closed, self.hint = clean_line(closed(fields)), clean_line(pick_text(fields, "hint"))
        self.offer = pick_text(fields, "offer")
        self.deadline = None
        self._enter(State.CLOSED, frame)

    def _stay_down(self, frame: Frame, fields: Any) -> None:
        self.stays_down = True
        if self.state is State.RETRYING:
            self._enter(State.CLOSED, frame)

    def _error(self, frame: Frame, fields: Any) -> None:
        """Only that the engine failed says anything about the connection."""
        if fields.get("fatal") is True:
            self.closed = clean_line(pick_text(fields, "message"))
            self.hint = clean_line(pick_text(fields, "hint"))
            self._enter(State.CLOSED, frame)

    def _worry(self, frame: Frame, fields: Any) -> None:
        seconds, last = fields.get("seconds"), clean_line(pick_text(fields, "last_received"))
        what = "nothing has come" if frame.event == "silence" else "no pong"
        self.worry = f"{what} for {seconds} s" + (f", last was {last}" if last else "")

    def _backlog(self, frame: Frame, fields: Any) -> None:
        waiting = fields.get("bytes")
        full = isinstance(waiting, int) and waiting > 0
        self.worry = f"{waiting // 1000} kB wait to be sent" if full else ""

    def _ping(self, frame: Frame, fields: Any) -> None:
        seconds = fields.get("seconds")
        self.ping = seconds if isinstance(seconds, int | float) else None

    def _file(self, frame: Frame, fields: Any) -> None:
        progress = fields.get("progress")
        going = isinstance(progress, int | float) and progress < 1 and not fields.get("why")
        name = clean_line(pick_text(fields, "path").rpartition("/")[2])
        self.file = f"{name} {progress:.0%}" if going else ""

    def _microphone(self, frame: Frame, fields: Any) -> None:
        self.microphone = clean_line(pick_text(fields, "source")) if fields.get("open") is True else ""

    def _handover(self, frame: Frame, fields: Any) -> None:
        self._enter(State.HANDOVER, frame)


_STEPS = {
    "dial": Link._dial,
    "open": Link._open,
    "ready": Link._ready,
    "retry": Link._retry,
    "stay_down": Link._stay_down,
    "close": Link._close,
    "error": Link._error,
    "file": Link._file,
    "mic": Link._microphone,
    "handover": Link._handover,
    "silence": Link._worry,
    "pong_late": Link._worry,
    "backlog": Link._backlog,
    "ping": Link._ping,
}
