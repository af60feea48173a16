"""Recordings to measure the log with, and an app that holds nothing but a log."""

from __future__ import annotations

import base64
import json
import random
from pathlib import Path

from textual.app import App, ComposeResult

from tui.store.journal import Journal
from tui.store.line import encode
from tui.ui import theming
from tui.ui.widgets.log import LogPane
from tui.wire.frame import Direction, Frame, Opcode

T0 = 1_795_333_718.0


class LogApp(App[None]):
    """A log of one journal."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.pane = LogPane(journal)

    def compose(self) -> ComposeResult:
        yield self.pane

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theming.variable_defaults(self.current_theme)


def message(n: int) -> object:
    """A text frame of about 200 bytes; each twentieth ends a turn, with its usage."""
    if n % 20 == 19:
        usage = {"promptTokenCount": 200 + n % 1000, "responseTokenCount": 25, "totalTokenCount": n % 2000}
        return {"serverContent": {"turnComplete": True}, "usageMetadata": usage}
    if n % 2:
        return {
            "serverContent": {
                "outputTranscription": {"text": f" could talk about anything, say {n}, you like"}
            }
        }
    words = f"Yes, I can hear you, number {n}. How can I help you today?"
    return {"serverContent": {"modelTurn": {"parts": [{"text": words}]}}}


def payload(n: int) -> bytes:
    """As the service writes it: indented, with a newline."""
    return json.dumps(message(n), indent=2).encode() + b"\n"


def record(path: Path, frames: int) -> Path:
    """A recording of so many frames, as a journal writes it."""
    with path.open("w") as file:
        for n in range(frames):
            line = {"seq": n, "conn": 1, "t": T0 + n / 100, "dir": "receive", "op": "binary"}
            file.write(json.dumps({**line, "data": payload(n).decode()}, separators=(",", ":")) + "\n")
    return path


def record_mixed(path: Path, frames: int) -> Path:
    """A recording of a conversation with sound, as a journal writes it: 9 KB a frame."""
    sound = [base64.b64encode(random.randbytes(7_200)).decode() for _ in range(50)]
    with path.open("wb") as file:
        for n in range(frames):
            blob = {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": sound[n % len(sound)]}}
            said = {"serverContent": {"modelTurn": {"parts": [blob]}}} if n % 10 else message(n // 10)
            frame = Frame(n, 1, T0 + n / 100, Direction.RECEIVE, Opcode.BINARY, json.dumps(said).encode())
            file.write(encode(frame))
    return path


def rush(n: int) -> bytes:
    """Frames as they arrive at speed: text, and a turn's end now and then (each end is an fsync)."""
    ends_turn = n % 5_000 == 4_999
    return payload(19 if ends_turn else n - n % 20 + n % 19)
