"""The program that the bench of the line runs: panes that tail a source of messages at a fixed rate.

    python -m tests.bench.tailing LINE LAYOUT RATE SECONDS START REPORT

LAYOUT is one (a log), stacked or side (transcript, log, sessions). Message n is due at START + n / RATE, in
seconds of the monotonic clock. REPORT gets the CPU seconds spent from START to the end.
"""

from __future__ import annotations

import json
import sys
import time
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult

from tui.ui.quiet import LineChoice, QuietMixin
from tui.ui.widgets.line_canvas import LineCanvas

_FPS = 30
_HISTORY = 1000
"""Rows that are there at the start: what tailing costs once a pane is full."""
_KINDS = ["text", "audio", "usage", "out", "turn", "handle"]
_WORDS = ["the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "while", "seven", "wizards"]


_COLOURS = {
    "time": Style(color="#808080"),
    "arrow": Style(color="#40a0ff", bold=True),
    "text": Style(color="#e0e0e0"),
    **{kind: Style(color=f"#{60 + 30 * n:02x}c080") for n, kind in enumerate(_KINDS)},
}


@lru_cache(256)
def say(n: int, words: int) -> str:
    """What message n says."""
    return " ".join(Random(n).choices(_WORDS, k=words))


class Tail(LineCanvas):
    """The app's own pane of rows, kept at the end of a list that grows; it begins with rows of before."""

    def __init__(self, name: str, words: int, history: int = 0) -> None:
        super().__init__()
        self.named, self.words, self.history, self.count = name, words, history, 0

    @property
    def cursor_stands_out(self) -> bool:
        """As in the app while nobody moves in it: not."""
        return False

    def grow(self, count: int) -> None:
        """Another number of rows, those of before not counted."""
        count += self.history
        if count != self.count:
            before = self.viewport.top, self.viewport.count
            self.count = count
            self.viewport.grow(count)
            self.viewport.go(count - 1)
            self.redraw_growth(*before)
            if self.viewport.top == before[0]:
                self.refresh()

    def on_resize(self) -> None:
        """Another height."""
        self.viewport.resize(self.size.height)
        self.grow(max(0, self.count - self.history))

    def row_count(self) -> int:
        return self.count

    def row_segments(self, row: int, width: int) -> list[Segment]:
        base, number = self.style_of(""), row - self.history
        name = f"{self.named}#{number:06}" if number >= 0 else f"{self.named} before {-number:06}"
        kind = _KINDS[row % len(_KINDS)]
        return [
            Segment(f"10:{row // 60 % 60:02}:{row % 60:02}.{row % 1000:03} ", base + _COLOURS["time"]),
            Segment("← " if row % 3 else "→ ", base + _COLOURS["arrow"]),
            Segment(f"{kind:<8}", base + _COLOURS[kind]),
            Segment(f"{name} {say(row, self.words)}", base + _COLOURS["text"]),
        ]


class Panes(QuietMixin, App[None]):
    """One pane or three."""

    CSS = """
    Tail { background: #101418; width: 1fr; height: 1fr; }
    .stacked { layout: vertical; } .side { layout: horizontal; }
    """

    def __init__(
        self, line: LineChoice, layout: str, rate: float, seconds: float, start: float, report: Path
    ) -> None:
        super().__init__(line=line)
        self.layout_name, self.rate, self.start, self.report = layout, rate, start, report
        self.total = int(rate * seconds)
        self.spent = 0.0

    def compose(self) -> ComposeResult:
        """The panes."""
        self.screen.add_class(self.layout_name)
        yield Tail("log", 12, _HISTORY)
        if self.layout_name != "one":
            yield Tail("said", 20, _HISTORY)
            yield Tail("shelf", 4, _HISTORY)

    def on_mount(self) -> None:
        """Begin at START."""
        self.begun = False
        self.set_interval(1 / _FPS, self.pull)

    def pull(self) -> None:
        """Take in what is due."""
        due = time.monotonic() - self.start
        if due < 0:
            return
        if not self.begun:
            self.begun, self.spent = True, time.process_time()
        count = min(self.total, int(due * self.rate) + 1)
        for tail, shown in zip(self.query(Tail), (count, count // 10), strict=False):
            tail.grow(shown)
        if count == self.total and self.spent is not None and not self.report.exists():
            stats: dict[str, Any] = {"cpu": time.process_time() - self.spent, "stats": str(self.quiet_stats)}
            self.report.write_text(json.dumps(stats))


if __name__ == "__main__":
    chosen, layout, rate, seconds, start, report = sys.argv[1:]
    line: LineChoice = "stock" if chosen == "stock" else "quiet"
    Panes(line, layout, float(rate), float(seconds), float(start), Path(report)).run()
