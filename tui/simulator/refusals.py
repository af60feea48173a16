"""How the service closes on what it does not accept: code and reason, word for word as seen from it."""

from __future__ import annotations

from typing import NamedTuple


class Close(NamedTuple):
    """A WebSocket close: its code, and a reason of at most 123 bytes."""

    code: int
    reason: str


class Refused(Exception):
    """The service does not accept what the client sent; `close` says how it says so."""

    def __init__(self, close: Close) -> None:
        super().__init__(f"{close.code} {close.reason}")
        self.close = close


NOT_FOUND = Close(1008, "BidiGenerateContent session not found")
EXPIRED = Close(1008, "BidiGenerateContent session expired")
FOREIGN = Close(1007, "Invalid session handle")
BUSY = Close(1011, "")

INVALID = Close(1007, "Request contains an invalid argument.")
NOT_IMPLEMENTED = Close(1008, "Operation is not implemented, or supported, or enabled.")
ENTITY_NOT_FOUND = Close(1008, "Requested entity was not found.")
GO_AWAY_IGNORED = Close(
    1008,
    "Connection aborted because the client failed to close the connection after receiving a GoAway signal "
    "once the session duration limit was reached",
)
BAD_KEY = Close(1007, "API key not valid. Please pass a valid API key.")
EXPIRED_KEY = Close(1007, "API key expired. Please renew the API key.")

NO_TEXT_VOICE = Close(1007, "Text output is not supported for native audio output model.")
NO_CODE_EXECUTION = Close(1007, "Code Execution tool is not supported for this model")
NO_BLOCKING = Close(1007, "BLOCKING function calls are not supported for this model")
NO_SCHEDULING = Close(1007, "Function response scheduling is not supported for this model")
NO_THINKING_LEVEL = Close(1007, "Thinking level is not supported for this model")
NO_THINKING_LEVEL_VERTEX = Close(1007, "thinking_level is not supported by this model")
THINKING_LEVEL_MISSING = Close(1007, "Thinking level must be specified for this model")
NO_MANUAL_ACTIVITY = Close(
    1007, "Explicit activity control is not supported when automatic activity detection is enabled."
)


def unknown_model(model: str, version: str) -> Close:
    """The Developer API does not serve the model."""
    return Close(
        1008,
        f"models/{model} is not found for API version {version}, or is not supported for bidiGenerateContent."
        " Call ListModels to see the list of available models and their supported methods.",
    )


def unknown_publisher_model(name: str) -> Close:
    """Vertex does not serve the model there."""
    return Close(1008, f"Publisher Model {name} was not found or your project does not have access to it.")


def unknown_name(path: str) -> Close:
    """A member that the service's types do not have: `setup.generation_config.fooBar`."""
    at, _, name = path.rpartition(".")
    where = f" at '{at}'" if at else ""
    return Close(1007, f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.')


def modality(name: str) -> Close:
    """The model does not answer in that."""
    return Close(
        1007, f"The requested combination of response modalities ({name}) is not supported by the model."
    )


def unknown_voice(name: str) -> Close:
    """No such voice."""
    return Close(1007, f"No matching speaker voice found for name: {name}")


def thinking_level(level: str) -> Close:
    """The model thinks, but not like that."""
    return Close(1007, f"Thinking level {level} is not supported for this model")


def cut(reason: str) -> str:
    """A reason cut where a close frame ends: 123 bytes."""
    return reason.encode(errors="replace")[:123].decode(errors="ignore")
