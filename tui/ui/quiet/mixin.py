"""The quiet line in an App: `class MyApp(QuietMixin, App[None])`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from textual._compositor import CompositorUpdate
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Region
from textual.widget import Widget

from tui.ui.quiet.gauge import LineGauge
from tui.ui.quiet.line import QuietLine
from tui.ui.quiet.listener import Listener, listening
from tui.ui.quiet.screen import CLEAR, REST
from tui.ui.quiet.scroll import Shift
from tui.ui.quiet.statistics import QuietStats

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.app import App
    from textual.screen import Screen

    _Base = App[Any]
else:
    _Base = object

LineChoice = Literal["quiet", "stock"]


class QuietMixin(_Base):
    """Sends cell diffs, one frame at a time, instead of Textual's repainted regions.

    It stands between the compositor and the driver (`App._display`). It is off without a terminal of its
    own (headless, inline, web). A fault in it returns to the stock line for the rest of the run.
    """

    def __init__(self, *args: Any, line: LineChoice = "quiet", **kwargs: Any) -> None:
        self._line_choice: LineChoice = line
        self._quiet: QuietLine | None = None
        super().__init__(*args, **kwargs)

    @property
    def line(self) -> LineChoice:
        """The line in use now."""
        return "stock" if self._quiet is None else "quiet"

    @property
    def quiet_stats(self) -> QuietStats:
        """What the line carried lately; of the stock line, only that it is in use."""
        return QuietStats("stock") if self._quiet is None else self._quiet.stats

    def scroll_hint(self, region: Region, dy: int) -> None:
        """Say that what a region of the screen shows is about to move up by `dy` rows (negative: down).

        It only helps to find a cheap frame: with a wrong hint or none, the screen is as right.
        """
        if self._quiet is not None:
            self._quiet.hint(Shift(region.y, region.bottom, dy, region.x, region.right))

    def draw_now(self, widget: Widget) -> None:
        """Have a widget drawn that asked for a refresh, sooner and at less cost than the screen would.

        What it cannot do (something stands over the widget, a layout is due) the screen does as ever.
        """
        if self._quiet is not None and self._running and not self._batch_count:
            try:
                self._quiet.draw(widget)
            except Exception as error:
                self._fall_back(error)

    def action_repaint(self) -> None:
        """Clear the terminal and paint everything anew, whatever has happened to it."""
        if self._quiet is not None:
            self._quiet.repaint()
        elif self._driver is not None and not self.is_headless:
            self._driver.write(CLEAR)
            self.screen.refresh()

    def action_line_gauge(self) -> None:
        """Show what the line carries, or hide it."""
        for gauge in self.screen.query(LineGauge):
            gauge.toggle()

    def line_failed(self, error: Exception) -> None:
        """The quiet line failed, the stock line has taken over. Says so; override to say it elsewhere too."""
        self.notify(
            f"The quiet line failed ({type(error).__name__}: {error}). Drawing the stock way from now on.",
            title="Line",
            severity="warning",
            markup=False,
        )

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver; with ears, for the quiet line."""
        driver = super().get_driver_class()
        return listening(driver) if self._line_choice == "quiet" else driver

    def _build_driver(self, *args: Any, **kwargs: Any) -> Driver:
        driver = super()._build_driver(*args, **kwargs)
        if isinstance(driver, Listener) and not driver.is_web:
            self._quiet = QuietLine(self, driver, self._flush_line)
        return driver

    def on_resize(self, event: Resize) -> None:
        """Whatever the terminal did to its content, all of it is sent again."""
        if self._quiet is not None:
            self._quiet.resize(event.size)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self._quiet is None or not isinstance(renderable, CompositorUpdate):
            super()._display(screen, renderable)
            return
        try:
            self._quiet.take(renderable)
        except Exception as error:
            self._fall_back(error)
        finally:
            self.post_display_hook()

    def _end_batch(self) -> None:
        super()._end_batch()
        self._flush_line()

    def _flush_line(self) -> None:
        """Send what waits, if the line is free. Called when an answer comes, a wait or a batch ends."""
        if self._quiet is not None:
            try:
                self._quiet.flush()
            except Exception as error:
                self._fall_back(error)

    def _fall_back(self, error: Exception) -> None:
        """Leave the terminal as the stock line expects it, have everything drawn again, and say so."""
        if self._quiet is not None:
            self._quiet.close()
            self._quiet = None
        if self._running and self._driver is not None:
            self._driver.write(REST)
            self.screen.refresh()
            self.line_failed(error)
