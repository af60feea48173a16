"""What is sent to the terminal: cell diffs, and one frame in flight."""

from tui.ui.quiet.gauge import LineGauge
from tui.ui.quiet.hints import draw_now, hint_scroll, rows_moved
from tui.ui.quiet.mixin import LineChoice, QuietMixin
from tui.ui.quiet.statistics import QuietStats

__all__ = ["LineChoice", "LineGauge", "QuietMixin", "QuietStats", "draw_now", "hint_scroll", "rows_moved"]
