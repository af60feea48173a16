"""How far something has come is said at a terminal, and nowhere else."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pyte
import pytest

from tui.commands.progress import told

CLEARED = b"\x1b[K"


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """stderr is a terminal; what the other end of it reads from."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        yield ours
    os.close(ours)


def read_to(line: int, end: bytes) -> bytes:
    """What came, up to what it should end with."""
    came = b""
    while not came.endswith(end):
        assert select.select([line], [], [], 10)[0], came
        came += os.read(line, 1000)
    return came


def test_a_terminal_is_told_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = pyte.Screen(40, 2)
    with terminal(monkeypatch) as line:
        items = told(range(1500), 1200, "reading frame", after=0)
        assert (next(items), next(items)) == (0, 1)
        pyte.ByteStream(screen).feed(read_to(line, CLEARED))
        assert screen.display[0].rstrip() == "reading frame 1 of 1,200"
        assert list(items)[-1] == 1499
        pyte.ByteStream(screen).feed(read_to(line, b"\r" + CLEARED))
    assert screen.display[0].rstrip() == ""


def test_what_is_stopped_leaves_the_line_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as line:
        items = told(iter(range(9)), 9, "reading frame", after=0)
        next(items), next(items)
        items.close()  # type: ignore[attr-defined]
        assert read_to(line, b"\r" + CLEARED).startswith(b"\rreading frame 1 of 9")


def test_a_file_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(told(range(9), 9, "reading frame", after=0)) == list(range(9))
    assert capsys.readouterr().err == ""
