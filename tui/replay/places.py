"""Places in a recording as a person names them: `50%`, `1:23`, `90s`, `#120`, `turn 3`."""

from __future__ import annotations

import re

from tui.replay.player import Player

EXAMPLES = "50%, 1:23, 90s, #120 (a frame), turn 3"

_SHARE = re.compile(r"(\d{1,3})\s*%")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_SECONDS = re.compile(r"(\d{1,6}(?:\.\d+)?)\s*s")
_FRAME = re.compile(r"#?\s*(\d{1,9})")
_TURN = re.compile(r"turn\s*(\d{1,6})")


def find_place(text: str, player: Player) -> int | None:
    """How many frames have been played there; None where the text names no place."""
    text = text.strip().lower()
    if found := _SHARE.fullmatch(text):
        return player.pace.row_at(player.pace.length * min(100, int(found[1])) / 100)
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return player.pace.row_at(hours * 3600 + minutes * 60 + seconds)
    if found := _SECONDS.fullmatch(text):
        return player.pace.row_at(float(found[1]))
    if found := _TURN.fullmatch(text):
        return player.end_of_turn(int(found[1]))
    if found := _FRAME.fullmatch(text):
        return min(int(found[1]) + 1, player.length)
    return None
