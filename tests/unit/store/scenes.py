"""Small conversations, written by hand in the shapes of the wire."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tui.store.journal import Journal
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Opcode

START = 1795333718.5
MODEL = "models/gemini-3.8-live"


def send(journal: Journal, message: dict[str, Any], *, t: float = START, conn: int = 1) -> None:
    """A frame of the client."""
    journal.append(Direction.SEND, Opcode.TEXT, json.dumps(message).encode(), conn=conn, t=t)


def receive(journal: Journal, message: dict[str, Any], *, t: float = START, conn: int = 1) -> None:
    """A frame of the service: pretty-printed JSON in a binary frame."""
    payload = json.dumps(message, indent=2).encode() + b"\n"
    journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=conn, t=t)


def dial(journal: Journal, *, handle: str = "", t: float = START, conn: int = 1, **setup: Any) -> None:
    """A setup and its answer."""
    resumption = {"handle": handle} if handle else {}
    body = {"model": MODEL, "generationConfig": {"responseModalities": ["AUDIO"]}, **setup}
    send(journal, {"setup": body | {"sessionResumption": resumption}}, t=t, conn=conn)
    receive(journal, {"setupComplete": {}}, t=t, conn=conn)


def turn(
    journal: Journal, asked: str, said: str, *, handle: str = "", t: float = START, conn: int = 1
) -> None:
    """A typed turn, its spoken answer, and a handle."""
    send(
        journal,
        {"client_content": {"turns": [{"role": "user", "parts": [{"text": asked}]}], "turn_complete": True}},
        t=t,
        conn=conn,
    )
    receive(journal, {"serverContent": {"outputTranscription": {"text": said}}}, t=t + 0.5, conn=conn)
    usage = {"promptTokenCount": 30, "responseTokenCount": 12, "totalTokenCount": 42}
    receive(journal, {"serverContent": {"turnComplete": True}, "usageMetadata": usage}, t=t + 1, conn=conn)
    if handle:
        offer(journal, handle, t=t + 1.5, conn=conn)


def offer(journal: Journal, handle: str, *, t: float = START, conn: int = 1) -> None:
    """A handle that resumes."""
    receive(journal, {"sessionResumptionUpdate": {"newHandle": handle, "resumable": True}}, t=t, conn=conn)


def refuse(journal: Journal, handle: str, reason: str, *, conn: int = 2) -> None:
    """A connection that the service closes for its handle, as the engine writes it down."""
    journal.event("close", conn=conn, code=1008, reason=reason, by="server", kind="handle", refused=handle)


def saved(data_dir: Path, *, turns: int = 2, t: float = START, topic: str = "Brazil") -> Session:
    """A session with `turns` turns and as many handles, closed and opened again for reading."""
    with Shelf(data_dir).create(model=MODEL) as session:
        dial(session.journal, t=t)
        for n in range(1, turns + 1):
            turn(
                session.journal, f"What of {topic} {n}?", f"So it is {n}.", handle=f"handle-{n}", t=t + 10 * n
            )
        session.journal.event("close", conn=1, t=t + 10 * turns + 5, code=1000, reason="", by="client")
    return Session.open(session.directory)
