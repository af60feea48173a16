"""What the line to the terminal carries, in one line of the screen, while somebody wants to know."""

from __future__ import annotations

from textual.widgets import Static

from tui.ui.quiet.statistics import QuietStats


class LineGauge(Static):
    """Hidden and still until `toggle`; then it tells once a second."""

    DEFAULT_CSS = """
    LineGauge { display: none; height: 1; width: 1fr; padding: 0 1; background: $panel; color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)

    def on_mount(self) -> None:
        """Nothing ticks while nothing is shown."""
        self._tick = self.set_interval(1, self._tell, pause=True)

    def toggle(self) -> None:
        """Show it, or hide it."""
        self.display = not self.display
        if self.display:
            self._tell()
            self._tick.resume()
        else:
            self._tick.pause()

    def _tell(self) -> None:
        stats: QuietStats | None = getattr(self.app, "quiet_stats", None)
        self.update(str(stats or ""))
