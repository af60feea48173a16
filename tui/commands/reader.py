"""The conversation for a screen reader: one line typed, the answer said line by line, nothing rewritten."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence

from tui.commands.leaving import HANG_UP_SECONDS, Left, until_left
from tui.errors import TuiError
from tui.live.requests import Interrupt, Reconnect, Request, SendText, Stop
from tui.projections.link import State
from tui.projections.narration import Narration
from tui.projections.transcript import Transcript
from tui.projections.views import Views
from tui.store.journal import Journal
from tui.text import clean_line
from tui.ui.conversation import Conversation
from tui.wire.summary import summarize

HELP = """\
Type a line to send it. Ctrl C while the model answers interrupts it, else it saves and leaves.
/frames [N]  the last N frames of the wire log, 10 if not said
/interrupt   silence the answer
/reconnect   dial now
/handle      the handle to resume with
/quit        save and leave; so does the end of input"""
CLOSED = "The connection is closed. /reconnect dials again, /quit leaves."


def tell(journal: Journal, say: Callable[[str], object] = print) -> None:
    """A recording, said from its first line to its last."""
    transcript, narration = Transcript(), Narration(typed=True)
    for frame in journal.frames():
        transcript.feed(frame)
        for line in narration.lines(transcript):
            say(line)


class ScreenReader:
    """Holds one conversation on the terminal's own lines. script: turns to send before any that is typed."""

    def __init__(
        self, conversation: Conversation, say: Callable[[str], object] = print, *, script: Sequence[str] = ()
    ) -> None:
        self.conversation = conversation
        self.journal = conversation.session.journal
        self.views = Views()
        self._narration = Narration()
        self._print = say
        self._script = script
        self._grown = threading.Event()
        self._over = threading.Event()
        self._engine = threading.Thread()
        self._failed: list[BaseException] = []
        self._commands: dict[str, Callable[[str], object]] = {
            "help": lambda _: self._say(HELP),
            "frames": self._frames,
            "interrupt": lambda _: self._request(Interrupt()),
            "reconnect": lambda _: self._reconnect(),
            "handle": lambda _: self._say(f"Handle: {self._handle()}."),
        }

    def run(self) -> str:
        """Until the input ends or a signal says so; the session's id. Raises what the engine raises."""
        self.journal.on_append = self._grown.set
        until_left(self._converse, self._hang_up)
        if self._failed:
            raise self._failed[0]
        return self.conversation.session.id

    def _converse(self) -> None:
        self._dial()
        self._listen()

    # -- the connection ----------------------------------------------------------------------------

    def _dial(self) -> None:
        """Have the conversation held, until it ends; says when it is there."""
        self._over.clear()
        self._engine = threading.Thread(target=self._hold, name="engine", daemon=True)
        self._engine.start()
        self._wait(lambda: self.views.link.state is State.READY)
        if not self._over.is_set():
            self._say(f"Connected to {self.views.link.model}. Type a line, or /help.")

    def _hold(self) -> None:
        try:
            self.conversation.run()
        except BaseException as error:  # raised again by `run`, on the thread that waits for this one
            self._failed.append(error)
        self._over.set()
        self._grown.set()

    def _reconnect(self) -> None:
        if self._over.is_set():
            self._dial()
        else:
            self._request(Reconnect())

    def _hang_up(self) -> None:
        self.conversation.request(Stop())
        self._engine.join(HANG_UP_SECONDS)
        self.conversation.session.close()

    # -- what is typed -----------------------------------------------------------------------------

    def _listen(self) -> None:
        for text in self._script:
            self._say(f"You said: {clean_line(text)}")
            self._ask(text)
        for line in _lines():
            if line == "/quit" or self._failed:
                return
            try:
                self._take(line)
            except TuiError as error:
                self._say(str(error))
            self._tell()

    def _take(self, line: str) -> None:
        name, _, rest = line[1:].partition(" ")
        if line.startswith("/"):
            self._commands.get(name, self._unknown)(rest.strip())
        elif line:
            self._ask(line)

    def _ask(self, text: str) -> None:
        """Send a turn and wait for its answer; where there is nobody to send it to, say so."""
        self._tell()
        if self._over.is_set():
            self._say(f'"{clean_line(text)}" was not sent. {CLOSED}')
            return
        asked = len(self.views.transcript.turns)
        self._request(SendText(text))
        try:
            self._wait(lambda: self._answered(asked))
        except KeyboardInterrupt:
            self._request(Interrupt())

    def _answered(self, asked: int) -> bool:
        turns = self.views.transcript.turns
        return len(turns) > asked and not turns[-1].is_open

    def _frames(self, rest: str) -> None:
        if rest and not rest.isdecimal():
            self._say("/frames takes a number.")
            return
        count = int(rest[:9] or 10)
        for frame in self.journal.frames(max(0, len(self.journal) - count)):
            self._say(f"{frame.seq}, {frame.direction}: {summarize(frame)}")

    def _handle(self) -> str:
        newest = self.views.handles.newest
        return clean_line(newest.value) if newest is not None else "none yet"

    def _request(self, request: Request) -> None:
        self.conversation.request(request)

    def _unknown(self, _: str) -> None:
        self._say("There is no such command. /help lists them.")

    # -- what is said ------------------------------------------------------------------------------

    def _wait(self, condition: Callable[[], bool]) -> None:
        """Say what comes until something is so, or the conversation has ended."""
        while not condition():
            is_over = self._over.is_set()
            if not is_over:
                self._grown.wait(1.0)
                self._grown.clear()
            self._tell()
            if self._failed:
                raise self._failed[0]
            if is_over:
                return

    def _tell(self) -> None:
        """Take in what is new and say what can be said."""
        for frame in self.journal.frames(self.views.rows):
            self.views.feed(frame)
        for line in self._narration.lines(self.views.transcript):
            self._say(line)

    def _say(self, line: str) -> None:
        try:
            self._print(line)
            sys.stdout.flush()
        except OSError as error:  # the terminal is gone, or what read us
            raise Left from error


def _lines() -> Iterator[str]:
    """What is typed, until there is no more, or no terminal."""
    try:
        yield from map(str.strip, sys.stdin)
    except OSError:
        return
