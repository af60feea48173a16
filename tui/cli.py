"""Arguments to one command. Nothing heavy is imported before the command is known."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from tui import __version__
from tui.errors import TuiError
from tui.interpreter import share_quickly
from tui.text import clean_line, nearest

COMMANDS = {
    "send": "send turns and print the answers, without a screen",
    "list": "the saved sessions",
    "show": "one saved session",
    "search": "find text in everything said",
    "rename": "give a session a title",
    "delete": "move sessions to the trash",
    "fork": "a new session from an older handle",
    "check": "dial and say whether a handle is still accepted",
    "export": "hand a session on: md, jsonl, har, wav, bundle",
    "replay": "the app over a recording",
    "simulate": "a Live server on loopback, for any client",
    "models": "the models the service offers",
    "closes": "how connections ended, and at what age",
    "doctor": "what works here, and what to do about the rest",
    "config": "the settings: path, show, init",
    "completion": "completion for bash, zsh or fish",
}
"""Each is a module of `tui.commands` with `add_arguments(parser)` and `run(arguments) -> int`."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with what to do."""

    def error(self, message: str) -> NoReturn:
        """A wrong command line: one line on stderr, exit code 2."""
        stop = "" if message.endswith("?") else "."
        self.exit(2, f"gemini-tui: {clean_line(message)}{stop} See {self.prog} --help.\n")

    def refuse(self, words: Sequence[str], commands: Iterable[str] = ()) -> NoReturn:
        """What nothing takes, with what the first of it was probably meant to be: an option, or a command."""
        word = words[0]
        options = [name for action in self._actions for name in action.option_strings]
        if word.startswith("-"):
            self.error(f"there is no option {word}{nearest(word.partition('=')[0], options)}")
        if commands:
            self.error(f"there is no command {word}{nearest(word, commands)}")
        self.error(f"nothing takes {' '.join(words)}")


def build_parser(command: str) -> Parser:
    """The parser of one command; of the app itself for `app`."""
    module = import_module(f"tui.commands.{command}")
    if command == "app":
        listing = "\n".join(f"  {name:<11}{what}" for name, what in COMMANDS.items())
        parser = Parser(
            prog="gemini-tui",
            usage="gemini-tui [OPTION …]\n       gemini-tui COMMAND [OPTION …]",
            description="Talk to a Live model, see every frame, and go on another day.",
            epilog=f"commands:\n{listing}\n\ngemini-tui COMMAND --help says more of each.",
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=30),
        )
        parser.add_argument("--version", action="version", version=f"gemini-tui {__version__}")
    else:
        what = COMMANDS[command]
        parser = Parser(prog=f"gemini-tui {command}", description=f"{what[0].upper()}{what[1:]}.")
    module.add_arguments(parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Errors are one line on stderr."""
    share_quickly()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what is piped or typed in need not be UTF-8
    words = list(sys.argv[1:] if argv is None else argv)
    command = words.pop(0) if words and words[0] in COMMANDS else "app"
    parser = build_parser(command)
    arguments, rest = parser.parse_known_args(words)
    if rest:
        parser.refuse(rest, COMMANDS if command == "app" else ())
    try:
        code: int = import_module(f"tui.commands.{command}").run(arguments)
    except TuiError as error:
        print(f"gemini-tui: {clean_line(str(error))}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code
