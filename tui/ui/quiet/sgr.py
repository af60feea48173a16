"""SGR parameters: how to get from one look to another in the fewest bytes.

A look is written as Textual writes it, `1;38;2;224;224;224;48;5;17`: attributes, then foreground, then
background; the empty string is the terminal's default.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27",
    "8": "28", "9": "29", "21": "24", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
_SHARED_OFF = {"22": ("1", "2"), "24": ("4", "21"), "25": ("5", "6"), "54": ("51", "52")}
_SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})


class Look(NamedTuple):
    """Attributes that are on, and the parameters of both colours (empty: default)."""

    attributes: frozenset[str]
    foreground: str
    background: str


@lru_cache(8192)
def parse(sgr: str) -> Look:
    """Take a parameter string apart."""
    attributes: list[str] = []
    colours = {"38": "", "48": ""}
    parts = iter(sgr.split(";") if sgr else ())
    for part in parts:
        if part in colours:
            kind = next(parts)
            values = [next(parts) for _ in range(1 if kind == "5" else 3)]
            colours[part] = ";".join((part, kind, *values))
        elif 30 <= int(part) <= 39 or 90 <= int(part) <= 97:
            colours["38"] = "" if part == "39" else part
        elif 40 <= int(part) <= 49 or 100 <= int(part) <= 107:
            colours["48"] = "" if part == "49" else part
        else:
            attributes.append(part)
    return Look(frozenset(attributes), colours["38"], colours["48"])


@lru_cache(8192)
def blank(sgr: str) -> str:
    """The plainest look in which a space shows the same: its background alone, where nothing else is seen."""
    look = parse(sgr)
    return sgr if look.attributes & _SEEN_ON_BLANKS else look.background


@lru_cache(8192)
def delta(before: str | None, after: str) -> str:
    """The shortest sequence that turns the look `before` (None: unknown) into `after`."""
    if before == after:
        return ""
    target = parse(after)
    afresh = ";".join(part for part in ("0" if after else "", *_parts(target)) if part)
    if before is None:
        return f"\x1b[{afresh}m"
    step = ";".join(_steps(parse(before), target))
    return f"\x1b[{min(step, afresh, key=len)}m" if step else ""


def _parts(look: Look) -> tuple[str, ...]:
    return (*sorted(look.attributes, key=int), look.foreground, look.background)


def _steps(before: Look, after: Look) -> list[str]:
    gone = {_OFF[attribute] for attribute in before.attributes - after.attributes}
    lost = {twin for off in gone for twin in _SHARED_OFF.get(off, ())}
    steps = sorted(gone, key=int)
    steps += sorted((after.attributes - before.attributes) | (after.attributes & lost), key=int)
    if before.foreground != after.foreground:
        steps.append(after.foreground or "39")
    if before.background != after.background:
        steps.append(after.background or "49")
    return steps
