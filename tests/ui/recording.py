"""One small conversation with something of everything, at fixed times; and who shows it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.unit.store.scenes import MODEL, START, dial, offer, receive, send
from tui.commands.host import LiveHost
from tui.live.requests import Request
from tui.paths import make_private
from tui.store.journal import Journal
from tui.store.scan import Watch
from tui.store.session import JOURNAL, Session
from tui.ui.conversation import NoSound, Opening
from tui.wire.closes import explain
from tui.wire.frame import Direction, Opcode

ID = "20261122-081502-k3f9"
HANDLE = "5d0fb11c-f3b8-4295-8bad-12dbd16cd103"
USAGE = {
    "promptTokenCount": 369,
    "responseTokenCount": 46,
    "totalTokenCount": 415,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 369}],
    "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": 46}],
}
WIDE = "東京 and 서울, a family 👨‍👩‍👧‍👦, zero e\u0301\u0323 width, שלום, and a [/bracket] $text"


def record(data_dir: Path) -> Session:
    """Write the conversation under `data_dir`; opened for reading."""
    return _write(data_dir, _asked_and_answered, _called, _cut, _odd)


def record_waiting(data_dir: Path) -> Session:
    """A conversation in which the model waits for a function that nobody has allowed yet."""
    return _write(data_dir, _asked_and_answered, _waited)


def record_answering(data_dir: Path) -> Session:
    """A conversation in which an answer is under way."""
    return _write(data_dir, _asked_and_answered, _answering)


def record_trouble(data_dir: Path, reason: str = "API key expired. Please renew the API key.") -> Session:
    """A conversation that the service refused to go on with, and what would help."""
    return _write(data_dir, _asked_and_answered, partial(_refused, reason=reason))


def _write(data_dir: Path, *parts: Callable[[Journal, float], None]) -> Session:
    """A connection, and what happened on it, 20 seconds each."""
    directory = make_private(data_dir / "sessions" / ID)
    journal = Journal.create(directory / JOURNAL)
    journal.event("session", conn=0, t=START, schema=1, backend="developer", endpoint="", model=MODEL)
    journal.event("dial", conn=1, t=START + 0.01, attempt=1)
    journal.event("open", conn=1, t=START + 0.2, uri="wss://host/ws", model=MODEL)
    dial(journal, t=START + 0.21)
    journal.event("ready", conn=1, t=START + 0.26)
    offer(journal, HANDLE[::-1], t=START + 0.3)
    for number, part in enumerate(parts):
        part(journal, START + 10 + 20 * number)
    journal.close()
    return Session.open(directory)


def _ask(journal: Journal, text: str, t: float) -> None:
    turns = [{"role": "user", "parts": [{"text": text}]}]
    send(journal, {"client_content": {"turns": turns, "turn_complete": True}}, t=t)


def _asked_and_answered(journal: Journal, t: float) -> None:
    _ask(journal, "What is the capital of Brazil?", t)
    thought = {"text": "They ask about Brazil; Brasília since 1960.", "thought": True}
    receive(journal, {"serverContent": {"modelTurn": {"parts": [thought]}}}, t=t + 0.4)
    for n, words in enumerate(("The capital of Brazil ", "is Brasília.")):
        receive(journal, {"serverContent": {"outputTranscription": {"text": words}}}, t=t + 0.6 + n / 10)
        for chunk in range(4):
            _sound(journal, t + 0.61 + n / 10 + chunk / 100)
    receive(journal, {"serverContent": {"generationComplete": True}}, t=t + 1)
    receive(journal, {"serverContent": {"turnComplete": True}, "usageMetadata": USAGE}, t=t + 1.01)
    offer(journal, HANDLE, t=t + 1.02)


def _answering(journal: Journal, t: float) -> None:
    _ask(journal, "Tell me a long story", t)
    receive(journal, {"serverContent": {"modelTurn": {"parts": [{"text": "Once upon a time"}]}}}, t=t + 0.4)


def _sound(journal: Journal, t: float) -> None:
    data = base64.b64encode(bytes(11520)).decode()
    part = {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": data}}
    receive(journal, {"serverContent": {"modelTurn": {"parts": [part]}}}, t=t)


def _called(journal: Journal, t: float) -> None:
    _ask(journal, WIDE, t)
    call = {"id": "call-1", "name": "get_time", "args": {"city": "Tokyo"}}
    receive(journal, {"toolCall": {"functionCalls": [call]}}, t=t + 0.5)
    answer = {"id": "call-1", "name": "get_time", "response": {"time": "17:15"}}
    send(journal, {"tool_response": {"function_responses": [answer]}}, t=t + 0.6)
    receive(journal, {"serverContent": {"outputTranscription": {"text": f"In {WIDE} it is late."}}}, t=t + 1)
    receive(journal, {"serverContent": {"turnComplete": True}, "usageMetadata": USAGE}, t=t + 1.2)


def _cut(journal: Journal, t: float) -> None:
    _ask(journal, "Tell me a long story", t)
    receive(journal, {"serverContent": {"outputTranscription": {"text": "Once upon a time"}}}, t=t + 0.5)
    receive(journal, {"serverContent": {"interrupted": True}}, t=t + 0.8)
    receive(journal, {"serverContent": {"turnComplete": True}}, t=t + 0.9)


def _waited(journal: Journal, t: float) -> None:
    _ask(journal, "What time is it in Tokyo?", t)
    call = {"id": "call-1", "name": "get_time", "args": {"city": "Tokyo"}}
    receive(journal, {"toolCall": {"functionCalls": [call]}}, t=t + 0.5)
    command = ["clock", "--city"]
    journal.event("consent", conn=1, t=t + 0.51, id="call-1", function="get_time", command=command)


def _refused(journal: Journal, t: float, *, reason: str) -> None:
    journal.event("warning", conn=1, t=t, text="The sound was lost: pacat ended with code 1")
    closing = explain(1007, reason)
    journal.event(
        "close",
        conn=1,
        t=t + 1,
        code=1007,
        reason=reason,
        by="server",
        cause=closing.what,
        hint=closing.hint,
        offer=closing.offer,
    )


def _odd(journal: Journal, t: float) -> None:
    receive(journal, {"brandNew": {"field": 1}}, t=t)
    journal.append(Direction.RECEIVE, Opcode.BINARY, b"\x1b]52;c;eA==\x07 not json", conn=1, t=t + 0.1)
    receive(journal, {"goAway": {"timeLeft": "50s"}}, t=t + 0.2)
    journal.event("close", conn=1, t=t + 1, code=1000, reason="", by="client", cause="You hung up", hint="")


class Recorded:
    """A conversation that is over: nobody takes requests."""

    demo = False
    sound = NoSound()

    def __init__(self, session: Session) -> None:
        self.session = session

    def run(self) -> None:
        """It has ended."""

    def request(self, request: Request) -> None:
        """Nobody is there."""


class RecordedHost(LiveHost):
    """Opens the recording, whatever is asked for."""

    def open(self, opening: Opening, watch: Watch | None = None) -> Recorded:
        """The conversation of `record`."""
        return Recorded(self.shelf.open(ID))
