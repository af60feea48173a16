"""session.toml: what the journal says of itself, folded, and what its owner says of it. Never the API key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

import tomli_w

from tui.errors import StoreError
from tui.store.remedy import remedy

SCHEMA = 1
"""The version this program writes; a file of a later one is read, never written."""


@dataclass
class Handle:
    """A resumption handle and where it came: frame, Unix time, completed turns before it.

    `accepted` is the Unix time of the last setupComplete it was answered with (0: never tried).
    `refused` is why the service no longer takes it (empty: it has not said so).
    """

    handle: str
    seq: int = 0
    t: float = 0.0
    turn: int = 0
    accepted: float = 0.0
    refused: str = ""


@dataclass
class Totals:
    """Sums over the journal. `bytes` is how much of the journal file they tell of; `tokens` as billed."""

    frames: int = 0
    turns: int = 0
    tokens: int = 0
    connections: int = 0
    bytes: int = 0


@dataclass
class Parent:
    """What a fork was made from: a session, and the frame with the handle."""

    id: str = ""
    seq: int = 0


@dataclass(slots=True)
class Metadata:
    """One session.toml. Times are Unix seconds; `ended` is the last sign of life, 0 before any."""

    schema: int = SCHEMA
    title: str = ""
    titled: bool = False
    model: str = ""
    backend: str = "developer"
    endpoint: str = ""
    started: float = 0.0
    ended: float = 0.0
    pinned: bool = False
    tags: list[str] = field(default_factory=list)
    note: str = ""
    fingerprint: str = ""
    totals: Totals = field(default_factory=Totals)
    parent: Parent = field(default_factory=Parent)
    setup: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    handles: list[Handle] = field(default_factory=list)

    @property
    def newest_handle(self) -> Handle | None:
        """The newest handle that was not refused."""
        return next((handle for handle in reversed(self.handles) if not handle.refused), None)

    @property
    def read_only(self) -> bool:
        """Whether a later program wrote it."""
        return self.schema > SCHEMA

    def to_toml(self) -> bytes:
        """The file's content."""
        return tomli_w.dumps(_plain(self)).encode(errors="replace")

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> tuple[Self, list[str]]:
        """What can be used of `values`, and a line about each member that cannot."""
        problems: list[str] = []
        metadata = _build(cls, values, "", problems)
        return metadata, problems


def read(path: Path) -> tuple[Metadata | None, list[str]]:
    """The metadata in a file and what is odd about it; None where there is none to be had."""
    try:
        values = tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return None, [f"{path.name} is missing"]
    except (OSError, ValueError, RecursionError) as error:
        return None, [f"{path.name} cannot be read: {error}"]
    if "schema" not in values:
        return None, [f"{path.name} holds no metadata"]
    return Metadata.from_mapping(values)


def replace(path: Path, content: bytes, *, hint: str = "") -> None:
    """Put a file in place in one step, 0600; the old one stays whole until then.

    Raises StoreError, with this hint or with one for what went wrong.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(fd)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise StoreError(
            f"cannot write {path}: {error.strerror}", hint=hint or remedy(error), path=path
        ) from error


def _plain(value: Any) -> Any:
    """Dataclasses as tables; TOML knows no null, so what is None is left out."""
    if hasattr(value, "__dataclass_fields__"):
        value = {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_plain(member) for member in value if member is not None]
    return value


_PARTS: dict[str, type] = {"totals": Totals, "parent": Parent}


def _build(cls: type, values: Mapping[str, Any], where: str, problems: list[str]) -> Any:
    built = cls() if cls is not Handle else Handle("")
    for item in fields(cls):
        if item.name not in values:
            continue
        default, value = getattr(built, item.name), values[item.name]
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if item.name in _PARTS and isinstance(value, dict):
            value = _build(_PARTS[item.name], value, f"{item.name}.", problems)
        elif item.name == "handles" and isinstance(value, list):
            value = [
                _build(Handle, member, "handles.", problems) for member in value if isinstance(member, dict)
            ]
        elif item.name == "tags" and isinstance(value, list):
            value = [tag for tag in value if isinstance(tag, str)]
        elif item.name == "marks" and isinstance(value, dict):
            value = {seq: note for seq, note in value.items() if isinstance(note, str)}
        if type(value) is type(default):
            setattr(built, item.name, value)
        else:
            problems.append(f"{where}{item.name} is not {type(default).__name__}")
    return built
