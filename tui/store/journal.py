"""The append-only record of one session: every frame, on disk before anyone is told of it.

Lines are as `tui.store.line` says. While the file takes nothing (disk full, read-only) frames wait in
memory, `trouble` says why, and writing resumes by itself: a `saved` event then names the frames that came
late, a `gap` event stands for those that memory could not hold.
"""

from __future__ import annotations

import json
import os
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from tui.errors import StoreError
from tui.store.backlog import Backlog
from tui.store.line import HEAD, decode, encode
from tui.store.syncer import Syncer
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind, Mask

_RETRY = 1.0
_SYNC_NOW = Kind.TURN_COMPLETE.bit | Kind.CLOSE.bit


class Journal:
    """Frames by number, on disk; in memory an index of about 28 bytes a frame.

    Any thread appends, any thread reads. After a frame is written, `on_frame` gets it (in order), then
    `on_append` is told, on the appending thread; `on_sync` is told after each fsync, on a thread apart.
    """

    def __init__(self, path: Path, fd: int = -1) -> None:
        self.path = path
        self.on_append: Callable[[], None] | None = None
        self.on_frame: Callable[[Frame], None] | None = None
        self.on_sync: Callable[[], None] | None = None
        self.problems: list[str] = []
        self.trouble = ""
        self.kinds: array[int] = array("Q")
        self.times: array[float] = array("d")
        self.sizes: array[int] = array("I")
        self.backlog = Backlog()
        self._starts: array[int] = array("Q")
        self._end = 0
        self._written = 0
        self._next_seq = 0
        self._seam = b""
        self._fd = fd
        self._prepare: Callable[[], None] | None = None
        self._lock = threading.RLock()
        self._retry_at = 0.0
        self._syncer = Syncer(self._keep_safe)

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty journal, 0600. Raises StoreError."""
        return cls(path, _open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL))

    @classmethod
    def begin(cls, path: Path, prepare: Callable[[], None]) -> Self:
        """A new journal that waits in memory where the file cannot be made yet: `trouble` says why.

        `prepare` makes what the file needs (its directory, a lock) and raises OSError if it cannot; it is
        called again with every try.
        """
        journal = cls(path)
        journal._prepare = prepare
        journal._reopen()
        return journal

    @classmethod
    def open(cls, path: Path, *, write: bool = False) -> Self:
        """An existing journal, whatever its state: what was found odd is in `problems`. Raises StoreError."""
        journal = cls(path, _open(path, os.O_RDWR if write else os.O_RDONLY))
        journal.refresh()
        if torn := os.fstat(journal._fd).st_size - journal._end:
            journal.problems.append(f"the last line is torn ({torn} bytes); it is left as it is")
        if write:
            journal._isolate_torn_tail()
        return journal

    def refresh(self) -> int:
        """Index what another process has appended since; how many frames came."""
        before = len(self)
        with self._lock, self.path.open("rb") as file:
            file.seek(self._end)
            for line in file:
                if not self._take(line):
                    break
        self._written = self._end
        return len(self) - before

    def _take(self, line: bytes) -> bool:
        try:
            frame = decode(line) if line.strip() else None
        except ValueError:
            if not line.endswith(b"\n"):
                return False
            self.problems.append(f"{len(line)} bytes after frame {self._next_seq - 1} are no frame")
            frame = None
        if frame is not None:
            self._index(frame, self._end)
        self._end += len(line)
        return True

    def _isolate_torn_tail(self) -> None:
        size = os.fstat(self._fd).st_size
        if size and os.pread(self._fd, 1, size - 1) != b"\n":
            self._seam = b"\n"
        self._end = self._written = size

    def _index(self, frame: Frame, start: int) -> None:
        self._starts.append(start)
        self.times.append(frame.t)
        self.sizes.append(len(frame.payload))
        self.kinds.append(frame.kinds)
        self._next_seq = frame.seq + 1

    def append(
        self, direction: Direction, opcode: Opcode, payload: bytes, *, conn: int, t: float | None = None
    ) -> Frame:
        """Write one frame through to the file, or keep it until the file takes it; then tell."""
        with self._lock:
            now = time.time() if t is None else t
            frame = Frame(self._next_seq, conn, now, direction, opcode, payload)
            self._put(frame)
        if frame.kinds & _SYNC_NOW:
            self._syncer.urge()
        else:
            self._syncer.touch()
        if self.on_append is not None:
            self.on_append()
        return frame

    def event(self, name: str, *, conn: int, t: float | None = None, **fields: Any) -> Frame:
        """Write down something that happened (`open`, `close`, `error`, `resume`, `note`, …).

        Raises ValueError for a field named as a member every line has (`seq`, `conn`, `t`, `dir`).
        """
        if clash := fields.keys() & set(HEAD):
            raise ValueError(f"an event has no field {sorted(clash)}: every line has its own")
        payload = json.dumps({"event": name, **fields}, ensure_ascii=False).encode(errors="replace")
        return self.append(Direction.EVENT, Opcode.NONE, payload, conn=conn, t=t)

    def _put(self, frame: Frame) -> None:
        line = self._seam + encode(frame)
        self._index(frame, self._end + len(self._seam))
        self._end += len(line)
        self._seam = b""
        if self.backlog or not self._write(line):
            self.backlog.keep(len(self) - 1, line)
            self._make_room()
            self._flush()
        if self.on_frame is not None:
            self.on_frame(frame)

    def _write(self, line: bytes) -> bool:
        """Put a line where the file ends; False, and `trouble`, if it could not be put there whole."""
        done = 0
        try:
            while done < len(line):
                done += os.pwrite(self._fd, line[done:], self._written + done)
        except OSError as error:
            self._note(error)
            return False
        self._written += len(line)
        return True

    def _note(self, error: OSError) -> None:
        self.trouble = error.strerror or str(error)
        self._retry_at = time.monotonic() + _RETRY

    def _make_room(self) -> None:
        """Give up the oldest half of an overflowing backlog; a `gap` line stands for it, in its last row."""
        if not self.backlog.overflows:
            return
        rows = self.backlog.oldest_half()
        first, last = decode(self.backlog[rows[0]]), decode(self.backlog[rows[-1]])
        from_seq = first.message.get("first", first.seq) if first.event == "gap" else first.seq
        for row in rows[:-1]:
            self.backlog.release(row)
        gap = {"event": "gap", "first": from_seq, "last": last.seq, "why": self.trouble}
        stand_in = Frame(last.seq, last.conn, last.t, Direction.EVENT, Opcode.NONE, json.dumps(gap).encode())
        self.backlog.keep(rows[-1], encode(stand_in))
        self.kinds[rows[-1]] = Kind.EVENT.bit
        self._place(rows[0])

    def _place(self, row: int) -> None:
        """Where the lines of the backlog will stand, now that some are gone."""
        end = self._written
        for n in range(row, len(self)):
            self._starts[n] = end
            end += len(self.backlog.get(n, b""))
        self._end = end

    def _flush(self) -> None:
        """Write what waited, in order, once the file takes it again; then say which frames came late."""
        if not self.backlog or time.monotonic() < self._retry_at or not self._reopen():
            return
        waited = list(self.backlog.items())
        for row, line in waited:
            if not self._write(line):
                return
            self.backlog.release(row)
        why, self.trouble = self.trouble, ""
        span = {"first": decode(waited[0][1]).seq, "last": decode(waited[-1][1]).seq}
        payload = json.dumps({"event": "saved", **span, "why": why}).encode()
        self._put(Frame(self._next_seq, 0, time.time(), Direction.EVENT, Opcode.NONE, payload))

    def _reopen(self) -> bool:
        if self._fd >= 0 or self._prepare is None:
            return self._fd >= 0
        try:
            self._prepare()
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self._note(error)
        return self._fd >= 0

    def _keep_safe(self) -> None:
        """fsync, and another try for what waits; on the syncer's thread."""
        with self._lock:
            before = len(self)
            self._flush()
        try:
            self.sync()
        except OSError as error:
            self._note(error)
        if self.on_sync is not None:
            self.on_sync()
        if self.trouble:
            self._syncer.touch()
        if len(self) != before and self.on_append is not None:
            self.on_append()

    @property
    def end(self) -> int:
        """Where the file ends, in bytes, once all that waits is written."""
        return self._end

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, n: int) -> Frame:
        """The n-th frame, read from disk; a `gap` event where its bytes are gone. Raises IndexError."""
        if not 0 <= n < len(self):
            raise IndexError(n)
        if self.backlog:
            with self._lock:
                return self._read(n)
        return self._read(n)

    def _read(self, n: int) -> Frame:
        line = self.backlog.get(n)
        if line is None:
            start = self._starts[n]
            end = self._starts[n + 1] if n + 1 < len(self) else self._end
            line = (
                os.pread(self._fd, end - start, start).lstrip().split(b"\n", 1)[0] if self._fd >= 0 else b""
            )
        try:
            return decode(line)
        except ValueError:
            lost = json.dumps({"event": "gap", "why": "its bytes are gone"}).encode()
            return Frame(n, 0, self.times[n], Direction.EVENT, Opcode.NONE, lost)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Frames `start` to `stop` (default: all there are now)."""
        for n in range(start, len(self) if stop is None else stop):
            yield self[n]

    def find(self, seq: int) -> int | None:
        """The row number of the frame with this `seq`; None where there is none."""
        n = bisect_left(range(len(self)), seq, key=lambda n: self[n].seq)
        return n if n < len(self) and self[n].seq == seq else None

    def mask(self, n: int) -> Mask:
        """The kinds of the n-th frame, without reading it."""
        return self.kinds[n]

    def sync(self) -> None:
        """Down to the platter (fsync)."""
        if self._fd >= 0:
            os.fsync(self._fd)

    def close(self) -> None:
        """Sync and close; appending afterwards keeps frames in memory only. Raises OSError from fsync."""
        self._syncer.stop()
        with self._lock:
            self._retry_at, self._prepare = 0.0, None
            self._flush()
            self.sync()
            if self._fd >= 0:
                os.close(self._fd)
                self._fd = -1


def _open(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "Choose another directory with --data-dir"
        raise StoreError(f"cannot open {path}: {error.strerror}", hint=hint, path=path) from error
