"""Tables as lines of styled text. Knows no Textual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len, set_cell_size


class Tone(StrEnum):
    """How a cell is to be read; the pane has a style for each."""

    PLAIN = "plain"
    HEAD = "head"
    FAINT = "faint"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and its tone. `right`: numbers stand under each other's last digit."""

    text: str
    tone: Tone = Tone.PLAIN
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `frame` is the row of the journal that Enter leads to, None where there is none."""

    cells: tuple[Cell, ...]
    frame: int | None = None


Line = tuple[tuple[str, Tone], ...]
"""A row as it is drawn: texts with their tones."""

BLANK = Row(())


def words(text: str, tone: Tone = Tone.PLAIN, frame: int | None = None) -> Row:
    """A line that belongs to no column."""
    return Row((Cell(text, tone),), frame)


def heading(*names: str) -> Row:
    """The names of columns: those that begin with `>` stand to the right."""
    return Row(tuple(Cell(name.lstrip(">"), Tone.HEAD, name.startswith(">")) for name in names))


def number(value: float | None, form: str = ",.0f", tone: Tone = Tone.PLAIN) -> Cell:
    """A figure; a dash where nothing was measured."""
    return Cell("–", Tone.FAINT, True) if value is None else Cell(format(value, form), tone, True)


def seconds(value: float | None, tone: Tone = Tone.PLAIN) -> Cell:
    """A duration: milliseconds below a second."""
    if value is None:
        return number(None)
    return Cell(f"{value * 1000:.0f} ms" if abs(value) < 1 else f"{value:.2f} s", tone, True)


def draw(rows: Sequence[Row]) -> list[Line]:
    """The rows with their columns under each other; a line of one cell takes part in no column."""
    widths = _widths(row for row in rows if len(row.cells) > 1)
    return [_draw(row, widths) for row in rows]


def _widths(rows: Iterable[Row]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        for column, cell in enumerate(row.cells):
            if column == len(widths):
                widths.append(0)
            widths[column] = max(widths[column], cell_len(cell.text))
    return widths


def _draw(row: Row, widths: Sequence[int]) -> Line:
    if len(row.cells) <= 1:
        return tuple((cell.text, cell.tone) for cell in row.cells)
    return tuple(
        (_fit(cell, width) + "  ", cell.tone) for cell, width in zip(row.cells, widths, strict=False)
    )


def _fit(cell: Cell, width: int) -> str:
    if cell.right:
        return " " * (width - cell_len(cell.text)) + cell.text
    return set_cell_size(cell.text, width)
