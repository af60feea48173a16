"""What the screen may ask of the engine: plain facts, handed over with `call_soon_threadsafe`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.projections.gate import Gate


@dataclass(frozen=True, slots=True)
class SendText:
    """A turn of the user. Interrupts an answer in flight where the model does so."""

    text: str


@dataclass(frozen=True, slots=True)
class SendFrame:
    """A raw frame, sent as it is and marked hand-made in the journal."""

    payload: str


@dataclass(frozen=True, slots=True)
class Noted:
    """One of these two that waits, and is in the journal as `queued`: it outlives this process."""

    request: SendText | SendFrame


@dataclass(frozen=True, slots=True)
class AnswerTool:
    """The answer to a tool call. scheduling: SILENT, WHEN_IDLE or INTERRUPT, for NON_BLOCKING functions."""

    call_id: str
    response: Mapping[str, Any]
    scheduling: str = ""


@dataclass(frozen=True, slots=True)
class AllowCommands:
    """The user allows the commands of this profile's tools to run."""


@dataclass(frozen=True, slots=True)
class StreamFile:
    """A WAV, JPEG or PNG as realtime input, at the pace the service wants."""

    path: str


@dataclass(frozen=True, slots=True)
class CancelStream:
    """Stop the file that is streaming."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Open the microphone, or close it."""


@dataclass(frozen=True, slots=True)
class PlayTurn:
    """The answer in these rows of the journal once more, unless the model is speaking."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RetrySound:
    """Try every sink again, from the next turn on."""


@dataclass(frozen=True, slots=True)
class MarkActivity:
    """`activityStart` or `activityEnd` by hand."""

    start: bool


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Silence the answer, and drop what is still to come of it."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Go by this gate: sound is held where it is shut, and what waited is played where it was opened."""

    gate: Gate


@dataclass(frozen=True, slots=True)
class Reconnect:
    """Dial now instead of waiting for the next try; hands over if the connection is open."""


@dataclass(frozen=True, slots=True)
class StopRetrying:
    """Stay disconnected."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the conversation: close the socket, flush, save the handle."""


Request = (
    SendText
    | SendFrame
    | Noted
    | AnswerTool
    | AllowCommands
    | StreamFile
    | CancelStream
    | Talk
    | PlayTurn
    | RetrySound
    | MarkActivity
    | Interrupt
    | Deliver
    | Reconnect
    | StopRetrying
    | Stop
)
