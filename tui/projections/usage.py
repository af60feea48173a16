"""Tokens, as the service counts them: per message, per turn, in all, in both spellings of the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from tui.projections.base import Projection
from tui.projections.transcript import Transcript
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick, pick_list, pick_map, pick_text

ByModality = dict[str, int]


@dataclass(slots=True)
class Counts:
    """Tokens of one `usageMetadata`, or a sum of several.

    `total` is the service's own figure; thoughts, tool use and cache are listed apart and it does not add
    them ([prompt + response = total] is what recorded frames show, against the field's description).
    The details by modality need not sum to their count either: nothing here is corrected.
    """

    prompt: int = 0
    response: int = 0
    total: int = 0
    thoughts: int = 0
    tool_use: int = 0
    cached: int = 0
    prompt_by: ByModality = field(default_factory=dict)
    response_by: ByModality = field(default_factory=dict)
    tool_use_by: ByModality = field(default_factory=dict)
    cached_by: ByModality = field(default_factory=dict)

    @classmethod
    def read(cls, usage: Mapping[str, Any]) -> Self:
        """From the wire: `responseTokenCount` (Developer API) or `candidatesTokenCount` (Vertex)."""
        return cls(
            prompt=_count(usage, "promptTokenCount"),
            response=_count(usage, "responseTokenCount") or _count(usage, "candidatesTokenCount"),
            total=_count(usage, "totalTokenCount"),
            thoughts=_count(usage, "thoughtsTokenCount"),
            tool_use=_count(usage, "toolUsePromptTokenCount"),
            cached=_count(usage, "cachedContentTokenCount"),
            prompt_by=_by_modality(usage, "promptTokensDetails"),
            response_by=_by_modality(usage, "responseTokensDetails")
            or _by_modality(usage, "candidatesTokensDetails"),
            tool_use_by=_by_modality(usage, "toolUsePromptTokensDetails"),
            cached_by=_by_modality(usage, "cacheTokensDetails"),
        )

    @classmethod
    def sum(cls, many: Iterable[Counts]) -> Self:
        """All of them together."""
        total = cls()
        for counts in many:
            total.add(counts)
        return total

    def add(self, other: Counts) -> None:
        """Take another's tokens in."""
        self.prompt += other.prompt
        self.response += other.response
        self.total += other.total
        self.thoughts += other.thoughts
        self.tool_use += other.tool_use
        self.cached += other.cached
        _add(self.prompt_by, other.prompt_by)
        _add(self.response_by, other.response_by)
        _add(self.tool_use_by, other.tool_use_by)
        _add(self.cached_by, other.cached_by)

    def oddities(self) -> list[str]:
        """Where the counts do not add up, in words; they are shown as they are."""
        parts = self.prompt + self.response
        found = []
        if self.total and parts != self.total:
            found.append(f"prompt {self.prompt} + response {self.response} = {parts}, total {self.total}")
        for name, count, by in (
            ("prompt", self.prompt, self.prompt_by),
            ("response", self.response, self.response_by),
        ):
            if by and sum(by.values()) != count:
                found.append(f"{name} {count}, its details {sum(by.values())}")
        return found


@dataclass(slots=True)
class Report:
    """One `usageMetadata` and the frame it came with."""

    row: int
    t: float
    counts: Counts


class Usage(Projection):
    """Every usage report, the latest, and the sum: counts are per turn, not running totals."""

    watched = Kind.USAGE.bit

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Report] = []
        self.total = Counts()

    @property
    def last(self) -> Counts | None:
        """The latest report."""
        return self.reports[-1].counts if self.reports else None

    def by_turn(self, transcript: Transcript) -> dict[int, list[Report]]:
        """Turn number → its reports; 0 holds those outside any turn."""
        ledger: dict[int, list[Report]] = {}
        for report in self.reports:
            turn = transcript.turn_of(report.row)
            ledger.setdefault(turn.number if turn else 0, []).append(report)
        return ledger

    def fold(self, row: int, frame: Frame) -> None:
        if frame.direction is Direction.RECEIVE:
            counts = Counts.read(pick_map(frame.message, "usageMetadata"))
            self.reports.append(Report(row, frame.t, counts))
            self.total.add(counts)


def _count(usage: Any, name: str) -> int:
    value = pick(usage, name)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    try:
        return int(value)
    except ValueError:
        return 0


def _by_modality(usage: Mapping[str, Any], name: str) -> ByModality:
    by: ByModality = {}
    for entry in pick_list(usage, name):
        modality = pick_text(entry, "modality") or "MODALITY_UNSPECIFIED"
        by[modality] = by.get(modality, 0) + _count(entry, "tokenCount")
    return by


def _add(total: ByModality, more: ByModality) -> None:
    for modality, tokens in more.items():
        total[modality] = total.get(modality, 0) + tokens
