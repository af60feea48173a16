"""Which panes are up, and how wide: one rule, and what a person did to it.

As many panes stand side by side as the width has room for: those looked at last, in their fixed order.
Zoom leaves room for one. What is hidden comes back when it is asked for by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import tomli_w

from tui.paths import make_private

TWO_FROM = 90
THREE_FROM = 120
_WIDEST = 12


def capacity(width: int) -> int:
    """How many panes have room side by side in so many columns."""
    return 1 + (width >= TWO_FROM) + (width >= THREE_FROM)


@dataclass
class Layout:
    """The state of the panes. weights: shares of the width, 1 to 12. recent: looked at last comes first."""

    weights: dict[str, int]
    recent: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    zoomed: bool = False
    stacked: bool = False

    def __post_init__(self) -> None:
        known = [pane for pane in dict.fromkeys(self.recent) if pane in self.weights]
        self.recent = known + [pane for pane in self.weights if pane not in known]
        self.hidden &= self.weights.keys()

    @property
    def panes(self) -> tuple[str, ...]:
        """Every pane, in its fixed order."""
        return tuple(self.weights)

    def shown(self, room: int) -> tuple[str, ...]:
        """The panes that are up where `room` have room, in their fixed order; always one at least."""
        wanted = [pane for pane in self.recent if pane not in self.hidden] or self.recent[:1]
        up = set(wanted[: 1 if self.zoomed else room])
        return tuple(pane for pane in self.panes if pane in up)

    def look_at(self, pane: str) -> None:
        """Bring a pane up: it is the one looked at last."""
        self.recent.remove(pane)
        self.recent.insert(0, pane)
        self.hidden.discard(pane)

    def hide(self, pane: str) -> None:
        """Take a pane away until it is asked for. The last one stays."""
        if len(self.hidden) + 1 < len(self.panes):
            self.hidden.add(pane)
            self.recent.remove(pane)
            self.recent.append(pane)

    def grow(self, pane: str, step: int) -> None:
        """Widen (or narrow) a pane by a share of the width."""
        self.weights[pane] = max(1, min(_WIDEST, self.weights[pane] + step))

    # -- remembered --------------------------------------------------------------------------------

    @classmethod
    def load(cls, path: Path, defaults: Mapping[str, int]) -> Self:
        """The layout as it was left, as far as the file can be understood."""
        try:
            kept = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        weights = _table(kept, "weights")
        return cls(
            {pane: _share(weights.get(pane), default) for pane, default in defaults.items()},
            recent=_names(kept, "recent"),
            hidden=set(_names(kept, "hidden")),
            stacked=kept.get("stacked") is True,
        )

    def save(self, path: Path) -> None:
        """Remember all but the zoom. Raises OSError."""
        kept = {
            "stacked": self.stacked,
            "recent": self.recent,
            "hidden": sorted(self.hidden),
            "weights": self.weights,
        }
        make_private(path.parent)
        path.write_text(tomli_w.dumps(kept), encoding="utf-8")


def _table(kept: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = kept.get(key)
    return value if isinstance(value, dict) else {}


def _names(kept: Mapping[str, Any], key: str) -> list[str]:
    value = kept.get(key)
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _share(value: object, default: int) -> int:
    return min(_WIDEST, max(1, value)) if isinstance(value, int) else default
