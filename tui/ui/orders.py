"""Orders: a line of the prompt that begins with a slash asks the program, not the model."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from tui.errors import TuiError
from tui.live.requests import (
    AllowCommands,
    CancelStream,
    Interrupt,
    MarkActivity,
    Reconnect,
    Request,
    RetrySound,
    SendText,
    StopRetrying,
    StreamFile,
    Talk,
)

ORDERS = {
    "file": "PATH: stream a WAV, a JPEG or a PNG",
    "cancel": "stop the file that is streaming",
    "mic": "open the microphone, or close it",
    "sound": "try the sound again",
    "start": "activityStart: you begin to speak",
    "end": "activityEnd: you have spoken",
    "frame": "write a raw frame and send it as it is",
    "answer": "answer the tool call that waits",
    "allow": "let this profile's tools run their commands",
    "interrupt": "silence the answer",
    "change": "what would help after a close: another model, key, modality, handle",
    "reconnect": "dial now with the newest handle",
    "offline": "no further try",
    "help": "these orders",
}


@dataclass(frozen=True, slots=True)
class Open:
    """An order that opens something on the screen: `frame`, `answer`, `change` or `help`."""

    what: str


_REQUESTS: dict[str, Request] = {
    "cancel": CancelStream(),
    "mic": Talk(),
    "sound": RetrySound(),
    "start": MarkActivity(start=True),
    "end": MarkActivity(start=False),
    "allow": AllowCommands(),
    "interrupt": Interrupt(),
    "reconnect": Reconnect(),
    "offline": StopRetrying(),
}


def read_line(text: str) -> Request | Open:
    """What a line asks for: words for the model, or an order. `//` begins words with a slash.

    Raises TuiError for an order that is none, or that lacks its path.
    """
    if not text.startswith("/"):
        return SendText(text)
    if text.startswith("//"):
        return SendText(text[1:])
    name, _, rest = text[1:].partition(" ")
    if name == "file":
        if not rest.strip():
            raise TuiError("/file needs a path", hint="Write /file PATH: a WAV, a JPEG or a PNG")
        return StreamFile(rest.strip())
    if name in _REQUESTS:
        return _REQUESTS[name]
    if name in ORDERS:
        return Open(name)
    return _unknown(name, text)


def _unknown(name: str, text: str) -> Request:
    """A path or a formula may begin with a slash too; a single word after one is an order, or a slip."""
    near = get_close_matches(name, ORDERS, n=1)
    if near or name.isalpha():
        ask = f"Did you mean /{near[0]}?" if near else "/help lists them."
        raise TuiError(f"there is no order /{name}", hint=f"{ask} To send it as words, write /{text}")
    return SendText(text)
