"""The main screen over a recording: the same panes, and a bar where the prompt would be."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from tui.replay.player import Player
from tui.text import counted
from tui.ui.actions import bindings
from tui.ui.conversation import Host, Opening
from tui.ui.feed import JournalGrew
from tui.ui.screens.main import MainScreen
from tui.ui.terminal import Terminal
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.replay_bar import ReplayBar
from tui.ui.widgets.strip import StatusStrip


class ReplayScreen(MainScreen):
    """Shows a recording as `player` plays it; the host's conversation is that recording."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("replay")]

    class Rewound(Message, bubble=False):
        """The player went back: the panes have to start over."""

    def __init__(self, host: Host, player: Player, terminal: Terminal | None = None) -> None:
        super().__init__(host, Opening(), terminal=terminal)
        self.player = player
        self._told = 0

    def compose(self) -> ComposeResult:
        """What the main screen has, and the bar."""
        yield from super().compose()
        yield ReplayBar(self.player, id="bar")

    def on_mount(self) -> None:
        """The bar takes the prompt's place."""
        self.query_one(Prompt).display = False
        bar = self.query_one(ReplayBar)
        self.move_child(bar, before=self.query_one(StatusStrip))
        self.call_after_refresh(bar.focus)
        self.player.on_change = self._player_changed
        self.player.on_rewind = self._player_rewound

    def _player_changed(self) -> None:
        self.post_message(JournalGrew())

    def _player_rewound(self) -> None:
        self.post_message(self.Rewound())

    @on(Rewound)
    def _start_over(self) -> None:
        conversation, log = self.board.conversation, self.query_one(LogPane)
        if conversation is not None:
            asked = log.filtering.text
            self.show(self.board.rewind(conversation))
            log.recall(asked)

    def _refresh_panes(self) -> None:
        super()._refresh_panes()
        self.query_one(ReplayBar).look()
        self._tell_problems(self.player.problems)

    def _tell_problems(self, problems: list[str]) -> None:
        if len(problems) > self._told:
            self._told = len(problems)
            more = f", and {counted(len(problems) - 1, 'more place')}" if len(problems) > 1 else ""
            self.notify(
                f"{problems[0]}{more}. The rest is shown",
                title="In this recording",
                severity="warning",
                markup=False,
            )

    def now(self) -> float:
        """The time of the frame that was played last."""
        times = self.player.reel.index.times
        return times[-1] if times else 0.0

    def go_to(self, name: str) -> None:
        """The bar stands where the prompt would."""
        if name == "prompt":
            self.query_one(ReplayBar).focus()
        else:
            super().go_to(name)

    async def switch(self, opening: Opening) -> None:
        """There is nobody to talk to."""
        text = "This is a recording. To talk, quit and start gemini-tui"
        resume = f" --resume {opening.resume}" if opening.resume else ""
        self.notify(text + resume, severity="warning", markup=False)

    def action_seek_to(self) -> None:
        """Type a place to go to."""
        from tui.ui.screens.seek import SeekScreen

        self.app.push_screen(SeekScreen(self.player), self._seek)

    def _seek(self, row: int | None) -> None:
        if row is not None:
            self.player.seek(row)

    async def action_player(self, action: str) -> None:
        """Hand a key on to the bar."""
        await self.query_one(ReplayBar).run_action(action)
