"""The conversation as text: finished entries are set once, only what is on screen is set at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from tui.projections.transcript import Transcript
from tui.projections.turn import Entry, Turn
from tui.ui.actions import bindings
from tui.ui.quiet import draw_now, hint_scroll, rows_moved
from tui.ui.widgets.entries import Inks, lines_of
from tui.ui.widgets.galley import Galley, Place
from tui.ui.widgets.prose import Ink


class TranscriptPane(Widget, can_focus=True):
    """Entries of a `Transcript`, newest at the bottom; follows the end until a person scrolls up."""

    HELP = "## Transcript\nWhat was said. **t** shows thoughts, **Enter** the frames of a turn."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("transcript")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"transcript--{part}"
        for part in (
            "user",
            "model",
            "thought",
            "note",
            "error",
            "tool",
            "code",
            "heading",
            "faint",
            "chosen",
        )
    }
    DEFAULT_CSS = """
    TranscriptPane > .transcript--user { color: $speaker-user; text-style: bold; }
    TranscriptPane > .transcript--model { color: $speaker-model; }
    TranscriptPane > .transcript--thought { color: $speaker-thought; text-style: italic; }
    TranscriptPane > .transcript--note { color: $speaker-note; }
    TranscriptPane > .transcript--error { color: $text-error; }
    TranscriptPane > .transcript--tool { color: $speaker-tool; }
    TranscriptPane > .transcript--code { color: $kind-code; }
    TranscriptPane > .transcript--heading { color: $text-accent; text-style: bold; }
    TranscriptPane > .transcript--faint { color: $speaker-note; }
    TranscriptPane > .transcript--chosen { background: $boost; }
    """

    @dataclass
    class FramesWanted(Message):
        """A person asked for the frames of a turn: rows of the journal, first and last."""

        first: int
        last: int

    def __init__(
        self, transcript: Transcript | None = None, *, by_line: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self.by_line = by_line
        self.transcript = transcript or Transcript()
        self.thoughts = False
        self.chosen: int | None = None
        self._top: Place | None = None
        self._galley = Galley(self._set, self._look_of)
        self._galley.entries = self.entries
        self._window: list[Strip] = []
        self._places: list[Place] = []

    @property
    def entries(self) -> list[Entry]:
        """What there is to show."""
        return self.transcript.entries

    @property
    def following(self) -> bool:
        """Whether the end is kept in view."""
        return self._top is None

    def show(self, transcript: Transcript) -> None:
        """Show another conversation, from its end."""
        self.transcript, self._top, self.chosen = transcript, None, None
        self._galley.entries = self.entries
        self._forget()

    def flush(self) -> None:
        """Repaint the rows that changed since the last look, and no others."""
        if not self.size.width:
            return
        old, self._window = self._window, self._compose_window()
        hint_scroll(self, rows_moved(old, self._window))
        if len(old) != len(self._window):
            self.refresh()
        else:
            for y, (before, after) in enumerate(zip(old, self._window, strict=True)):
                if before is not after and before != after:
                    self.refresh(Region(0, y, self.size.width, 1))
        draw_now(self)

    def _forget(self) -> None:
        self._galley.forget()
        self._window = []
        self.flush()

    def notify_style_update(self) -> None:
        """A theme changed: everything is set anew."""
        super().notify_style_update()
        self._forget()

    def on_resize(self, _: events.Resize) -> None:
        """Lines fold differently now."""
        self._forget()

    def selection_updated(self, selection: Selection | None) -> None:
        """The mouse marked something."""
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The marked text, as it is on screen."""
        return selection.extract("\n".join(strip.text.rstrip() for strip in self._window)), "\n"

    # -- setting -----------------------------------------------------------------------------------

    def _inks(self) -> Inks:
        def style(part: str) -> Ink:
            base = self.get_component_rich_style(f"transcript--{part}", partial=True)
            code = self.get_component_rich_style("transcript--code", partial=True)
            heading = self.get_component_rich_style("transcript--heading", partial=True)
            faint = self.get_component_rich_style("transcript--faint", partial=True)
            return Ink(base, code, heading, faint)

        return Inks(
            user=style("user").text,
            model=style("model"),
            thought=style("thought"),
            note=style("note").text,
            error=style("error").text,
            tool=style("tool").text,
            faint=style("faint").text,
        )

    def _look_of(self, n: int) -> bool:
        return n == self.chosen

    def _set(self, n: int) -> list[Strip]:
        width, base = self.size.width, self.rich_style
        if n == self.chosen:
            base += self.get_component_rich_style("transcript--chosen", partial=True)
        lines = lines_of(self.entries[n], width, self._inks(), thoughts=self.thoughts, by_line=self.by_line)
        return [Strip(line).adjust_cell_length(width).apply_style(base) for line in lines]

    def _compose_window(self) -> list[Strip]:
        height = self.size.height
        found = self._galley.window(self._top, height)
        self._places = [place for place, _ in found]
        blank = Strip.blank(self.size.width, self.rich_style)
        return [strip for _, strip in found] + [blank] * (height - len(found))

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        if y >= len(self._window):
            return Strip.blank(self.size.width, self.rich_style)
        strip = self._window[y]
        selection = self.text_selection
        span = selection.get_span(y) if selection is not None else None
        if span is not None:
            start, end = span
            end = strip.cell_length if end == -1 else end
            mark = self.screen.get_component_rich_style("screen--selection")
            head, middle, tail = strip.divide([start, end, strip.cell_length]) if end > start else [strip] * 3
            if end > start:
                strip = Strip([*head, *Segment.apply_style(middle, post_style=mark), *tail])
        return strip.apply_offsets(0, y)

    # -- moving ------------------------------------------------------------------------------------

    def _look_from(self, place: Place | None) -> None:
        """Show the window that begins at a place, or follow the end where there is nothing below it."""
        height = self.size.height
        reaches_end = place is not None and len(self._galley.window(place, height)) < height
        self._top = None if reaches_end else place
        self.flush()

    def action_scroll(self, rows: int) -> None:
        """Down by rows, or up where negative."""
        if self._places:
            self._look_from(self._galley.walk(self._places[0], rows))

    def action_page(self, pages: int) -> None:
        """A window up or down, one row kept."""
        self.action_scroll(pages * max(1, self.size.height - 1))

    def action_home(self) -> None:
        """To the first entry."""
        if self.entries:
            self._look_from((0, 0))

    def action_end(self) -> None:
        """To the end, and follow it."""
        self.chosen = None
        self._look_from(None)

    def action_turn(self, step: int) -> None:
        """Choose the turn before or after."""
        turns = [n for n, entry in enumerate(self.entries) if isinstance(entry, Turn)]
        if not turns:
            return
        here = turns.index(self.chosen) if self.chosen in turns else len(turns) if step < 0 else -1
        self.chosen = turns[max(0, min(len(turns) - 1, here + step))]
        self._look_from((self.chosen, 0))

    def show_turn(self, number: int) -> None:
        """Choose a turn by its number."""
        chosen = (n for n, e in enumerate(self.entries) if isinstance(e, Turn) and e.number == number)
        self.chosen = next(chosen)
        self._look_from((self.chosen, 0))

    def action_toggle_thoughts(self) -> None:
        """Show or fold what the model thought."""
        self.thoughts = not self.thoughts
        self._forget()

    @property
    def turn(self) -> Turn | None:
        """The turn that is chosen, or the last one."""
        chosen = self.entries[self.chosen] if self.chosen is not None else None
        turns = (entry for entry in reversed(self.entries) if isinstance(entry, Turn))
        return chosen if isinstance(chosen, Turn) else next(turns, None)

    def action_open_frames(self) -> None:
        """Ask for the frames of the chosen turn, or of the last one."""
        if (turn := self.turn) is not None:
            self.post_message(self.FramesWanted(turn.first, turn.last))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves three rows."""
        event.stop()
        self.action_scroll(-3)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves three rows."""
        event.stop()
        self.action_scroll(3)
