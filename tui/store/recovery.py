"""What is known of a session although it was killed, cut or half written: session.toml, or its journal."""

from __future__ import annotations

from pathlib import Path

from tui.store import metadata as toml
from tui.store.line import decode
from tui.store.metadata import Metadata
from tui.store.tally import Tally


def recover(directory: Path) -> tuple[Metadata, list[str]]:
    """The session's metadata, brought up to date with its journal, and what was found odd.

    Reads only what the journal has beyond session.toml; all of it where that file is missing or broken.
    """
    metadata, problems = toml.read(directory / "session.toml")
    known, size = metadata.totals.bytes if metadata else 0, _size(directory / "journal.jsonl")
    if metadata is not None and known == size:
        return metadata, problems
    if metadata is None or known > size:
        problems.append("made anew from the journal")
        metadata = _started_over(metadata)
    fold(directory / "journal.jsonl", metadata)
    return metadata, problems


def fold(path: Path, metadata: Metadata) -> None:
    """Feed the journal's lines beyond `metadata.totals.bytes` into the metadata."""
    tally, totals = Tally(metadata), metadata.totals
    try:
        with path.open("rb") as file:
            file.seek(totals.bytes)
            for line in file:
                _feed(tally, line)
                totals.bytes += len(line)
    except OSError:
        return


def _feed(tally: Tally, line: bytes) -> None:
    try:
        tally.feed(decode(line))
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
