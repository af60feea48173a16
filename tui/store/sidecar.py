"""An index kept beside a journal's data, so that a million frames open in the time of a read.

It lies in the cache directory and is never the source of truth: whatever does not fit the journal, byte for
byte where it ends, is made anew. One line of JSON, then the columns as they are in memory.
"""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from tui import __version__
from tui.paths import cache_dir, make_private
from tui.store.index import Index, What
from tui.store.line import glance
from tui.wire import schema
from tui.wire.frame import Direction
from tui.wire.kinds import Kind

WORTH_SAVING = 5_000
"""Frames that take longer to scan than an index takes to write."""


def _fingerprint() -> int:
    """Changes with everything that gives the columns their meaning."""
    kinds = " ".join(kind.wire_name for kind in Kind)
    meaning = (__version__, kinds, schema.SERVER, schema.CLIENT, sys.byteorder)
    return zlib.crc32(_stable(meaning).encode())


def _stable(value: Any) -> str:
    if isinstance(value, frozenset):
        return _stable(sorted(value))
    if isinstance(value, dict):
        return "".join(f"{name}:{_stable(part)};" for name, part in value.items())
    return "".join(map(_stable, value)) if isinstance(value, (list, tuple)) else str(value)


class Sidecar:
    """Where one journal's index is kept between runs; with no path, nowhere."""

    def __init__(self, path: Path | None = None, *, worth: int = WORTH_SAVING) -> None:
        self._path = path
        self._worth = worth
        self._kept = 0

    def load(self, journal: Path) -> tuple[Index, list[str]]:
        """The index up to where it was kept, and what was odd up to there; empty where it does not fit."""
        if self._path is None:
            return Index(), []
        try:
            head, _, body = self._path.read_bytes().partition(b"\n")
            record = orjson.loads(head)
            index = _restored(record, memoryview(body))
            if not _fits(index, journal):
                return Index(), []
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            return Index(), []
        self._kept = len(index)
        return index, [str(problem) for problem in record.get("problems", [])]

    def keep(self, index: Index, problems: list[str]) -> None:
        """Write an index down where it has grown enough; done without where it cannot be."""
        if self._path is None or len(index) - self._kept < self._worth:
            return
        new = self._path.with_suffix(f".{os.getpid()}")
        try:
            make_private(self._path.parent)
            new.write_bytes(_written(index, problems))
            new.replace(self._path)
            self._kept = len(index)
        except OSError:
            with suppress(OSError):
                new.unlink()


def _written(index: Index, problems: list[str]) -> bytes:
    columns = [column.tobytes() for column in (index.starts, index.times, index.sizes, index.conns)]
    body = b"".join([*columns, bytes(index.codes)])
    head = {
        "fingerprint": _fingerprint(),
        "frames": len(index),
        "end": index.end,
        "next_seq": index.next_seq,
        "table": [[what.direction.value, what.mask] for what in index.table],
        "rare": [[n, what.direction.value, what.mask] for n, what in index.rare.items()],
        "problems": problems,
    }
    return orjson.dumps(head | {"crc": _checksum(head, body)}) + b"\n" + body


def _checksum(head: dict[str, Any], body: bytes | memoryview) -> int:
    return zlib.crc32(orjson.dumps(head), zlib.crc32(body))


def _restored(head: dict[str, Any], body: memoryview) -> Index:
    if head["fingerprint"] != _fingerprint() or head.pop("crc") != _checksum(head, body):
        raise ValueError("made for something else")
    index, frames, at = Index(), head["frames"], 0
    for column in (index.starts, index.times, index.sizes, index.conns):
        size = frames * column.itemsize
        column.frombytes(body[at : at + size])
        at += size
    index.codes.extend(body[at:])
    index.end, index.next_seq = head["end"], head["next_seq"]
    index.learn([What(Direction(name), mask) for name, mask in head["table"]])
    index.rare.update({n: What(Direction(name), mask) for n, name, mask in head["rare"]})
    if len(index.codes) != frames:
        raise ValueError("cut short")
    return index


def _fits(index: Index, journal: Path) -> bool:
    """Whether the last frame of the index is the journal's frame there."""
    start, end = index.span(len(index) - 1)
    with journal.open("rb") as file:
        file.seek(start)
        line = file.read(end - start)
    seen = glance(line.lstrip().split(b"\n", 1)[0])
    return len(line) == end - start and (seen.seq, seen.t) == (index.next_seq - 1, index.times[-1])


def sidecar_of(session: Path) -> Sidecar:
    """The sidecar of a session's journal, by the session's directory."""
    return Sidecar(cache_dir(session.parents[1]) / "index" / f"{session.name}.idx")
