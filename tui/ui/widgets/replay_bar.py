"""The line under a recording: whether it plays, how fast, how far."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from tui.replay.player import Player
from tui.ui.actions import bindings

_FULL, _EMPTY = "━", "─"


class ReplayBar(Widget, can_focus=True):
    """Shows where a player stands, and takes its keys. Repaints when told to look, never by itself."""

    HELP = "## Replay\n**Space** plays and pauses, **←** **→** step a frame, **0** to **9** jump."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("bar")]
    DEFAULT_CSS = """
    ReplayBar { height: 1; width: 1fr; padding: 0 1; background: $surface; color: $text-muted; }
    ReplayBar:focus { background: $surface-lighten-1; color: $text; }
    """

    def __init__(self, player: Player, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.player = player
        self._shown = ""

    def look(self) -> None:
        """Repaint if the player stands elsewhere."""
        if self._line() != self._shown:
            self.refresh()

    def on_mount(self) -> None:
        """The pilot's first look."""
        self.look()

    def render(self) -> RenderResult:
        """The line."""
        self._shown = self._line()
        return Content(self._shown)

    def _line(self) -> str:
        return bar_text(self.player, max(0, self.size.width - 2))

    def action_play(self) -> None:
        """Play or pause."""
        self.player.toggle()

    def action_step(self, frames: int) -> None:
        """A frame on, or back."""
        self.player.step(frames)

    def action_step_turn(self, turns: int) -> None:
        """To the end of the next turn, or of the one before."""
        self.player.step_turn(turns)

    def action_change_speed(self, steps: int) -> None:
        """Faster or slower."""
        self.player.change_speed(steps)

    def action_seek(self, tenths: int) -> None:
        """To so many tenths of the whole."""
        self.player.seek_seconds(self.player.pace.length * tenths / 10)

    def action_end(self) -> None:
        """All of it at once."""
        self.player.seek(self.player.length)


def bar_text(player: Player, width: int) -> str:
    """The bar's line, as wide as there is room."""
    sign = "▶" if player.playing else "■" if player.at_end else "‖"
    now, whole = clock(player.seconds), clock(player.pace.length)
    text = f"{sign} {player.speed:g}×  {now} / {whole}  frame {player.position:,} of {player.length:,}  "
    room = width - len(text)
    if room < 8:
        return text.rstrip()
    full = round(room * player.position / player.length) if player.length else room
    return text + _FULL * full + _EMPTY * (room - full)


def clock(seconds: float) -> str:
    """`1:05`, `1:01:05`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
