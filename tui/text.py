"""Foreign text made safe to show: cleaned once, at the boundary."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ufeff\ud800-\udfff]")

_SURROGATE = re.compile("[\ud800-\udfff]")
_HIGH_HALF = re.compile("⟨(D[89AB][0-9A-F]{2})⟩$")


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨{code:04X}⟩"


def clean(text: str) -> str:
    r"""Make control characters visible; keep `\n` and `\t`.

    C0 becomes its Unicode picture (`ESC` → `␛`); C1, bidi controls, line separators, byte order
    marks and lone surrogates become `⟨009B⟩`. What is returned can neither move the cursor nor
    change the terminal's state, whatever the sender wrote.
    """
    return (
        text if text.isascii() and text.isprintable() else _CONTROL.sub(_visible, text.replace("\r\n", "\n"))
    )


def extend(cleaned: str, fragment: str) -> str:
    """Cleaned text and a fragment that follows it: a character whose halves were sent apart is made whole."""
    if fragment and "\udc00" <= fragment[0] <= "\udfff" and (half := _HIGH_HALF.search(cleaned)):
        whole = (chr(int(half[1], 16)) + fragment[0]).encode("utf-16", "surrogatepass").decode("utf-16")
        return cleaned[: half.start()] + clean(whole + fragment[1:])
    return cleaned + clean(fragment)


def well_formed(argument: str) -> str:
    """Words of a command line; its bytes need not be UTF-8, and those that are not can be sent to nobody."""
    return _SURROGATE.sub("\ufffd", argument)


def without_half(cleaned: str) -> str:
    """Cleaned text without half a character at its end, which `extend` may yet make whole."""
    half = _HIGH_HALF.search(cleaned)
    return cleaned[: half.start()] if half else cleaned


def escape_json(document: str) -> str:
    r"""JSON to be shown: what would steer a terminal is written as `\u009b`. The values stay the same."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def clean_line(text: str) -> str:
    """`clean`, on one line: newlines become `⏎`, tabs a space."""
    if text.isascii() and text.isprintable():
        return text
    return clean(text).replace("\n", "⏎").replace("\t", " ")


def nearest(word: str, words: Iterable[str]) -> str:
    """What a misspelt word was probably meant to be, to go behind a message; empty where nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(words), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def shorten(text: str, width: int) -> str:
    """At most `width` characters, with an ellipsis where it was cut."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def counted(number: int, thing: str) -> str:
    """How many, with an s where there is not one: `1 turn`, `1,200 turns`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
