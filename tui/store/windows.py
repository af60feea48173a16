"""The bytes at many places, side by side, and what they say: eight of them are looked at as one number.

Imported when there is much to read, since it loads numpy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tui.store.shapes import Template

At: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.uint64]

_WORD = 8
_ABREAST = 64
"""Words that one call of numpy's inner loop compares: its price is then paid for many."""

_ZEROS = np.uint64(0x3030_3030_3030_3030)
_LOW_BITS = np.uint64(0x7F7F_7F7F_7F7F_7F7F)
_HIGH_BITS = np.uint64(0x8080_8080_8080_8080)
_ABOVE_NINE = np.uint64(0x7676_7676_7676_7676)
_ONES = np.uint64(0x0101_0101_0101_0101)


class Windows:
    """At least `size` bytes of a buffer from each of some places."""

    def __init__(self, buffer: bytearray, at: At, size: int) -> None:
        self._words = _whole_words(size)
        self._rows = len(at)
        step = self._step = max(1, _ABREAST // self._words)
        if odd := self._rows % step:
            at = np.concatenate((at, np.repeat(at[:1], step - odd)))
        width = _WORD * self._words
        places = np.ndarray((len(buffer) - width + 1,), f"V{width}", buffer, 0, (1,))
        self._found: Words = places[at].view(np.uint64)

    def say(self, template: Template) -> Flags:
        """Which of them say the template's bytes."""
        care, want = _compiled(template, self._words, self._step)
        found = self._found.reshape(-1, len(want))
        same = (found == want) if care is None else ((found & care) == want)
        # the verdicts on up to eight words are one number, too
        each = min(self._words, _WORD)
        verdicts = same.reshape(-1).view(f"u{each}").reshape(-1, self._words // each)[: self._rows]
        verdict = verdicts[:, 0]
        for column in range(1, verdicts.shape[1]):
            verdict = verdict & verdicts[:, column]
        return np.asarray(verdict == int("01" * each, 16))

    def number(self, start: int, width: int) -> tuple[At, Flags]:
        """What so many bytes, up to eight, say as digits; and where they are digits.

        They are added up in pairs, then fours, then eights.
        """
        digits = self._digits(start, width)
        pairs = (digits * np.uint64(2561) >> np.uint64(8)) & np.uint64(0x00FF_00FF_00FF_00FF)
        fours = (pairs * np.uint64(6553601) >> np.uint64(16)) & np.uint64(0x0000_FFFF_0000_FFFF)
        number = (fours * np.uint64(42949672960001) >> np.uint64(32)).astype(np.int64)
        return number, _not_digits(digits) == 0

    def is_number(self, start: int, width: int) -> Flags:
        """Where so many bytes, up to eight, are a whole number as JSON writes them."""
        digits = self._digits(start, width)
        first = digits >> np.uint64(64 - 8 * width) & np.uint64(0xFF)
        is_number: Flags = _not_digits(digits) == 0
        return is_number & (first != 0) if width > 1 else is_number

    def _digits(self, start: int, width: int) -> Words:
        """The digits' values, the last of them in the highest byte."""
        return (self._column(start) ^ _ZEROS) << np.uint64(64 - 8 * width)

    def count_digits(self) -> At:
        """How many digits they begin with, up to eight."""
        others = _not_digits(self._column(0) ^ _ZEROS)
        below = ((others & -others) >> np.uint64(7)) - np.uint64(1)
        return ((below & _ONES) * _ONES >> np.uint64(56)).astype(np.int64)

    def _column(self, start: int) -> Words:
        """The eight bytes from `start` on, of each."""
        return np.ndarray((self._rows,), "<u8", self._found, start, (_WORD * self._words,))


def _whole_words(size: int) -> int:
    """1, 2, 4 or a multiple of 8: their verdicts can be read as whole numbers."""
    words = -(-size // _WORD)
    return 1 << (words - 1).bit_length() if words <= _WORD else -(-words // _WORD) * _WORD


@lru_cache(256)
def _compiled(template: Template, words: int, times: int) -> tuple[Words | None, Words]:
    """Which bits count (None: all of them), and what they are; so many times over."""
    size = _WORD * words
    care = template.care.ljust(size, b"\0")
    want = bytes(map(int.__and__, template.text.ljust(size, b"\0"), care))
    all_count = care == b"\xff" * size
    return None if all_count else _tiled(care, times), _tiled(want, times)


def _tiled(text: bytes, times: int) -> Words:
    return np.tile(np.frombuffer(text, np.uint64), times)


def _not_digits(digits: Words) -> Words:
    """The highest bit of each byte that is more than nine."""
    return (((digits & _LOW_BITS) + _ABOVE_NINE) | digits) & _HIGH_BITS
