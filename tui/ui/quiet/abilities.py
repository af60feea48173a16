"""What a terminal can do: as far as its environment tells, and as it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_WITHOUT_LINKS = ("linux", "dumb", "vt", "cons")
"""Terminals that may print an OSC 8 sequence instead of ignoring it."""
_WITHOUT_MARGINS = (*_WITHOUT_LINKS, "screen", "tmux")

_PROBED = 3
MARGINS_PROBE = f"\x1b[?69h\x1b[{_PROBED}s\x1b[1;{_PROBED + 1}H\r\x1b[6n\x1b[?69l"
"""Asks by doing (DECLRMM, DECSLRM): a carriage return stops at a left margin. Leaves the cursor anywhere."""


def has_margins(column: int) -> bool:
    """Whether the cursor's column in the answer to the probe, counted from 0, tells of a left margin."""
    return column == _PROBED - 1


@dataclass(frozen=True)
class Abilities:
    """`erases_in_colour`: an erase fills with the current background (terminfo `bce`). `links`: OSC 8.

    `margins`: for a terminal from the environment, whether it is worth asking for left and right margins.
    `unseen`: a multiplexer answers, and a connection carries on what it was sent.
    """

    erases_in_colour: bool = False
    links: bool = True
    margins: bool = False
    unseen: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Abilities:
        """From TERM, TMUX and WT_SESSION. tmux erases in colour, although its terminfo entry is silent."""
        term = env.get("TERM", "")
        known = bool(env.get("TMUX") or env.get("WT_SESSION"))
        multiplexed = bool(env.get("TMUX") or env.get("STY"))
        margins = not (multiplexed or term.startswith(_WITHOUT_MARGINS))
        unseen = multiplexed and bool(env.get("SSH_CONNECTION"))
        return cls(known or _flag(term, "bce"), not term.startswith(_WITHOUT_LINKS), margins, unseen)


def _flag(term: str, name: str) -> bool:
    """A boolean of the terminal's terminfo entry; False where there is none."""
    try:
        import curses

        curses.setupterm(term, 2)
        return curses.tigetflag(name) > 0
    except Exception:
        return False
