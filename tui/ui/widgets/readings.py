"""What a frame is shown as, in each of its views: slow where the SDK is asked or the frame is large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.live.view import sdk_view
from tui.ui.widgets.json_painter import Flag, Flags, no_flag
from tui.ui.widgets.text_lines import text_of
from tui.wire.difference import Difference, differences
from tui.wire.frame import NOT_JSON, Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.outline import Entry, Outline
from tui.wire.path import Path
from tui.wire.schema import is_unknown
from tui.wire.verbatim import LARGEST, parse_verbatim, scalar_text

_SIGNS = {"dropped": ("-", "diff-removed"), "changed": ("~", "diff-changed"), "added": ("+", "diff-added")}


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines that fold, or plain text; a word on it; and which lines stand out."""

    shown: Outline | str
    note: str = ""
    flags: Flags = no_flag


def wire_reading(frame: Frame, note: str = "") -> Reading:
    """The frame as it crossed."""
    value = _value_of(frame)
    if value is NOT_JSON:
        return Reading(text_of(frame.payload) or "(an empty frame)", note)
    return Reading(Outline(value), note, _unknown_flags(frame.direction))


def _value_of(frame: Frame) -> Any:
    """A large one is not parsed: what crossed is looked up where it is looked at."""
    if len(frame.payload) <= LARGEST:
        return parse_verbatim(frame.payload)
    if frame.kinds & Kind.NOT_JSON.bit:
        return NOT_JSON
    from tui.wire.structure import unread

    found = unread(frame.payload)
    return frame.value if found is None else found


def sdk_reading(frame: Frame, *, vertexai: bool) -> Reading:
    """What the SDK makes of it: its dump, or the exception it would raise."""
    seen = sdk_view(frame.payload, vertexai=vertexai)
    if seen.error:
        return _raised(seen.error)
    return Reading(Outline(parse_verbatim(seen.dump.encode())), " · ".join(seen.warnings))


def difference_reading(frame: Frame, *, vertexai: bool) -> Reading:
    """The wire, with what the SDK drops or changes of it standing out."""
    seen, wire = sdk_view(frame.payload, vertexai=vertexai), parse_verbatim(frame.payload)
    if seen.error:
        return _raised(seen.error)
    if wire is NOT_JSON:
        return wire_reading(frame, "The SDK takes this for an empty message")
    found = list(differences(wire, parse_verbatim(seen.dump.encode())))
    outline = Outline(wire)
    if found:
        outline.fold_except([difference.path for difference in found])
    return Reading(outline, _counted(found), _difference_flags(found))


def _raised(error: str) -> Reading:
    return Reading(error, "The SDK raises, and what it was receiving is lost")


def _unknown_flags(direction: Direction) -> Flags:
    def flag(entry: Entry) -> Flag | None:
        unknown = is_unknown(direction, entry.path, entry.value)
        return Flag("?", "diff-changed", "unknown") if unknown else None

    return no_flag if direction is Direction.EVENT else flag


def _difference_flags(found: Sequence[Difference]) -> Flags:
    by_path: dict[Path, Flag] = {}
    for difference in found:
        sign, style = _SIGNS[difference.sort]
        note = difference.sort
        if difference.sort == "changed" and isinstance(difference.sdk, (str, int, float)):
            note = f"changed to {scalar_text(difference.sdk)[:80]}"
        by_path[difference.path] = Flag(sign, style, note)
    return lambda entry: by_path.get(entry.path)


def _counted(found: Sequence[Difference]) -> str:
    if not found:
        return "The SDK drops and changes nothing (snake_case apart)"
    counts = {sort: sum(difference.sort == sort for difference in found) for sort in _SIGNS}
    return ", ".join(f"{count} {sort}" for sort, count in counts.items() if count)
