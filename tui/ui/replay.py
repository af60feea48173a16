"""The terminal app over a recording."""

from __future__ import annotations

from tui.replay.player import Player
from tui.ui.app import GeminiApp
from tui.ui.conversation import Host, Opening
from tui.ui.looks import Looks


class ReplayApp(GeminiApp):
    """Shows the one recording that `host` opens, as `player` plays it."""

    def __init__(self, host: Host, player: Player, looks: Looks | None = None) -> None:
        super().__init__(lambda: host, Opening(), looks)
        self._player = player

    def open(self, opening: Opening | None) -> None:
        """Put up the recording."""
        from tui.ui.screens.replay import ReplayScreen

        self.conversing = ReplayScreen(self.host, self._player, self.terminal)
        self.conversing.filters = self.looks.filters
        self.push_screen(self.conversing)
