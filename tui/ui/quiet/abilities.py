"""What a terminal can do, as far as its environment tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_WITHOUT_LINKS = ("linux", "dumb", "vt", "cons")
"""Terminals that may print an OSC 8 sequence instead of ignoring it."""


@dataclass(frozen=True)
class Abilities:
    """`erases_in_colour`: an erase fills with the current background (terminfo `bce`). `links`: OSC 8."""

    erases_in_colour: bool = False
    links: bool = True

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Abilities:
        """From TERM, TMUX and WT_SESSION. tmux erases in colour, although its terminfo entry is silent."""
        term = env.get("TERM", "")
        known = bool(env.get("TMUX") or env.get("WT_SESSION"))
        return cls(known or _flag(term, "bce"), not term.startswith(_WITHOUT_LINKS))


def _flag(term: str, name: str) -> bool:
    """A boolean of the terminal's terminfo entry; False where there is none."""
    try:
        import curses

        curses.setupterm(term, 2)
        return curses.tigetflag(name) > 0
    except Exception:
        return False
