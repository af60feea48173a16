"""What is known of a session although it was killed, cut or half written: session.toml, or its journal."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, NamedTuple

from tui.store import metadata as toml
from tui.store.index import Index
from tui.store.line import decode
from tui.store.metadata import Metadata
from tui.store.scan import Watch, scan
from tui.store.tally import Tally, is_news


class Recovered(NamedTuple):
    """A session's metadata, what was found odd, and whether its session.toml holds what we cannot use."""

    metadata: Metadata
    problems: list[str]
    is_broken: bool


def recover(directory: Path, watch: Watch | None = None, *, live: bool = False) -> Recovered:
    """The session's metadata, brought up to date with its journal.

    Reads only what the journal has beyond session.toml; all of it where that file is missing or broken.
    watch: as of `scan`. live: somebody writes the session, and need not have saved that file yet.
    """
    path = directory / "session.toml"
    metadata, problems = toml.read(path)
    is_young = live and metadata is None and not path.exists()
    is_broken = bool(problems) and path.exists()
    known, size = metadata.totals.bytes if metadata else 0, _size(directory / "journal.jsonl")
    if metadata is None or not 0 <= known <= size:
        problems = [] if is_young else [*problems, "made anew from the journal"]
        metadata, known = _started_over(metadata), 0
    if known != size:
        try:
            fold(directory / "journal.jsonl", metadata, watch)
        except OSError as error:
            problems.append(f"journal.jsonl cannot be read: {error.strerror}")
    if metadata.read_only:
        problems.append(f"written by a later version of gemini-tui (schema {metadata.schema}): read-only")
    return Recovered(metadata, problems, is_broken)


def set_aside(path: Path) -> None:
    """Keep a file that is about to be written over: `.broken`, `.broken-2`, … beside it."""
    names = (f"{path.name}.broken{number}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    kept = next(kept for name in names if not (kept := path.with_name(name)).exists())
    path.replace(kept)


def fold(path: Path, metadata: Metadata, watch: Watch | None = None) -> None:
    """Take the journal's lines beyond `metadata.totals.bytes` into the metadata. Raises OSError.

    An index tells which frames are news; the others, most of a long journal, are only counted.
    """
    tally, index = Tally(metadata), Index()
    index.end = metadata.totals.bytes
    scan(path, index, watch=watch)
    metadata.totals.bytes = index.end
    if len(index):
        tally.begin(index.times[0])
        news = index.where(lambda what: is_news(what.mask))
        with path.open("rb") as file:
            for n in news:
                _feed(tally, file, *index.span(n))
                if watch is not None:
                    watch(index.end, index.end)
        tally.count(len(index) - len(news), index.times[-1])


def _feed(tally: Tally, file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    try:
        tally.feed(decode(file.read(end - start).lstrip().split(b"\n", 1)[0]))
    except ValueError:
        pass


def _started_over(metadata: Metadata | None) -> Metadata:
    """Keep what the owner said; what the journal says is folded again."""
    if metadata is None:
        return Metadata()
    return Metadata(
        title=metadata.title if metadata.titled else "",
        titled=metadata.titled,
        pinned=metadata.pinned,
        tags=metadata.tags,
        note=metadata.note,
        marks=metadata.marks,
        parent=metadata.parent,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
