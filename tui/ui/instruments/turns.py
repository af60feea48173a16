"""How long each turn took, from the last byte of the user's input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.projections.percentile import Spread
from tui.projections.timing import MARKS, TurnTiming
from tui.projections.views import Views
from tui.text import counted
from tui.ui.instruments.shelf_times import ShelfTimes
from tui.ui.instruments.table import BLANK, Cell, Row, Tone, heading, number, seconds, words

_NAMES = ("first", "text", "audio", "gen", "turn", "heard")
_STUTTERS = 1.0


def rows(views: Views, shelf: ShelfTimes | None = None) -> Iterator[Row]:
    """A line a turn, then the spread over the session, and over the shelf where it was asked for."""
    turns = [timing for timing in views.timing.turns if timing.rows]
    if not turns:
        yield words("No turn yet: it begins with what you send", Tone.FAINT)
        return
    yield heading(
        "turn", *(f">{name}" for name in _NAMES), ">sound", ">×real", ">dry", ">gap p95", "you said"
    )
    for timing in turns:
        yield _turn(views, timing)
    yield BLANK
    spreads = [views.timing.spread(mark) for mark in MARKS]
    yield _spread("p50", [spread.p50 if spread else None for spread in spreads])
    yield _spread("p95", [spread.p95 if spread else None for spread in spreads])
    if shelf is not None:
        yield from _shelf(shelf)
    yield words(
        "From the last byte of your input to what is named, at the socket. a: over every saved session",
        Tone.FAINT,
    )


def _turn(views: Views, timing: TurnTiming) -> Row:
    turn = views.transcript.turns[timing.number - 1]
    factor = timing.real_time_factor
    gaps = Spread.of(timing.gaps)
    dry = sum(seconds for _, seconds in timing.dry)
    return Row(
        (
            Cell(str(timing.number)),
            *(seconds(timing.after(mark)) for mark in MARKS),
            seconds(timing.audio or None),
            number(factor, ".1f", Tone.BAD if factor is not None and factor < _STUTTERS else Tone.PLAIN),
            seconds(dry, Tone.BAD) if dry else number(None),
            seconds(gaps.p95 if gaps else None),
            Cell(turn.user[:40].replace("\n", " "), Tone.FAINT),
        ),
        frame=timing.rows.get("first_frame", turn.first),
    )


def _shelf(shelf: ShelfTimes) -> Iterator[Row]:
    spreads = [shelf.spread(mark) for mark in MARKS]
    so_far = f"{shelf.read} of {shelf.sessions}" if shelf.read < shelf.sessions else f"all {shelf.sessions}"
    yield words(f"Every saved session: {so_far} read, {counted(shelf.turns, 'turn')}", Tone.FAINT)
    yield _spread("p50", [spread.p50 if spread else None for spread in spreads])
    yield _spread("p95", [spread.p95 if spread else None for spread in spreads])


def _spread(name: str, values: Sequence[float | None]) -> Row:
    return Row((Cell(name, Tone.HEAD), *(seconds(value) for value in values)))
