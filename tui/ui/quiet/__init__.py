"""What is sent to the terminal: cell diffs, and one frame in flight.

    compositor ─ App._display ─┐  strips            cells                      bytes
    widgets ─────── draw_now ──┴────────► Ink ────────────► ShadowScreen ─────────────► Listener ─► terminal
    widgets ──── hint_scroll ── what moved, by how much ──────► │  ▲                         │
                                                                └──┴── free? ── Pacer ◄── answers

`QuietMixin` takes what Textual drew, `QuietLine` owns the rest. The shadow screen holds two grids: what the
terminal shows, and what it should show. A frame is the difference (`diff`, `scroll`), put into bytes by a
`Writer` that knows where cursor and pen stand. Each ends with a query, and none is sent before the answer
(`pacing`). `updates` and `direct` know Textual's inside; `mixin`, `line` and `listener` meet App and driver;
the rest is pure.
"""

from tui.ui.quiet.gauge import LineGauge
from tui.ui.quiet.hints import draw_now, hint_scroll, rows_moved
from tui.ui.quiet.mixin import LineChoice, QuietMixin
from tui.ui.quiet.statistics import QuietStats

__all__ = ["LineChoice", "LineGauge", "QuietMixin", "QuietStats", "draw_now", "hint_scroll", "rows_moved"]
