"""Alt with a letter, a digit or Enter is a key: no letter of a Mac's keyboard, and no caret."""

from __future__ import annotations

from string import ascii_lowercase, digits
from typing import Any, NamedTuple, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


class _Key(NamedTuple):
    """A key that Textual has no name for in what terminals send without kitty's protocol."""

    value: str


def free_alt_keys() -> None:
    """Have `ESC 2` arrive as `alt+2`, `ESC g` as `alt+g` and `ESC CR` as `alt+enter`, at once.

    Textual takes the first for WezTerm's Option+2 and makes `™` of it, in every terminal without kitty's
    protocol; typed as what it is, `™` still arrives. Of what is not in its table it makes Alt only if nothing
    follows for a while, else a caret and the letters. The table is not public: tests on a real terminal
    watch it.
    """
    if isinstance(ANSI_SEQUENCES_KEYS, dict):
        table = cast(dict[str, Any], ANSI_SEQUENCES_KEYS)
        table["\x1b\r"] = (_Key("alt+enter"),)
        table.update({f"\x1b{digit}": (_Key(f"alt+{digit}"),) for digit in digits})
        for letter in ascii_lowercase:  # b and f are in the table: a word back, a word on
            table.setdefault(f"\x1b{letter}", (_Key(f"alt+{letter}"),))
