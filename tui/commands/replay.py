"""The app over a recording: play, pause, speed, step a frame or a turn, seek."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tui.commands import options
from tui.commands.looks import add_looks, require_terminal, shape_looks
from tui.commands.numbers import within
from tui.commands.sounding import sounding
from tui.errors import StoreError
from tui.live.requests import Request, Stop
from tui.replay.pace import LONGEST_GAP
from tui.replay.player import FASTEST, SLOWEST, Player
from tui.replay.recording import recording
from tui.store.scan import Watch
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.conversation import Change, NoSound, Opening
from tui.wire.frame import Frame


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of a replay."""
    parser.add_argument(
        "recording", metavar="ID|FILE", help="a saved session, a journal.jsonl, or a HAR with WebSockets"
    )
    parser.add_argument(
        "--speed",
        type=within(float, SLOWEST, FASTEST),
        default=1.0,
        metavar="N",
        help=f"{SLOWEST:g} to {FASTEST:g} (default: 1)",
    )
    parser.add_argument(
        "--longest-gap",
        type=within(float, 0.0),
        default=LONGEST_GAP,
        metavar="S",
        help=f"seconds that a longer silence is cut to (default: {LONGEST_GAP:g})",
    )
    parser.add_argument("--paused", action="store_true", help="stand at the start and wait")
    parser.add_argument("--audio", default="auto", metavar="auto|none|…", help="where the sound goes")
    options.add_data_dir(parser)
    add_looks(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the recording; returns when a person leaves. Raises StoreError."""
    shelf = Shelf(options.data_directory(arguments))
    with recording(find(arguments.recording, shelf)) as session:
        looks = shape_looks(arguments)
        if looks.terminal.reader:
            from tui.commands.reader import tell

            session.journal.read_rest()
            tell(session.journal)
            return 0
        require_terminal("gemini-tui replay --screen-reader tells it line by line")
        from tui.ui.replay import ReplayApp

        player = Player(session.journal, longest_gap=arguments.longest_gap, reads=True)
        player.set_speed(arguments.speed)
        if arguments.paused:
            player.pause()
        host = RecordingHost(shelf, Played(session, player, arguments.audio))
        app = ReplayApp(host, player, looks)
        app.run(mouse=looks.terminal.mouse)
    return app.return_code or 0


def find(name: str, shelf: Shelf) -> Path:
    """The file of this name where there is one, else the saved session. Raises StoreError."""
    path = Path(name)
    return path if path.exists() else shelf.find(name)


class Played:
    """A recording as a conversation: its journal is what has been played, and it sends nothing."""

    demo = False
    sound = NoSound()

    def __init__(self, session: Session, player: Player, audio: str) -> None:
        self._recorded = session
        self._player = player
        self._audio = audio

    @property
    def session(self) -> Session:
        """The session as far as it was played."""
        recorded = self._recorded
        return Session(recorded.directory, self._player.reel, recorded.metadata, problems=recorded.problems)

    def run(self) -> None:
        """Play until told to stop; blocks."""
        with sounding(self._audio) as sound:
            self._player.on_frame, self._player.on_halt = sound.hear, sound.hush
            reading = threading.Thread(target=self._player.read, name="recording read")
            reading.start()
            self._player.run()
            reading.join()
            self._player.on_frame, self._player.on_halt = _unheard, _silent

    def request(self, request: Request) -> None:
        """Nothing can be sent to a recording: only Stop means something."""
        if isinstance(request, Stop):
            self._player.stop()


def _unheard(_: Frame) -> None:
    pass


def _silent() -> None:
    pass


class RecordingHost:
    """Opens the one recording there is."""

    missing = ""
    profiles: tuple[str, ...] = ()

    def __init__(self, shelf: Shelf, played: Played) -> None:
        self.shelf = shelf
        self._played = played

    def open(self, opening: Opening, watch: Watch | None = None) -> Played:
        """The recording."""
        return self._played

    def changes(self, opening: Opening) -> list[Change]:
        """Nothing is resumed here. Raises StoreError."""
        raise StoreError("a replay dials nothing", hint=f"gemini-tui --resume {opening.resume} does")

    def elsewhere(self, opening: Opening) -> None:
        """Nothing is dialled here."""

    def check(self, name: str) -> str:
        """Nothing is dialled here. Raises StoreError."""
        raise StoreError("a replay dials nothing", hint=f"gemini-tui check {name} does")
