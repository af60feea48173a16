"""`gemini-tui send TEXT…`: each TEXT a turn, the answers on stdout, no screen."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tui.audio.playout import Playout
from tui.commands import options
from tui.errors import StoreError, TuiError
from tui.live.engine import Engine
from tui.live.models import lookup
from tui.live.requests import SendText, Stop
from tui.live.retry import Backoff
from tui.live.setup import Endpoint, Setup
from tui.projections.transcript import Transcript
from tui.projections.turn import Turn
from tui.store.line import encode
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.text import clean_line
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_list, pick_map, pick_text

PATIENCE = Backoff(attempts=4)
"""Without a person to say when to stop, dialling stops by itself."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """TEXT…, --json, --resume, and what the app takes too."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help="a turn; - reads one from stdin")
    parser.add_argument("--json", action="store_true", help="print frame records, one a line")
    parser.add_argument("--resume", metavar="ID|last", help="go on with a saved session")
    parser.add_argument("--allow-commands", action="store_true", help="let the profile's tools run commands")
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Send, print, save. Raises TuiError, whose exit code is the process's."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    endpoint = options.endpoint(arguments)
    turns = [sys.stdin.read() if text == "-" else text for text in arguments.text]
    shelf = Shelf(options.data_directory(arguments))
    playout = Playout(options.sound(arguments, usual="none")[0])
    with opened(shelf, arguments, endpoint) as (session, setup, handle):
        if arguments.allow_commands:
            setup.consent.give()
        engine = Engine(endpoint, setup, session, handle=handle, playout=playout, backoff=PATIENCE)
        try:
            printer = Printer(session, engine, turns, arguments.json, lambda: playout.buffered)
            printer.ends_turns = lookup(setup.model).ends_turns
            printer.answered = setup.answers.keys()
            printer.run()
        finally:
            print(f"Resume with: gemini-tui --resume {session.id}", file=sys.stderr)
    if engine.failure is not None:
        raise engine.failure
    return 0


@contextmanager
def opened(
    shelf: Shelf, arguments: argparse.Namespace, endpoint: Endpoint
) -> Iterator[tuple[Session, Setup, str]]:
    """The session to write to, what to ask for, and the handle to go on with. Raises TuiError."""
    if not arguments.resume:
        setup = options.setup(arguments)
        with shelf.create(model=setup.model, backend=endpoint.backend, endpoint=endpoint.base_url) as session:
            yield session, setup, ""
        return
    with shelf.open(arguments.resume, write=True) as session:
        if session.newest_handle is None:
            raise StoreError(f"session {session.id} has no handle to resume with", hint="Begin a new session")
        saved = Setup.from_wire(session.metadata.setup)
        yield session, options.setup(arguments, saved=saved), session.newest_handle.handle


@dataclass
class Printer:
    """Follows the journal while the engine writes it: asks the next turn when one has ended.

    still_heard: seconds of sound that are yet to be heard; the next turn and the end wait for them.
    """

    session: Session
    engine: Engine
    turns: list[str]
    as_json: bool = False
    still_heard: Callable[[], float] = lambda: 0.0
    ends_turns: bool = True
    answered: Collection[str] = ()
    transcript: Transcript = field(default_factory=Transcript)
    _seen: int = 0
    _printed: str = ""
    _is_due: bool = False
    _stuck: TuiError | None = None

    def run(self) -> None:
        """Until every turn is answered or the engine has ended. Raises what the engine raises."""
        grown = threading.Event()
        self.session.journal.on_append = grown.set
        self._skip_what_was()
        failed: list[BaseException] = []
        thread = threading.Thread(target=self._run_engine, args=(failed, grown), name="engine")
        asked = len(self.transcript.turns)
        self._ask()
        thread.start()
        try:
            while thread.is_alive() and self._stuck is None:
                grown.wait(self.still_heard() or 1.0)
                grown.clear()
                asked = self._follow(asked)
                if self._is_due and not self.still_heard():
                    self._ask()
        finally:
            self.engine.request(Stop())
            thread.join()
        self._follow(asked)
        if self._printed:
            self._end_answer()
        if failed:
            raise failed[0]
        if self._stuck is not None:
            raise self._stuck

    def _run_engine(self, failed: list[BaseException], grown: threading.Event) -> None:
        try:
            self.engine.run()
        except BaseException as error:
            failed.append(error)
        grown.set()

    def _skip_what_was(self) -> None:
        for frame in self.session.journal.frames():
            self.transcript.feed(frame)
            self._seen += 1

    def _ask(self) -> None:
        self._is_due = False
        self.engine.request(SendText(self.turns.pop(0)) if self.turns else Stop())

    def _follow(self, asked: int) -> int:
        """Print what is new; after a turn's end ask the next. The turns that have ended so far."""
        for frame in self.session.journal.frames(self._seen):
            self._seen += 1
            self.transcript.feed(frame)
            if self.as_json:
                print(json.dumps(json.loads(encode(frame))))
            tell(frame)
            self._stuck = self._stuck or nobody_answers(frame, self.answered)
            self._print_answer(asked)
            turns = self.transcript.turns
            if frame.direction is Direction.RECEIVE and len(turns) > asked and self._is_over(turns[asked]):
                asked += 1
                self._end_answer()
                self._is_due = True
        sys.stdout.flush()
        return asked

    def _is_over(self, turn: Turn) -> bool:
        """Models that never complete a turn have said all with the generation."""
        return not turn.is_open or (turn.settled and not self.ends_turns)

    def _print_answer(self, asked: int) -> None:
        if self.as_json or len(self.transcript.turns) <= asked:
            return
        answer = self.transcript.turns[asked].answer
        grown = answer.startswith(self._printed)
        sys.stdout.write(answer[len(self._printed) :] if grown else f"\n{answer}")
        self._printed = answer

    def _end_answer(self) -> None:
        if not self.as_json:
            sys.stdout.write("\n")
        self._printed = ""


def nobody_answers(frame: Frame, answered: Collection[str]) -> TuiError | None:
    """A call that the model would wait for in vain: there is no person here to answer it."""
    if frame.event == "consent":
        name = clean_line(str(frame.message.get("function")))
        return TuiError(
            f"{name} was called, and its command may not run", hint="Allow it with --allow-commands"
        )
    if not frame.kinds & Kind.TOOL_CALL.bit:
        return None
    calls = pick_list(pick_map(frame.message, "toolCall"), "functionCalls")
    unknown = [name for call in calls if (name := pick_text(call, "name")) not in answered]
    if not unknown:
        return None
    name = clean_line(unknown[0])
    hint = f"Answer it in a profile, under [tools.{name}], or in the app"
    return TuiError(f"the model calls {name}, and nobody answers", hint=hint)


def tell(frame: Frame) -> None:
    """What happens to the connection is said on stderr as it happens; its end is the command's error."""
    fields = frame.message
    if frame.event == "retry":
        wait = max(0.0, fields["at"] - frame.t)
        said = f"{fields['why']}. Dialling again in {wait:.1f} s (try {fields['attempt']})"
    elif frame.event == "unsure":
        said = f'"{fields["text"]}" may not have arrived. Send it again if no answer comes'
    elif frame.event == "warning":
        said = fields["text"]
    elif frame.event == "silence":
        said = f"nothing has come for {fields['seconds']:.0f} s"
    elif frame.event == "unsent":
        said = f'"{fields["text"]}" was not sent'
    else:
        return
    print(f"gemini-tui: {clean_line(said)}.", file=sys.stderr)
