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
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from math import inf
from pathlib import Path
from typing import Any, Self

from tui.store.index import Index, What, what_of
from tui.store.line import HEAD, decode, encode
from tui.store.scan import Watch, left, scan
from tui.store.sidecar import Sidecar
from tui.store.syncer import Syncer
from tui.store.tail import Tail, open_file
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind, Mask

_SYNC_NOW = Kind.TURN_COMPLETE.bit | Kind.CLOSE.bit


class Journal:
    """Frames by number, on disk; in memory an index of 23 bytes a frame.

    Any thread appends, any thread reads. After a frame is written, `on_frame` gets it (in order), then
    `on_append` is told, on the appending thread; `on_sync` is told after each fsync, on a thread apart.
    found: how many frames there were when it was opened; what is behind them is of this process.
    """

    def __init__(self, path: Path, tail: Tail) -> None:
        self.path = path
        self.on_append: Callable[[], None] | None = None
        self.on_frame: Callable[[Frame], None] | None = None
        self.on_sync: Callable[[], None] | None = None
        self.problems: list[str] = []
        self.found = 0
        self.index = Index()
        self.sidecar = Sidecar()
        self._seam = b""
        self.tail = tail
        self._lock = threading.RLock()
        self.syncer = Syncer(self._keep_safe)

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty journal, 0600. Raises StoreError."""
        return cls(path, Tail(path, open_file(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)))

    @classmethod
    def begin(cls, path: Path, prepare: Callable[[], None]) -> Self:
        """A new journal that waits in memory where the file cannot be made yet: see `Tail`."""
        tail = Tail(path, prepare=prepare)
        tail.open()
        return cls(path, tail)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        write: bool = False,
        sidecar: Sidecar | None = None,
        at_once: float = inf,
        watch: Watch | None = None,
    ) -> Self:
        """An existing journal, whatever its state: what was found odd is in `problems`. Raises StoreError.

        sidecar: keeps its index between runs. at_once: bytes beyond that index that are read now; where there
        are more, it is left to `read_rest`, which a thread may do while the frames that are there are read.
        watch: as of `scan`; what it raises leaves nothing open.
        """
        journal = cls(path, Tail(path, open_file(path, os.O_RDWR if write else os.O_RDONLY)))
        journal.sidecar = sidecar or journal.sidecar
        try:
            journal.index, journal.problems = journal.sidecar.load(path)
            if write or left(path, journal.index) <= at_once:
                journal.read_rest(watch, write=write)
                journal.found = len(journal)
        except BaseException:
            journal.tail.close()
            raise
        return journal

    @property
    def trouble(self) -> str:
        """Why nothing can be saved at the moment; empty while all is well."""
        return self.tail.trouble

    @property
    def waiting(self) -> int:
        """How many frames are in memory only."""
        return len(self.tail.waiting)

    @property
    def end(self) -> int:
        """Where the file ends, in bytes, once all that waits is written."""
        return self.index.end

    def refresh(self, watch: Watch | None = None) -> int:
        """Index what another process has appended since; how many frames came.

        Of many, `on_append` is told as they come; watch: as of `scan`.
        """

        def grown(done: int, size: int) -> None:
            if self.on_append is not None:
                self.on_append()
            if watch is not None:
                watch(done, size)

        before = len(self)
        with self._lock:
            self.problems += scan(self.path, self.index, watch=grown)
            if not self.waiting:
                self.sidecar.keep(self.index, self.problems)
        return len(self) - before

    def read_rest(self, watch: Watch | None = None, *, write: bool = False) -> None:
        """Index what the file holds, and see how it ends; watch: as of `scan`. Raises OSError."""
        self.refresh(watch)
        size = os.fstat(self.tail.fd).st_size
        if size > self.index.end:
            torn = f"the last line is torn ({size - self.index.end} bytes); it is left as it is"
            self.problems.append(torn)
        if write:
            ends_well = not size or os.pread(self.tail.fd, 1, size - 1) == b"\n"
            self._seam = b"" if ends_well else b"\n"
            self.index.end = self.tail.written = size

    def append(
        self, direction: Direction, opcode: Opcode, payload: bytes, *, conn: int, t: float | None = None
    ) -> Frame:
        """Write one frame through to the file, or keep it until the file takes it; then tell."""
        with self._lock:
            now = time.time_ns() // 1000 / 1e6 if t is None else round(t, 6)  # microseconds, as in a line
            frame = Frame(self.index.next_seq, conn, now, direction, opcode, payload)
            self._put(frame)
            if frame.kinds & _SYNC_NOW:
                self.syncer.urge()
            else:
                self.syncer.touch()
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
        index, line = self.index, encode(frame)
        start, what = index.end, what_of(frame.direction, frame.kinds)
        if self._seam:
            start, line, self._seam = start + len(self._seam), self._seam + line, b""
        self.tail.put(len(index), line)
        index.add(start, index.end + len(line), frame.seq, frame.conn, frame.t, len(frame.payload), what)
        if self.on_frame is not None:
            self.on_frame(frame)
        if self.tail.waiting:
            self._make_room()
            self._flush()

    def _flush(self, *, now: bool = False) -> None:
        """Once the file takes what waited, say which frames came late."""
        late = self.tail.flush(now=now)
        if late:
            why, self.tail.trouble = self.tail.trouble, ""
            span = {"first": decode(late[0]).seq, "last": decode(late[-1]).seq}
            self._put(self._happened(self.index.next_seq, {"event": "saved", **span, "why": why}))

    def _make_room(self) -> None:
        """Give up the oldest half of what overflows; a `gap` line stands for it, in the place of its last."""
        if not self.tail.overflows:
            return
        rows, waiting = self.tail.oldest_half(), self.tail.waiting
        first, last = decode(waiting[rows[0]]), decode(waiting[rows[-1]])
        since = first.message["first"] if first.event == "gap" else first.seq
        for row in rows[:-1]:
            self.tail.release(row)
        gap = {"event": "gap", "first": since, "last": last.seq, "why": self.trouble}
        self.tail.keep(rows[-1], encode(self._happened(last.seq, gap, last.t)))
        self.index.replace(rows[-1], What(Direction.EVENT, Kind.EVENT.bit))
        self._place(rows[0])

    def _place(self, row: int) -> None:
        """Where the waiting lines will stand, now that some are gone."""
        end = self.tail.written
        for n in range(row, len(self)):
            self.index.starts[n] = end
            end += len(self.tail.waiting.get(n, b""))
        self.index.end = end

    @property
    def last_conn(self) -> int:
        """The connection of the last frame; 0 before any."""
        return self.index.conns[-1] if len(self) else 0

    def _happened(self, seq: int, fields: dict[str, Any], t: float | None = None) -> Frame:
        now = round(time.time(), 6) if t is None else t
        return Frame(seq, self.last_conn, now, Direction.EVENT, Opcode.NONE, json.dumps(fields).encode())

    def _keep_safe(self) -> None:
        """fsync, and another try for what waits; on the syncer's thread."""
        is_safe = self.tail.sync()
        with self._lock:
            before = len(self)
            self._flush()
            if is_safe and not self.tail.waiting:
                self.tail.trouble = ""
        if self.on_sync is not None:
            self.on_sync()
        if self.trouble:
            self.syncer.touch()
        if len(self) != before and self.on_append is not None:
            self.on_append()

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, n: int) -> Frame:
        """The n-th frame, read from disk; a `gap` event where its bytes are gone. Raises IndexError."""
        if not 0 <= n < len(self):
            raise IndexError(n)
        if self.tail.waiting:
            with self._lock:
                return self._read(n)
        return self._read(n)

    def _read(self, n: int) -> Frame:
        return self._decoded(n, self.tail.waiting.get(n) or self._line(n))

    def _decoded(self, n: int, line: bytes) -> Frame:
        try:
            return decode(line).knowing(self.mask(n))
        except ValueError:
            return self._happened(n, {"event": "gap", "why": "its bytes are gone"}, self.index.times[n])

    def _line(self, n: int) -> bytes:
        return self.tail.read(*self.index.span(n)).lstrip().split(b"\n", 1)[0]

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Frames `start` to `stop` (default: all there are now), read many at a time. Raises IndexError."""
        end = len(self) if stop is None else stop
        while start < end:
            upto = min(end, self.index.reach(start))
            data, offsets = self.lines(start, upto)
            for n, (begin, past) in enumerate(pairwise([*offsets, len(data)]), start):
                yield self._decoded(n, data[begin:past].lstrip().split(b"\n", 1)[0])
            start = upto

    def lines(self, start: int, stop: int) -> tuple[bytes, list[int]]:
        """The lines of frames `start` to `stop` in one read, and where in it each begins."""
        if self.tail.waiting or self.tail.fd < 0:
            with self._lock:
                lines = [self.tail.waiting.get(n) or self._line(n) + b"\n" for n in range(start, stop)]
            return b"".join(lines), list(accumulate(map(len, lines[:-1]), initial=0))
        begin, end = self.index.starts[start], self.index.span(stop - 1)[1]
        return self.tail.read(begin, end), [at - begin for at in self.index.starts[start:stop]]

    def find(self, seq: int) -> int | None:
        """The row number of the frame with this `seq`; None where there is none."""
        n = bisect_left(range(len(self)), seq, key=lambda n: self[n].seq)
        return n if n < len(self) and self[n].seq == seq else None

    def mask(self, n: int) -> Mask:
        """The kinds of the n-th frame, without reading it."""
        return self.index.what(n).mask

    def sync(self) -> None:
        """Down to the platter (fsync)."""
        self.tail.sync()

    def close(self) -> None:
        """Sync and close; what is appended afterwards is in memory only."""
        self.syncer.stop()
        with self._lock:
            self._flush(now=True)
            self.tail.close()
            if not self.waiting:
                self.sidecar.keep(self.index, self.problems)
