"""What a saved handle is worth: an estimate, with its source. Only a setupComplete proves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Any, ClassVar, Self

from tui.store.metadata import Metadata
from tui.text import clean_line, nearest


class State(Enum):
    """Where a session stands: a word for machines and a shape that does not need colour."""

    LIVE_HERE = ("live-here", "▶")
    LIVE_ELSEWHERE = ("live-elsewhere", "▷")
    RESUMABLE = ("resumable", "●")
    EXPIRING = ("expiring", "◐")
    EXPIRED = ("probably-expired", "○")
    NEVER = ("never-resumable", "·")
    REFUSED = ("refused", "✗")

    def __init__(self, word: str, glyph: str) -> None:
        self.word = word
        self.glyph = glyph


@dataclass(frozen=True)
class Lifetimes:
    """Seconds a handle is thought to live after the last close. The service's own pages disagree.

    Sources: ai.google.dev session management (2 h), Vertex AI Live API (24 h), both read 2026-10.
    """

    developer: float = 2 * 3600
    vertex: float = 24 * 3600
    expiring: float = 15 * 60

    SETTINGS: ClassVar[Mapping[str, tuple[str, float]]] = {
        "developer_hours": ("developer", 3600),
        "vertex_hours": ("vertex", 3600),
        "expiring_minutes": ("expiring", 60),
    }
    """Of the section `[shelf]`: what it sets, and its unit in seconds."""

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """The section `[shelf]` of config.toml: `developer_hours`, `vertex_hours`, `expiring_minutes`.

        What is not a positive number is as if it were not there.
        """
        good = {key: table[key] for key in cls.SETTINGS if _is_span(table.get(key))}
        return cls(**{cls.SETTINGS[key][0]: n * cls.SETTINGS[key][1] for key, n in good.items()})

    @classmethod
    def problems(cls, table: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with the section; each begins with its key."""
        for key, value in table.items():
            if key not in cls.SETTINGS:
                yield f"shelf.{clean_line(key)} is no setting{nearest(key, cls.SETTINGS)}"
            elif not _is_span(value):
                yield f"shelf.{key} should be a number above 0"

    @property
    def table(self) -> dict[str, float]:
        """As the section says it."""
        return {key: getattr(self, name) / unit for key, (name, unit) in self.SETTINGS.items()}

    def of(self, backend: str) -> float:
        """The lifetime on a backend."""
        return self.vertex if backend == "vertex" else self.developer


def _is_span(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < inf


@dataclass(frozen=True)
class Standing:
    """A state, the estimated seconds left of the newest handle (None: nothing to estimate), and why."""

    state: State
    left: float | None
    source: str


def stand(metadata: Metadata, now: float, *, live: str = "", lifetimes: Lifetimes | None = None) -> Standing:
    """Where a session stands at `now` (Unix seconds). `live` is `here`, `elsewhere` or empty."""
    lifetimes = lifetimes or Lifetimes()
    if live:
        if live == "here":
            return Standing(State.LIVE_HERE, None, "open here")
        return Standing(State.LIVE_ELSEWHERE, None, "open in another process")
    handle = metadata.newest_handle
    if handle is None:
        refused = next((one.refused for one in reversed(metadata.handles) if one.refused), "")
        if refused:
            return Standing(State.REFUSED, None, f"refused: {refused}")
        return Standing(State.NEVER, None, "the service gave no handle")
    lifetime = lifetimes.of(metadata.backend)
    left = max(metadata.ended, handle.accepted) + lifetime - now
    source = f"estimate: {lifetime / 3600:g} h after the last close ({metadata.backend})"
    if left <= 0:
        return Standing(State.EXPIRED, 0.0, source)
    return Standing(State.EXPIRING if left < lifetimes.expiring else State.RESUMABLE, left, source)
