"""The append-only record of one session: every frame, on disk before anyone is told of it.

A line is one JSON object, `{"seq":7,"conn":1,"t":…,"dir":"receive","op":"binary","data":"…"}`;
`data_b64` stands for `data` where the payload is not valid UTF-8. An event line carries `event` and its
own fields instead of `op` and `data`.
"""

from __future__ import annotations

import base64
import json
import os
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from tui.errors import StoreError
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Mask

_HEAD = ("seq", "conn", "t", "dir")


def encode(frame: Frame) -> bytes:
    """The frame's line, newline included."""
    head: dict[str, Any] = {
        "seq": frame.seq,
        "conn": frame.conn,
        "t": round(frame.t, 6),
        "dir": frame.direction.value,
    }
    if frame.direction is Direction.EVENT:
        head |= frame.message
    else:
        head["op"] = frame.opcode.value
        try:
            head["data"] = frame.payload.decode()
        except UnicodeDecodeError:
            head["data_b64"] = base64.b64encode(frame.payload).decode()
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Frame:
    """The frame of a line. Raises ValueError where it is none."""
    record = json.loads(line)
    try:
        seq, conn, t, direction = (record.pop(key) for key in _HEAD)
        if direction == Direction.EVENT:
            payload = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
            return Frame(int(seq), int(conn), float(t), Direction.EVENT, Opcode.NONE, payload)
        if "data" in record:
            payload = record["data"].encode()
        else:
            payload = base64.b64decode(record["data_b64"], validate=True)
        return Frame(int(seq), int(conn), float(t), Direction(direction), Opcode(record["op"]), payload)
    except (KeyError, TypeError, AttributeError, UnicodeEncodeError) as error:
        raise ValueError(f"not a frame: {error!r}") from error


class Journal:
    """Frames by number, on disk; in memory an index of about 28 bytes a frame.

    One thread appends, any thread reads. `on_append` is called on the writer's thread after the frame is
    written.
    """

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self.on_append: Callable[[], None] | None = None
        self.problems: list[str] = []
        self.kinds: array[int] = array("Q")
        self.times: array[float] = array("d")
        self.sizes: array[int] = array("I")
        self._starts: array[int] = array("Q")
        self._end = 0
        self._next_seq = 0
        self._fd = fd

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty journal, 0600. Raises StoreError."""
        return cls._open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)

    @classmethod
    def open(cls, path: Path, *, write: bool = False) -> Self:
        """An existing journal, whatever its state: what was found odd is in `problems`. Raises StoreError."""
        journal = cls._open(path, os.O_RDWR if write else os.O_RDONLY)
        journal._scan()
        return journal

    @classmethod
    def _open(cls, path: Path, flags: int) -> Self:
        try:
            return cls(path, os.open(path, flags | os.O_CLOEXEC, 0o600))
        except OSError as error:
            hint = "Choose another directory with --data-dir"
            raise StoreError(f"cannot open {path}: {error.strerror}", hint=hint, path=path) from error

    def _scan(self) -> None:
        with self.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                start, self._end = self._end, self._end + len(line)
                if not line.endswith(b"\n"):
                    self.problems.append(f"line {number} is torn ({len(line)} bytes); it is left as it is")
                    continue
                try:
                    self._index(decode(line), start)
                except ValueError:
                    self.problems.append(f"line {number} is not a frame; it is left as it is")

    def _index(self, frame: Frame, start: int) -> None:
        self._starts.append(start)
        self.times.append(frame.t)
        self.sizes.append(len(frame.payload))
        self.kinds.append(frame.kinds)
        self._next_seq = frame.seq + 1

    def append(
        self, direction: Direction, opcode: Opcode, payload: bytes, *, conn: int, t: float | None = None
    ) -> Frame:
        """Write one frame through to the file, then tell. Raises OSError if it cannot be written."""
        now = time.time() if t is None else t
        frame = Frame(self._next_seq, conn, now, direction, opcode, payload)
        line = encode(frame)
        start = self._end
        os.pwrite(self._fd, line, start)
        self._end += len(line)
        self._index(frame, start)
        if self.on_append is not None:
            self.on_append()
        return frame

    def event(self, name: str, *, conn: int, t: float | None = None, **fields: Any) -> Frame:
        """Write down something that happened (`open`, `close`, `error`, `resume`, `note`, …)."""
        payload = json.dumps({"event": name, **fields}, ensure_ascii=False).encode()
        return self.append(Direction.EVENT, Opcode.NONE, payload, conn=conn, t=t)

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, n: int) -> Frame:
        """The n-th frame, read from disk. Raises IndexError."""
        if not 0 <= n < len(self):
            raise IndexError(n)
        start = self._starts[n]
        end = self._starts[n + 1] if n + 1 < len(self) else self._end
        line = os.pread(self._fd, end - start, start)
        return decode(line[: line.index(b"\n") + 1])

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Frames `start` to `stop` (default: all there are now)."""
        for n in range(start, len(self) if stop is None else stop):
            yield self[n]

    def mask(self, n: int) -> Mask:
        """The kinds of the n-th frame, without reading it."""
        return self.kinds[n]

    def sync(self) -> None:
        """Down to the platter (fsync)."""
        os.fsync(self._fd)

    def close(self) -> None:
        """Sync and close; appending afterwards raises."""
        if self._fd >= 0:
            self.sync()
            os.close(self._fd)
            self._fd = -1
