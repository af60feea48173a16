"""Hand a session on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.commands.numbers import within
from tui.commands.progress import told
from tui.commands.saved import add_shelf_arguments, print_json, shelf_of
from tui.environment import secrets
from tui.errors import StoreError, UsageError
from tui.store.export.draft import draft
from tui.store.line import encode
from tui.store.session import Session
from tui.text import escape_json

if TYPE_CHECKING:
    from tui.wire.frame import Frame
    from tui.wire.redact import Redactor

FORMATS = ("md", "jsonl", "har", "wav", "bundle")
STDOUT = Path("-")
_SUFFIXES = {"bundle": "zip"}
_IN_FILES = {"wav": "Name a directory with -o: each turn is a file", "bundle": "Name a file with -o"}
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, in which form, and where to."""
    parser.add_argument("id", metavar="ID", help="an id, a unique prefix of one, or last")
    parser.add_argument("--format", choices=FORMATS, default="md", help="default: md, the transcript")
    parser.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        type=Path,
        help="a file, - for stdout, a directory for wav; what is there is written over. Without it: the "
        "session's id in this directory, or the next such name that is free",
    )
    parser.add_argument(
        "--around", metavar="SEQ", type=within(int, 0), help="bundle: only the frames around this one"
    )
    parser.add_argument(
        "--span", metavar="N", type=within(int, 0), default=200, help="bundle: N frames on either side"
    )
    parser.add_argument("--with-handles", action="store_true", help="bundle: do not cut resumption handles")
    parser.add_argument("--with-audio", action="store_true", help="bundle: do not cut sound and images")
    parser.add_argument("--yes", action="store_true", help="bundle: do not ask before it is written")
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write it, and print where it is."""
    if arguments.output == STDOUT and arguments.format in _IN_FILES:
        raise UsageError(f"{arguments.format} cannot go to stdout", hint=_IN_FILES[arguments.format])
    shelf = shelf_of(arguments)
    with Session.open(shelf.find(arguments.id)) as session:
        try:
            written = _write(session, arguments)
        except OSError as error:
            what = f"cannot write the export: {error.strerror or error}"
            raise StoreError(what, hint="Choose another place with -o") from error
    if arguments.json:
        print_json({"id": session.id, "format": arguments.format, "files": [str(path) for path in written]})
    elif arguments.output != STDOUT:
        print("\n".join(map(str, written)))
    return 0 if written or arguments.output == STDOUT else 1


def _write(session: Session, arguments: argparse.Namespace) -> list[Path]:
    if arguments.format == "wav":
        return _write_wavs(session, arguments)
    suffix = _SUFFIXES.get(arguments.format, arguments.format)
    target: Path = arguments.output or Path(f"{_free_stem(session.id, suffix)}.{suffix}")
    if arguments.format == "bundle":
        return _write_bundle(session, target, arguments)
    return _write_text(_text(session, arguments), target)


def _free_stem(name: str, suffix: str) -> str:
    """The session's id, with a number where the working directory has something of that name."""
    stems = chain((name,), (f"{name}-{number}" for number in count(2)))
    return next(stem for stem in stems if not _is_there(stem, suffix))


def _is_there(stem: str, suffix: str) -> bool:
    return Path(f"{stem}.{suffix}").exists() or any(Path().glob(f"{stem}-turn-*.{suffix}"))


def _followed(items: Iterable[T], total: int, doing: str, arguments: argparse.Namespace) -> Iterator[T]:
    """The items, told of, but not in the midst of the document itself."""
    return iter(items) if _is_on_screen(arguments) else told(items, total, doing)


def _is_on_screen(arguments: argparse.Namespace) -> bool:
    return arguments.output == STDOUT and sys.stdout.isatty()


def _frames(session: Session, arguments: argparse.Namespace) -> Iterator[Frame]:
    """Every frame of the session."""
    return _followed(session.journal.frames(), len(session.journal), "reading frame", arguments)


def _text(session: Session, arguments: argparse.Namespace) -> Iterable[str]:
    """The document in pieces."""
    if arguments.format == "md":
        from tui.store.export.markdown import markdown

        return (f"{line}\n" for line in markdown(session.metadata, _frames(session, arguments)))
    if arguments.format == "har":
        from tui.store.export.har import har

        pieces = har(session.journal, _frames(session, arguments))
        return _followed(pieces, len(session.journal), "writing frame", arguments)
    lines = (encode(frame).decode() for frame in _frames(session, arguments))
    return map(escape_json, lines) if _is_on_screen(arguments) else lines


def _write_text(pieces: Iterable[str], target: Path) -> list[Path]:
    if target == STDOUT:
        sys.stdout.writelines(pieces)
        return []
    with draft(target) as path, path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
    return [target]


def _write_wavs(session: Session, arguments: argparse.Namespace) -> list[Path]:
    from tui.store.export.sound import write_wavs

    directory: Path = arguments.output or Path.cwd()
    directory.mkdir(parents=True, exist_ok=True)
    stem = session.id if arguments.output else _free_stem(session.id, "wav")
    written = write_wavs(_frames(session, arguments), directory, stem)
    if not written:
        print("gemini-tui: there is no sound in this session.", file=sys.stderr)
    return written


def _write_bundle(session: Session, target: Path, arguments: argparse.Namespace) -> list[Path]:
    """What was cut is shown before the bundle is there."""
    from tui.store.export.bundle import Window, write_bundle
    from tui.wire.redact import Redactor

    redactor = Redactor(handles=not arguments.with_handles, audio=not arguments.with_audio, secrets=secrets())
    rows = Window(arguments.around, arguments.span).rows(session.journal)
    frames = told(session.journal.frames(rows.start, rows.stop), len(rows), "reading frame")
    with draft(target) as path:
        write_bundle(session.metadata, frames, path, redactor)
        if not _agrees(redactor, arguments):
            raise StoreError("no bundle was written")
    return [target]


def _agrees(redactor: Redactor, arguments: argparse.Namespace) -> bool:
    """Show what was cut; ask at a terminal, where a script has decided already."""
    cut = ", ".join(redactor.summary()) or "nothing"
    print(f"gemini-tui: cut from the bundle: {cut}. The rest of what was said is in it.", file=sys.stderr)
    if arguments.yes or not sys.stdin.isatty():
        return True
    print("Write it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}
