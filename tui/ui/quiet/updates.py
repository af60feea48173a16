"""The compositor's updates as strips in their places: the one module that knows their private shape."""

from __future__ import annotations

from collections.abc import Iterator

from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Piece = tuple[int, int, Strip]
"""Column, row, strip."""


def pieces(update: CompositorUpdate) -> Iterator[Piece]:
    """All strips of a full or a partial update.

    Raises:
        TypeError: the update is of a kind this module does not know.
    """
    if isinstance(update, LayoutUpdate):
        return _of_layout(update)
    if isinstance(update, ChopsUpdate):
        return _of_chops(update)
    raise TypeError(f"unknown update: {type(update).__name__}")


def _of_layout(update: LayoutUpdate) -> Iterator[Piece]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield x, y, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Piece]:
    """Whole chops, where the stock driver cuts them to the span and may cut a wide character in two.

    Only chops that overlap the span are sure to have been drawn from the front-most widget.
    """
    for y, start, end in update.spans:
        for stop, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
            if strip is not None and x < end and stop > start:
                yield x, y, strip
