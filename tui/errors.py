"""What can go wrong, in words a person can act on.

    TuiError
    ├── UsageError         a command line that asks for what cannot be
    ├── ConfigError        a setting or a profile
    ├── StoreError         a file of the shelf
    │   └── ResumeError    a saved session that resuming would not give back
    │       └── HeldElsewhere  it was held with another service than would be dialled
    ├── ThemeError         a theme file
    ├── AudioError         a sink or a source of sound
    ├── CredentialsError   no key, or a key of the wrong kind
    └── LinkError
        ├── LinkRefused    never opened: route, TLS, HTTP refusal, timeout
        ├── LinkClosed     opened, then closed with a code and a reason
        └── HandleRefused  the service does not accept the handle

Boundary code catches a library's exceptions and raises these `from` them; the screen and the
command line show the same words.
"""

from __future__ import annotations

from pathlib import Path


class TuiError(Exception):
    """What happened, and a hint: what to do. `exit_code` is the process's."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """One line: `what. what to do.`"""
        sentences = (part.rstrip(". ") + "." for part in (self.message, self.hint) if part)
        return " ".join(sentences)


class UsageError(TuiError):
    """The command line asks for what cannot be, here or of this session."""

    exit_code = 2


class ConfigError(TuiError):
    """A setting is wrong: which file (None for an option) and which key."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "", path: Path | None = None, key: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.key = key


class StoreError(TuiError):
    """A file of the shelf cannot be read or written."""

    def __init__(self, message: str, *, hint: str = "", path: Path | None = None) -> None:
        super().__init__(message, hint=hint)
        self.path = path


class ResumeError(StoreError):
    """Resuming would not give back what was said: a person has to choose another way to go on."""


class HeldElsewhere(ResumeError):
    """The session was held with another service: neither its handle nor a key goes to one unasked."""

    exit_code = 2


class ThemeError(TuiError):
    """A theme file is wrong: which file and which key."""

    def __init__(self, message: str, *, hint: str = "", path: Path | None = None, key: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.key = key


class AudioError(TuiError):
    """No sink, or a sink that failed."""


class CredentialsError(TuiError):
    """Nothing to authenticate with."""

    exit_code = 3


class LinkError(TuiError):
    """The connection failed."""

    exit_code = 4


class LinkRefused(LinkError):
    """The connection never opened: no route, TLS, an HTTP refusal of the upgrade, a timeout."""


class LinkClosed(LinkError):
    """The connection closed. `code` and `reason` are the WebSocket's own."""

    def __init__(self, message: str, *, hint: str = "", code: int, reason: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.reason = reason


class HandleRefused(LinkClosed):
    """The service closed because it does not accept the handle it was given."""

    exit_code = 5
