"""The conversation: turns and, between them, what happened to the connection."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

from tui.projections import answer, said
from tui.projections.base import Projection
from tui.projections.notes import NOTED, note_of
from tui.projections.outage import Outage
from tui.projections.queue import Queue
from tui.projections.turn import Entry, Note, Status, Turn
from tui.text import clean, counted, extend
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import ANSWER, Kind
from tui.wire.spelling import pick_map, pick_text

_ASKED = Kind.CLIENT_CONTENT.bit | Kind.REALTIME_TEXT.bit
_HEARD = Kind.INPUT_TRANSCRIPTION.bit | Kind.INTERIM_TRANSCRIPTION.bit
_ENDS = Kind.GENERATION_COMPLETE.bit | Kind.TURN_COMPLETE.bit | Kind.INTERACTION_STATUS.bit
_REST = Kind.USAGE.bit | Kind.GROUNDING.bit | Kind.URL_CONTEXT.bit
_NO_TURN = -1


class Transcript(Projection):
    """Turns by number, notes between them, and which of them changed.

    The model answers the oldest turn that is open: what the user sends meanwhile waits as a turn of its own.
    An interruption after a turn's end cut its playback; a `turnComplete` that follows is that turn's again.
    A turn ends at `turnComplete`, except where `interactionStatus` IN_PROGRESS comes with it (then IDLE
    ends it), and where the model has only called a tool so far (Vertex sends a second one). A connection
    that closes ends its turns as lost: the service restores no generation in flight. queue: of the turns
    those that wait for a connection.
    """

    def __init__(self) -> None:
        super().__init__()
        self.revision = 0
        self.entries: list[Entry] = []
        self.turns: list[Turn] = []
        self.queue = Queue()
        self._turn_of: array[int] = array("i")
        self._current = _NO_TURN
        self._resent: Turn | None = None
        self._cut_late, self._outage, self._sound = False, Outage(), ""

    @property
    def current(self) -> Turn | None:
        """The turn the model is answering, or answered last."""
        return self.turns[self._current] if self._current >= 0 else None

    def turn_of(self, row: int) -> Turn | None:
        """The turn a frame belongs to."""
        index = self._turn_of[row] if 0 <= row < len(self._turn_of) else _NO_TURN
        return self.turns[index] if index >= 0 else None

    def fold(self, row: int, frame: Frame) -> None:
        if frame.direction is Direction.EVENT and self._waits(row, frame):
            return
        note = note_of(frame) if frame.kinds & NOTED else None
        if note is not None and note[:2] != ("sound", self._sound):
            self._note(row, frame.t, *note)
        if frame.direction is Direction.SEND:
            self._sent(row, frame)
        elif frame.direction is Direction.RECEIVE:
            self._received(row, frame)
        elif frame.event == "close":
            self._closed(row, frame)
        elif frame.event == "interrupt":
            self._interrupted(row, frame)
        elif frame.event == "heard":
            self._played(row, frame.message)
        elif frame.event == "resend":
            self._resent = self._lost(frame.message.get("of"))

    # what waits for a connection

    def _waits(self, row: int, frame: Frame) -> bool:
        """Whether an event is about a turn that waits, and all of it is said in that turn."""
        text, again = clean(pick_text(frame.message, "text")), self._lost(frame.message.get("of"))
        if frame.event == "queued" and "frame" not in frame.message:
            self._queue(row, frame, text, again)
            return True
        if frame.event == "unsent" and (turn := self.queue.find(text)) is not None:
            self.queue.leave(turn)
            turn.status, turn.ended = Status.UNSENT, frame.t
            self._touch(turn, row)
            return True
        if frame.event == "unsure" and again is not None:
            self.queue.leave(again)
            self._touch(again, row)
        return False

    def _queue(self, row: int, frame: Frame, text: str, again: Turn | None) -> None:
        turn = again
        if turn is None and "of" not in frame.message:
            turn = self._begin(row, frame)
            turn.user, turn.heard_all = text, True
        if turn is not None:
            self.queue.join(turn)
            self._touch(turn, row)

    # what the user does

    def _sent(self, row: int, frame: Frame) -> None:
        if frame.kinds & _ASKED:
            self._asked(row, frame)
        elif frame.kinds & Kind.TOOL_RESPONSE.bit:
            for call_id, response in said.tool_answers(frame.message):
                turn = answer.respond(self.turns, call_id, response, row)
                if turn is not None:
                    self._touch(turn, row)

    def _asked(self, row: int, frame: Frame) -> None:
        seeded = said.history_length(frame.message)
        if seeded:
            self._note(row, frame.t, "history", f"{counted(seeded, 'earlier turn')} sent", "")
        words = clean(said.user_words(frame.message))
        if not words:
            return
        again, self._resent = self._resent or self.queue.find(words), None
        if again is not None:
            self.queue.leave(again)
            if again.is_open:
                again.first, again.t = row, frame.t
            again.status, again.ended, again.conn = Status.WAITING, None, frame.conn
            self._current = min(self._current, again.number - 2)
            self._touch(again, row)
            return
        turn = self.turns[-1] if self.turns else None
        if turn is None or not turn.is_open or turn.is_answered or turn.spoken or turn.heard_all:
            turn = self._begin(row, frame)
        turn.user += f"\n{words}" if turn.user else words
        turn.heard_all = said.asks_for_an_answer(frame.message)
        self._touch(turn, row)

    def _lost(self, row: object) -> Turn | None:
        """The turn a frame began, if its connection closed before the model said anything."""
        turn = self.turn_of(row) if isinstance(row, int) else None
        return turn if turn is not None and turn.status is Status.LOST and not turn.is_answered else None

    def _heard(self, row: int, frame: Frame, content: Mapping[str, Any]) -> None:
        turn = self.turns[-1] if self.turns else None
        if turn is None or not _may_still_hear(turn):
            turn = self._begin(row, frame)
        turn.spoken = True
        transcription = pick_map(content, "inputTranscription")
        turn.user = extend(turn.user, pick_text(transcription, "text"))
        turn.heard_all = transcription.get("finished") is True
        interim = pick_text(pick_map(content, "interimInputTranscription"), "text")
        turn.interim = "" if transcription else clean(interim)
        self._touch(turn, row)

    # what the model does

    def _received(self, row: int, frame: Frame) -> None:
        kinds = frame.kinds
        if kinds & Kind.SETUP_COMPLETE.bit:
            self._outage.end()
        content = pick_map(frame.message, "serverContent")
        if kinds & _HEARD:
            self._heard(row, frame, content)
        if kinds & ANSWER:
            self._said(row, frame, content)
        if kinds & Kind.TOOL_CANCEL.bit:
            self._cancelled(row, frame)
        if kinds & Kind.INTERRUPTED.bit and content.get("interrupted"):
            self._interrupted(row, frame)
        if kinds & _REST:
            self._beside(row, content)
        if kinds & _ENDS:
            self._ended(row, frame, content)

    def _said(self, row: int, frame: Frame, content: Mapping[str, Any]) -> None:
        turn = self._answering(row, frame) if answer.says(frame, content) else self._expected()
        if turn is not None:
            answer.take(turn, content, frame, row)
            self._touch(turn, row)

    def _expected(self) -> Turn | None:
        """The turn that is open now, if there is one: an empty frame begins none."""
        turn = self.current
        pending = self._pending()
        if (turn is None or not turn.is_open) and pending is not None:
            return self.turns[pending]
        return turn if turn is not None and turn.is_open else None

    def _answering(self, row: int, frame: Frame) -> Turn:
        """The turn that what the model says now belongs to."""
        turn = self.current
        pending = self._pending()
        if turn is not None and turn.is_open and not (turn.settled and pending is not None):
            return turn
        if turn is not None and turn.is_open:
            self._end(turn, turn.status if turn.cut is not None else Status.COMPLETE, frame.t)
        if pending is None:
            self._begin(row, frame)
        self._current = len(self.turns) - 1 if pending is None else pending
        return self.turns[self._current]

    def _pending(self) -> int | None:
        """The next turn that waits for its answer; those that a close has ended do not."""
        later = range(self._current + 1, len(self.turns))
        return next((n for n in later if self.turns[n].is_open and not self.turns[n].queued), None)

    def _cancelled(self, row: int, frame: Frame) -> None:
        ids = pick_map(frame.message, "toolCallCancellation").get("ids")
        for call_id in ids if isinstance(ids, list) else []:
            turn = answer.cancel(self.turns, call_id, row)
            if turn is not None:
                self._touch(turn, row)

    def _interrupted(self, row: int, frame: Frame) -> None:
        turn = self.current or self._expected()
        if turn is None or turn.cut is not None:
            return
        self._cut_late = not turn.is_open
        turn.cut = len(turn.answer)
        turn.status = Status.INTERRUPTED
        self._touch(turn, row)

    def _played(self, row: int, fields: Mapping[str, Any]) -> None:
        turn = self.current
        match fields:
            case {"cut": True, "seconds": float() | int() as heard, "received": float() | int() as received}:
                if turn is not None:
                    turn.heard = (heard, received)
                    self._touch(turn, row)

    def _beside(self, row: int, content: Mapping[str, Any]) -> None:
        turn = self.current
        if turn is None:
            return
        found = answer.sources(content)
        turn.sources += [clean(source) for source in found if source not in turn.sources]
        self._touch(turn, row)

    def _ended(self, row: int, frame: Frame, content: Mapping[str, Any]) -> None:
        is_complete = bool(content.get("turnComplete"))
        turn = self.current
        if is_complete and not self._cut_late and (turn is None or not turn.is_open):
            turn = self._answering(row, frame) if self._pending() is not None else turn
        if turn is None:
            return
        self._cut_late = False
        self._touch(turn, row)
        turn.reason = clean(pick_text(content, "turnCompleteReason")) or turn.reason
        status = content.get("interactionStatus")
        is_settled = turn.settled or is_complete or bool(content.get("generationComplete"))
        turn.settled = is_settled and status != "IN_PROGRESS"
        if status == "IDLE" or (is_complete and status != "IN_PROGRESS" and not turn.waits_for_more):
            self._end(turn, Status.COMPLETE, frame.t)

    # the book-keeping

    def _begin(self, row: int, frame: Frame) -> Turn:
        turn = Turn(len(self.turns) + 1, frame.conn, row, row, frame.t)
        self.turns.append(turn)
        self.entries.append(turn)
        return turn

    def _end(self, turn: Turn, status: Status, t: float) -> None:
        if turn.is_open:
            turn.status = status if turn.cut is None else Status.INTERRUPTED
            turn.ended = t
            turn.interim = ""

    def _closed(self, row: int, frame: Frame) -> None:
        for index, turn in enumerate(self.turns):
            if turn.is_open and turn.conn == frame.conn and not turn.queued:
                self._end(turn, Status.COMPLETE if turn.settled else Status.LOST, frame.t)
                self._touch(turn, row)
                self._current = max(self._current, index)

    def _note(self, row: int, t: float, kind: str, text: str, hint: str) -> None:
        self.revision += 1
        self._sound = text if kind == "sound" else self._sound
        note = Note(kind, row, t, text, hint, self.revision)
        if (told := self._outage.tell(note)) is note:
            self.entries.append(note)
        told.revision = self.revision

    def _touch(self, turn: Turn, row: int) -> None:
        self.revision += 1
        turn.revision = self.revision
        turn.last = max(turn.last, row)
        rows = self._turn_of
        rows.extend([_NO_TURN] * (row + 1 - len(rows)))
        rows[row] = turn.number - 1


def _may_still_hear(turn: Turn) -> bool:
    """Whether more input transcription still belongs to this turn: it trails the answer without order."""
    if not turn.is_open or turn.cut is not None or turn.settled:
        return False
    is_new_speech = turn.is_answered and turn.heard_all
    is_typed = bool(turn.user) and not turn.spoken
    return not (is_new_speech or is_typed)
