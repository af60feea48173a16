"""Two turns or two sessions side by side: what is different comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Any

from tui.projections.percentile import Spread
from tui.projections.timing import MARKS
from tui.projections.turn import Turn
from tui.projections.usage import Counts
from tui.projections.views import Views
from tui.text import clean, clean_line
from tui.wire.frame import Frame
from tui.wire.kinds import Kind, Mask, kinds_in
from tui.wire.spelling import camel, pick

_STREAM = (
    Kind.TEXT.bit
    | Kind.THOUGHT.bit
    | Kind.AUDIO.bit
    | Kind.OUTPUT_TRANSCRIPTION.bit
    | Kind.INPUT_TRANSCRIPTION.bit
    | Kind.INTERIM_TRANSCRIPTION.bit
    | Kind.REALTIME_AUDIO.bit
    | Kind.REALTIME_VIDEO.bit
)
"""What comes in as many frames as it likes: how many says nothing, so a run of them is one step."""

SECTIONS = ("setup", "timing", "usage", "order", "text")


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared of a turn or a session. facts: (section, name) → value; order, text: by lines."""

    name: str
    facts: Mapping[tuple[str, str], str]
    order: Sequence[str] = ()
    text: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the comparison; an empty side has no such thing."""

    section: str
    name: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        """Whether both sides agree."""
        return self.left == self.right


def compare(left: Side, right: Side) -> list[Pair]:
    """Every pair, those that differ first, each part in the order of `SECTIONS`."""
    pairs = [*_facts(left, right), *_lines("order", left.order, right.order)]
    pairs += _lines("text", left.text, right.text)
    return sorted(pairs, key=lambda pair: (pair.same, SECTIONS.index(pair.section)))


def side_of_turn(views: Views, turn: Turn, masks: Callable[[int], Mask]) -> Side:
    """A turn: its timing, its usage, its steps, its words."""
    timing = views.timing.of(turn)
    reports = views.usage.by_turn(views.transcript).get(turn.number, [])
    facts = {("timing", mark): _seconds(timing.after(mark)) for mark in MARKS}
    facts["timing", "sound"] = _seconds(timing.audio or None)
    facts |= _usage(Counts.sum(report.counts for report in reports))
    rows = [row for row in range(turn.first, turn.last + 1) if views.transcript.turn_of(row) is turn]
    return Side(f"turn {turn.number}", facts, _steps(map(masks, rows)), _said([turn]))


def side_of_session(name: str, views: Views, setup: Mapping[str, Any], masks: Callable[[int], Mask]) -> Side:
    """A session: its setup, the median of its timing, the sum of its usage, all its steps and words."""
    facts = {("setup", path): value for path, value in _flat(setup)}
    for mark in MARKS:
        spread = views.timing.spread(mark)
        facts["timing", f"{mark} p50"] = _seconds(spread.p50 if spread else None)
    factor = Spread.of(timing.real_time_factor for timing in views.timing.turns)
    facts["timing", "× real time"] = f"{factor.p50:.1f}" if factor else ""
    facts |= _usage(views.usage.total)
    turns = views.transcript.turns
    return Side(clean_line(name), facts, _steps(map(masks, range(views.rows))), _said(turns))


def setup_in(frame: Frame) -> Mapping[str, Any]:
    """The setup a frame carries, empty where it carries none."""
    setup = pick(frame.message, "setup")
    return setup if isinstance(setup, dict) else {}


def _facts(left: Side, right: Side) -> Iterator[Pair]:
    for section, name in dict.fromkeys([*left.facts, *right.facts]):
        key = (section, name)
        pair = Pair(section, name, left.facts.get(key, ""), right.facts.get(key, ""))
        if pair.left or pair.right:
            yield pair


def _lines(section: str, left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    for what, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (Pair(section, "", line, line) for line in left[i1:i2])
        else:
            pairs = zip_longest(left[i1:i2], right[j1:j2], fillvalue="")
            yield from (Pair(section, "", before, after) for before, after in pairs)


def _steps(masks: Iterable[Mask]) -> list[str]:
    """The kinds in their order, runs of what streams as one step."""
    steps = []
    for streams, run in groupby(masks, key=lambda mask: bool(mask & _STREAM)):
        if streams:
            every = 0
            for mask in run:
                every |= mask
            steps.append(_names(every))
        else:
            steps += [_names(mask) for mask in run]
    return steps


def _names(mask: Mask) -> str:
    return " + ".join(kind.wire_name for kind in kinds_in(mask))


def _said(turns: Iterable[Turn]) -> list[str]:
    lines = []
    for turn in turns:
        lines += [f"> {line}" for line in turn.user.splitlines()]
        lines += turn.answer.splitlines()
    return lines


def _usage(counts: Counts) -> dict[tuple[str, str], str]:
    named = {
        "prompt": counts.prompt,
        "response": counts.response,
        "total": counts.total,
        "thoughts": counts.thoughts,
        "tools": counts.tool_use,
        "cached": counts.cached,
    }
    return {("usage", name): f"{count:,}" if count else "" for name, count in named.items()}


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f} s"


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf with its path, in camelCase whatever the spelling on the wire."""
    if isinstance(value, Mapping) and value:
        for name, member in value.items():
            yield from _flat(member, f"{path}.{camel(name)}" if path else camel(name))
    elif isinstance(value, list) and value:
        for number, member in enumerate(value):
            yield from _flat(member, f"{path}[{number}]")
    else:
        yield clean_line(path), clean(str(value))
