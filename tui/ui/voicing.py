"""The sound of a turn once more: played, or written to a file."""

from __future__ import annotations

from functools import partial

from tui.live.requests import PlayTurn
from tui.projections.turn import Turn
from tui.store.export.sound import free_wav, write_run
from tui.store.journal import Journal
from tui.ui.asking import Asking
from tui.ui.background import run_thread
from tui.ui.widgets.transcript import TranscriptPane
from tui.wire.kinds import Kind


class Voicing(Asking):
    """A screen that has a transcript, and can sound the turn that is chosen there."""

    def action_play_turn(self) -> None:
        """Play the answer of the chosen turn, or of the last one, again."""
        if (turn := self.query_one(TranscriptPane).turn) is not None:
            self.ask(PlayTurn(turn.first, turn.last))

    def action_write_turn(self) -> None:
        """Write the sound of that answer, heard or not, to a WAV file in the working directory."""
        turn, feed = self.query_one(TranscriptPane).turn, self.board.feed
        if turn is not None and feed is not None:
            write = partial(self._write_turn, feed.journal, turn)
            run_thread(self, write, group="sound", what="Writing the WAV")

    def _write_turn(self, journal: Journal, turn: Turn) -> None:
        """On a thread."""
        path = free_wav(journal, f"turn-{turn.number:02}")
        spoken = (row for row in range(turn.first, turn.last + 1) if journal.mask(row) & Kind.AUDIO.bit)
        try:
            size = write_run(journal, spoken, path)
            said = f"The sound of turn {turn.number} is in {path}" if size else "This turn has no sound"
        except OSError as error:
            said = f"Cannot write {path}: {error.strerror}"
        self.app.call_from_thread(self.notify, said, markup=False)
