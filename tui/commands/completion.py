"""Completion for bash, zsh and fish: the shell asks the program, and the parsers themselves answer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice

from tui.text import clean_line

SHELLS = ("bash", "zsh", "fish")
_PATHS = frozenset({"data_dir", "output", "out", "path", "file", "frames", "ca_file"})
_SESSIONS = frozenset({"id", "ids", "session", "sessions", "resume", "recording", "source"})

_SESSIONS_SHOWN = 100

Candidate = tuple[str, str]
"""A word that may stand here, and what it is for."""

FILES: Candidate = (":files", "")
"""Stands for the shell's own completion of file names."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The shell; and what the scripts call with the words typed so far."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, default="bash", help="the script for this shell")
    parser.add_argument("--answer", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.epilog = 'In ~/.bashrc: eval "$(gemini-tui completion bash)"'


def run(arguments: argparse.Namespace) -> int:
    """Print the script; or the candidates for the last word, a line each, a tab before what it is for."""
    if arguments.answer is None:
        print(_SCRIPTS[arguments.shell], end="")
    else:
        print("\n".join("\t".join(candidate).strip() for candidate in candidates(arguments.answer)))
    return 0


def candidates(line: Sequence[str]) -> Iterator[Candidate]:
    """What the last word may become; the words before it say where we are."""
    from tui.cli import COMMANDS, build_parser

    *before, word = line or [""]
    command = before[0] if before and before[0] in COMMANDS else "app"
    found = _for_parser(build_parser(command), before, word)
    here = [*found, *(COMMANDS.items() if not before else ())]
    yield from (pair for pair in here if pair[0].startswith(word) or pair == FILES)


def _for_parser(parser: argparse.ArgumentParser, before: Sequence[str], word: str) -> Iterator[Candidate]:
    options = {name: action for action in parser._actions for name in action.option_strings}
    waiting = options.get(before[-1]) if before else None
    if waiting is not None and waiting.nargs != 0:
        yield from _values(waiting)
    elif word.startswith("-"):
        yield from ((name, _help(action)) for name, action in options.items())
    else:
        yield from (pair for action in parser._get_positional_actions() for pair in _values(action))


def _help(action: argparse.Action) -> str:
    return "" if action.help in (None, argparse.SUPPRESS) else str(action.help).replace("%%", "%")


def _values(action: argparse.Action) -> Iterator[Candidate]:
    if action.choices:
        yield from ((str(choice), "") for choice in action.choices)
    elif action.dest in _SESSIONS:
        yield from _sessions()
    elif action.dest == "theme":
        yield from _themes()
    elif action.dest in _PATHS:
        yield FILES


def _sessions() -> Iterator[Candidate]:
    from tui.paths import data_dir
    from tui.store.shelf import Shelf

    yield "last", "the session used last"
    shelf = Shelf(data_dir())
    for name in islice(shelf.ids(), _SESSIONS_SHOWN):
        yield name, clean_line(shelf.entry(name).metadata.title)


def _themes() -> Iterator[Candidate]:
    from tui.paths import themes_dir, user_themes_dir

    directories = (themes_dir(), user_themes_dir())
    yield from ((path.stem, "") for directory in directories for path in sorted(directory.glob("*.toml")))


_BASH = """\
_gemini_tui() {
  local line words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      "") ;;
      :files) compopt -o filenames; COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")) ;;
      *) COMPREPLY+=("${line%%$'\\t'*}") ;;
    esac
  done < <(gemini-tui completion --answer "${words[@]}" 2>/dev/null)
}
complete -F _gemini_tui gemini-tui
"""
_ZSH = """\
#compdef gemini-tui
_gemini_tui() {
  local line; local -a found
  for line in ${(f)"$(gemini-tui completion --answer "${(@)words[2,CURRENT]}" 2>/dev/null)"}; do
    if [[ $line == :files ]]; then _files; else found+=("${${line//:/\\\\:}/$'\\t'/:}"); fi
  done
  _describe gemini-tui found
}
compdef _gemini_tui gemini-tui
"""
_FISH = """\
function __gemini_tui
  set -l words (commandline -opc)[2..] (commandline -ct)
  for line in (gemini-tui completion --answer $words 2>/dev/null)
    if test "$line" = :files
      __fish_complete_path (commandline -ct)
    else
      echo $line
    end
  end
end
complete -c gemini-tui -f -a "(__gemini_tui)"
"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
