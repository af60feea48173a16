"""`gemini-tui send TEXT…`: each TEXT a turn, the answers on stdout, no screen."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from tui.commands import options
from tui.commands.call import Call
from tui.commands.host import LiveHost
from tui.commands.leaving import HANG_UP_SECONDS, until_left
from tui.commands.place import going_on
from tui.errors import TuiError
from tui.live.models import lookup
from tui.live.requests import SendText, Stop
from tui.live.retry import Backoff
from tui.projections.transcript import Transcript
from tui.projections.turn import Turn
from tui.store.line import encode
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.text import clean_line, well_formed, without_half
from tui.ui.conversation import Opening
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.spelling import pick_list, pick_map, pick_text

PATIENCE = Backoff(attempts=4)
"""Without a person to say when to stop, dialling stops by itself."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """TEXT…, --json, --resume, and what the app takes too."""
    parser.add_argument(
        "text", type=well_formed, nargs="+", metavar="TEXT", help="a turn; - reads one from stdin"
    )
    parser.add_argument("--json", action="store_true", help="print frame records, one a line")
    parser.add_argument("--resume", metavar="ID|last", help="go on with a saved session")
    parser.add_argument("--allow-commands", action="store_true", help="let the profile's tools run commands")
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Send, print, save. Raises TuiError, whose exit code is the process's."""
    turns = [sys.stdin.read() if text == "-" else text for text in arguments.text]
    way_out = ExitStack()
    order = until_left(lambda: _send(turns, arguments, way_out), way_out.close)
    return 128 + order if order else 0


def _send(turns: list[str], arguments: argparse.Namespace, way_out: ExitStack) -> None:
    """way_out: what is to be done at the end, whatever that is, comes into it."""
    call = opened(arguments)
    way_out.enter_context(call.session)
    way_out.callback(_say_how_to_resume, call.session, arguments)
    if arguments.allow_commands:
        call.setup.consent.give()
    printer = Printer(call, turns, arguments.json)
    way_out.callback(printer.hang_up)
    printer.run()
    if call.failure is not None:
        raise call.failure


def _say_how_to_resume(session: Session, arguments: argparse.Namespace) -> None:
    if session.journal.waiting:
        return
    said = f"gemini-tui: saved as {session.id}, with no handle to resume with."
    if session.newest_handle is not None:
        where = going_on(arguments, session.metadata)
        said = f"Resume with: {options.typed(arguments, '--resume', session.id, *where)}"
    with suppress(OSError):  # a terminal that is gone
        print(said, file=sys.stderr)


def opened(arguments: argparse.Namespace) -> Call:
    """The conversation to hold: a new one, or a saved one. Raises TuiError."""
    shelf = Shelf(options.data_directory(arguments))
    host = LiveHost(shelf, arguments, sound="none", backoff=PATIENCE)
    return host.call(Opening(resume=arguments.resume or ""))


@dataclass
class Printer:
    """Follows the journal while the engine writes it: asks the next turn when one has ended.

    The next turn and the end wait until all sound is heard.
    """

    call: Call
    turns: list[str]
    as_json: bool = False
    transcript: Transcript = field(default_factory=Transcript)
    _seen: int = 0
    _printed: str = ""
    _is_due: bool = False
    _stuck: TuiError | None = None
    _grown: threading.Event = field(default_factory=threading.Event)
    _failed: list[BaseException] = field(default_factory=list)
    _engine: threading.Thread = field(default_factory=threading.Thread)

    def run(self) -> None:
        """Until every turn is answered or the engine has ended. Raises what the engine raises."""
        self.call.session.journal.on_append = self._grown.set
        self._skip_what_was()
        asked = len(self.transcript.turns)
        self._ask()
        self._engine = threading.Thread(target=self._hold, name="engine", daemon=True)
        self._engine.start()
        while self._engine.is_alive():
            self._grown.wait(self._still_heard or 1.0)
            self._grown.clear()
            asked = self._follow(asked)
            if self._is_due and not self._still_heard:
                self._ask()
        asked = self._follow(asked)
        self._print_answer(asked, is_whole=True)
        if self._printed:
            self._end_answer()
        if self._failed:
            raise self._failed[0]
        if self._stuck is not None:
            raise self._stuck

    def hang_up(self) -> None:
        """Have the socket closed, wherever `run` has come to. Prints nothing: whoever read it may be gone."""
        self.call.request(Stop())
        if self._engine.is_alive():
            self._engine.join(HANG_UP_SECONDS)

    @property
    def _still_heard(self) -> float:
        """Seconds of sound that are yet to be heard."""
        return self.call.sound.playout.buffered

    def _hold(self) -> None:
        try:
            self.call.run()
        except BaseException as error:
            self._failed.append(error)
        self._grown.set()

    def _skip_what_was(self) -> None:
        for frame in self.call.session.journal.frames():
            self.transcript.feed(frame)
            self._seen += 1

    def _ask(self) -> None:
        self._is_due = False
        self.call.request(SendText(self.turns.pop(0)) if self.turns else Stop())

    def _follow(self, asked: int) -> int:
        """Print what is new; after a turn's end ask the next. The turns that have ended so far."""
        for frame in self.call.session.journal.frames(self._seen):
            self._seen += 1
            self.transcript.feed(frame)
            if self.as_json:
                print(json.dumps(json.loads(encode(frame))))
            tell(frame)
            if self._stuck is None and (stuck := nobody_answers(frame, self.call.setup.answers.keys())):
                self._stuck = stuck
                self.turns.clear()
                self.call.request(Stop())
            self._print_answer(asked)
            turns = self.transcript.turns
            if frame.direction is Direction.RECEIVE and len(turns) > asked and self._is_over(turns[asked]):
                self._print_answer(asked, is_whole=True)
                self._end_answer()
                asked += 1
                self._is_due = True
        sys.stdout.flush()
        return asked

    def _is_over(self, turn: Turn) -> bool:
        """Models that never complete a turn have said all with the generation."""
        return not turn.is_open or (turn.settled and not lookup(self.call.setup.model).ends_turns)

    def _print_answer(self, asked: int, *, is_whole: bool = False) -> None:
        """Go on where the printing stopped. What may yet change is held back until the answer is whole."""
        if self.as_json or len(self.transcript.turns) <= asked:
            return
        answer = self.transcript.turns[asked].answer
        answer = answer if is_whole else without_half(answer)
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
