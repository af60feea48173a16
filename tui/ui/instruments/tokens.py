"""What was counted: tokens by turn, how full the context is, what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from tui.projections.context import Context
from tui.projections.prices import Prices
from tui.projections.usage import ByModality, Counts
from tui.projections.views import Views
from tui.ui.instruments.table import BLANK, Cell, Row, Tone, heading, number, words

_BAR = 40


def rows(views: Views, prices: Prices) -> Iterator[Row]:
    """A line a turn, the sum, what does not add up, the context and the cost."""
    usage = views.usage
    if not usage.reports:
        yield words("The service has counted nothing yet", Tone.FAINT)
        return
    yield heading(
        "turn", ">prompt", ">response", ">total", ">thoughts", ">tools", ">cached", ">cost", "by modality"
    )
    for number_, reports in sorted(usage.by_turn(views.transcript).items()):
        counts = Counts.sum(report.counts for report in reports)
        yield _counts(str(number_ or "none"), counts, prices, views.link.model, frame=reports[-1].row)
    yield _counts("all", usage.total, prices, views.link.model)
    yield BLANK
    yield from _context(views.context)
    yield from _oddities(views)
    cost = prices.cost(views.link.model, usage.total)
    model = views.link.model or "this model"
    yield words(f"Cost: {cost}" if cost else f"The price table of {prices.date} has no price for {model}")


def _counts(name: str, counts: Counts, prices: Prices, model: str, frame: int | None = None) -> Row:
    cost = prices.cost(model, counts)
    money = "–" if cost is None else f"≤ {cost.high:.4f}" if cost.low != cost.high else f"{cost.high:.4f}"
    plain = (counts.prompt, counts.response, counts.total, counts.thoughts, counts.tool_use, counts.cached)
    by = " · ".join(part for part in (_by("in", counts.prompt_by), _by("out", counts.response_by)) if part)
    return Row(
        (
            Cell(name, Tone.HEAD if name == "all" else Tone.PLAIN),
            *(number(value or None) for value in plain),
            Cell(money, right=True),
            Cell(by, Tone.FAINT),
        ),
        frame=frame,
    )


def _by(name: str, by: ByModality) -> str:
    return f"{name} " + " ".join(f"{key.lower()} {value:,}" for key, value in by.items()) if by else ""


def _context(context: Context) -> Iterator[Row]:
    full = min(_BAR, round(context.fill * _BAR))
    trigger = f", compression from {context.trigger:,}" if context.trigger else ", no compression asked for"
    yield Row(
        (
            Cell(
                f"Context  {'━' * full}{'─' * (_BAR - full)}  {context.tokens:,} of {context.window:,}"
                f" ({context.fill:.1%}){trigger}",
                Tone.WARN if context.fill > 0.8 else Tone.PLAIN,
            ),
        ),
        frame=context.row,
    )
    for cut in context.cuts:
        yield words(f"  cut from {cut.before:,} to {cut.after:,} tokens", Tone.WARN, frame=cut.row)


def _oddities(views: Views) -> Iterator[Row]:
    for report in views.usage.reports:
        for oddity in report.counts.oddities():
            yield words(f"  does not add up: {oddity}", Tone.FAINT, frame=report.row)
