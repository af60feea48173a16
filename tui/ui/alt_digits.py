"""Alt with a digit is a key, not a letter of a Mac's keyboard."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


def free_alt_digits() -> None:
    """Have `ESC 2` arrive as `alt+2`.

    Textual takes it for WezTerm's Option+2 and makes `™` of it, in every terminal without kitty's protocol.
    Typed as what it is, `™` still arrives. The table is not public: a test on a real terminal watches it.
    """
    if isinstance(ANSI_SEQUENCES_KEYS, dict):
        for digit in "0123456789":
            ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)
