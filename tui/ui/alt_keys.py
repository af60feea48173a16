"""Alt with a digit or with Enter is a key: no letter of a Mac's keyboard, and no caret."""

from __future__ import annotations

from enum import Enum
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


class _Key(Enum):
    """A key that Textual has no name for in what terminals send without kitty's protocol."""

    ALT_ENTER = "alt+enter"


def free_alt_keys() -> None:
    """Have `ESC 2` arrive as `alt+2`, and `ESC CR` as `alt+enter`.

    Textual takes the one for WezTerm's Option+2 and makes `™` of it, in every terminal without kitty's
    protocol; typed as what it is, `™` still arrives. Of the other it makes a caret and Enter, so that a line
    meant to be broken is sent. The table is not public: tests on a real terminal watch it.
    """
    if isinstance(ANSI_SEQUENCES_KEYS, dict):
        for digit in "0123456789":
            ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)
        cast(dict[str, Any], ANSI_SEQUENCES_KEYS)["\x1b\r"] = (_Key.ALT_ENTER,)
