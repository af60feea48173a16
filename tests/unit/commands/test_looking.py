"""A session that is only looked at."""

from __future__ import annotations

import threading
from pathlib import Path

from tui.commands.looking import Looked
from tui.live.requests import Stop
from tui.store.line import encode
from tui.store.scan import LONG
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Frame, Opcode


def recorded(directory: Path, size: int) -> int:
    """A session whose journal has so many bytes and no index beside it; how many frames it has."""
    Session.create(directory).close()
    frame = Frame(
        9, 1, 1_795_333_718.5, Direction.RECEIVE, Opcode.TEXT, b'{"serverContent":{"turnComplete":true}}'
    )
    line, count = encode(frame), size // len(encode(frame)) + 1
    with (directory / "journal.jsonl").open("ab") as file:
        file.write(line * count)
    return count + 1


def test_the_first_frames_of_a_long_recording_are_there_before_the_last(tmp_path: Path) -> None:
    name = "20261122-081502-k3f9"
    count = recorded(tmp_path / "sessions" / name, LONG)
    session = Shelf(tmp_path).open(name, at_once=LONG)
    looked, seen, whole = Looked(session, demo=False), list[int](), threading.Event()

    def grew() -> None:
        seen.append(len(session.journal))
        if seen[-1] == count:
            whole.set()

    session.journal.on_append = grew
    assert len(session.journal) == 0
    looking = threading.Thread(target=looked.run)
    looking.start()
    assert whole.wait(30)
    looked.request(Stop())
    looking.join()
    session.close()
    assert 0 < seen[0] < count


def test_a_short_recording_is_there_at_once(tmp_path: Path) -> None:
    name = "20261122-081502-k3f9"
    count = recorded(tmp_path / "sessions" / name, 1_000)
    with Shelf(tmp_path).open(name, at_once=LONG) as session:
        assert len(session.journal) == count
