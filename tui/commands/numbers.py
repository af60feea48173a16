"""Numbers on the command line, held to what makes sense."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from math import inf, isfinite
from typing import TypeVar

Number = TypeVar("Number", int, float)


def within(kind: Callable[[str], Number], least: Number, most: float = inf) -> Callable[[str], Number]:
    """A `type` for argparse: a finite number from `least` to `most`."""
    bounds = f"{least:g} or more" if most == inf else f"{least:g} to {most:g}"

    def read(text: str) -> Number:
        try:
            number = kind(text)
        except ValueError:
            number = None
        if number is None or not isfinite(number) or not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not {bounds}")
        return number

    return read
