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
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.quiet import LineChoice, QuietMixin

_FPS = 30
_KINDS = ["text", "audio", "usage", "out", "turn", "handle"]
_WORDS = ["the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "while", "seven", "wizards"]


@lru_cache(256)
def say(n: int, words: int) -> str:
    """What message n says."""
    return " ".join(Random(n).choices(_WORDS, k=words))


class Tail(Widget):
    """The last rows of a list that grows at its end."""

    def __init__(self, name: str, words: int, grows: bool = True) -> None:
        super().__init__(name=name)
        self.words, self.grows, self.count, self.shown = words, grows, 0, 0

    def grow(self, count: int) -> None:
        """Another number of rows."""
        if self.grows and count != self.count:
            app = self.app
            if isinstance(app, QuietMixin) and self.count >= self.size.height:
                app.scroll_hint(self.region, count - self.count)
            self.count = count
            self.refresh()

    def render_line(self, y: int) -> Strip:
        n = max(0, self.count - self.size.height) + y
        base = self.rich_style
        if n >= self.count:
            return Strip.blank(self.size.width, base)
        kind = _KINDS[n % len(_KINDS)]
        segments = [
            Segment(f"10:{n // 60 % 60:02}:{n % 60:02}.{n % 1000:03} ", base + Style(color="#808080")),
            Segment("← " if n % 3 else "→ ", base + Style(color="#40a0ff", bold=True)),
            Segment(f"{kind:<8}", base + Style(color=f"#{60 + 30 * (n % 6):02x}c080")),
            Segment(f"{self.name}#{n:06} {say(n, self.words)}", base + Style(color="#e0e0e0")),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)


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
        yield Tail("log", 12)
        if self.layout_name != "one":
            yield Tail("said", 20)
            yield Tail("shelf", 4, grows=False)

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
        log, *others = self.query(Tail)
        log.grow(count)
        for other in others:
            other.grow(count // 10)
        if count == self.total and self.spent is not None and not self.report.exists():
            stats: dict[str, Any] = {"cpu": time.process_time() - self.spent, "stats": str(self.quiet_stats)}
            self.report.write_text(json.dumps(stats))


if __name__ == "__main__":
    chosen, layout, rate, seconds, start, report = sys.argv[1:]
    line: LineChoice = "stock" if chosen == "stock" else "quiet"
    Panes(line, layout, float(rate), float(seconds), float(start), Path(report)).run()
