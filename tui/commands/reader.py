"""The conversation for a screen reader: one line typed, the answer said line by line, nothing rewritten."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

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
Type a line to send it. Ctrl C while the model answers interrupts it.
/frames [N]  the last N frames of the wire log, 10 if not said
/interrupt   silence the answer
/reconnect   dial now
/handle      the handle to resume with
/quit        save and leave; so does the end of input"""


def tell(journal: Journal, say: Callable[[str], object] = print) -> None:
    """A recording, said from its first line to its last."""
    transcript, narration = Transcript(), Narration(typed=True)
    for frame in journal.frames():
        transcript.feed(frame)
        for line in narration.lines(transcript):
            say(line)


class Reader:
    """Holds one conversation on the terminal's own lines."""

    def __init__(self, conversation: Conversation, say: Callable[[str], object] = print) -> None:
        self.conversation = conversation
        self.journal = conversation.session.journal
        self.views = Views()
        self._narration = Narration()
        self._say = say
        self._grown = threading.Event()
        self._failed: list[BaseException] = []
        self._commands: dict[str, Callable[[str], object]] = {
            "help": lambda _: self._say(HELP),
            "frames": self._frames,
            "interrupt": lambda _: self._request(Interrupt()),
            "reconnect": lambda _: self._request(Reconnect()),
            "handle": lambda _: self._say(f"Handle: {self._handle()}."),
        }

    def run(self) -> str:
        """Until the input ends; the session's id. Raises what the engine raises."""
        self.journal.on_append = self._grown.set
        thread = threading.Thread(target=self._hold, name="engine", daemon=True)
        thread.start()
        try:
            self._wait(lambda: self.views.link.state in (State.READY, State.CLOSED))
            if self.views.link.state is State.READY:
                self._say(f"Connected to {self.views.link.model}. Type a line, or /help.")
            self._listen()
        finally:
            self.conversation.request(Stop())
            thread.join()
            self.conversation.session.close()
        if self._failed:
            raise self._failed[0]
        return self.conversation.session.id

    def _hold(self) -> None:
        try:
            self.conversation.run()
        except BaseException as error:  # raised again by `run`, on the thread that waits for this one
            self._failed.append(error)
        self._grown.set()

    def _listen(self) -> None:
        for line in map(str.strip, sys.stdin):
            name, _, rest = line[1:].partition(" ")
            if line == "/quit" or self._failed:
                return
            if line.startswith("/"):
                self._commands.get(name, self._unknown)(rest)
            elif line:
                self._ask(line)
            self._tell()

    def _ask(self, text: str) -> None:
        asked = len(self.views.transcript.turns)
        self._request(SendText(text))
        try:
            self._wait(lambda: self._answered(asked))
        except KeyboardInterrupt:
            self._request(Interrupt())

    def _answered(self, asked: int) -> bool:
        turns = self.views.transcript.turns
        ended = len(turns) > asked and not turns[-1].is_open
        return ended or bool(self._failed) or self.views.link.state is State.CLOSED

    def _wait(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._grown.wait(1.0)
            self._grown.clear()
            self._tell()
            if self._failed:
                return

    def _tell(self) -> None:
        """Take in what is new and say what can be said."""
        for frame in self.journal.frames(self.views.rows):
            self.views.feed(frame)
        for line in self._narration.lines(self.views.transcript):
            self._say(line)
        sys.stdout.flush()

    def _frames(self, rest: str) -> None:
        count = int(rest) if rest.isdigit() else 10
        for frame in self.journal.frames(max(0, len(self.journal) - count)):
            self._say(f"{frame.seq}, {frame.direction}: {summarize(frame)}")

    def _handle(self) -> str:
        newest = self.views.handles.newest
        return clean_line(newest.value) if newest is not None else "none yet"

    def _request(self, request: Request) -> None:
        self.conversation.request(request)

    def _unknown(self, _: str) -> None:
        self._say("There is no such command. /help lists them.")
