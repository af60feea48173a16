"""Children that nobody has a use for any more by the time they are there."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.unit.audio.rig import wait_for
from tests.unit.audio.sound import python_sink
from tui.audio.pipe import Pipe

LASTING = python_sink("import time; time.sleep(60)", talks=True)


def open_files() -> int:
    """How many this process has."""
    return sum(1 for _ in Path("/dev/fd").iterdir())


class Gate:
    """`subprocess.Popen`, held up where it has just started a child: nobody knows of it yet."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.children: list[subprocess.Popen[bytes]] = []
        self.is_open = threading.Event()
        self.was_passed = threading.Event()
        self._start = subprocess.Popen
        monkeypatch.setattr(subprocess, "Popen", self._pass)

    def _pass(self, *arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        self.children.append(self._start(*arguments, **options))
        assert self.is_open.wait(10)
        self.was_passed.set()
        return self.children[-1]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Every child of this test goes through it."""
    return Gate(monkeypatch)


async def give_up(opening: asyncio.Task[Pipe]) -> None:
    """Cancel it, and have it done."""
    opening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        pipe = await opening
        pipe.kill()  # it was there already, and whoever cancelled it has it
        await pipe.gone()


def test_a_child_that_is_given_up_before_it_is_known_does_not_live_on(gate: Gate) -> None:
    async def scene() -> None:
        opening = asyncio.create_task(Pipe.open(LASTING))
        await asyncio.to_thread(wait_for, lambda: bool(gate.children), "the child")
        await give_up(opening)
        gate.is_open.set()

    before = open_files()
    asyncio.run(scene())
    assert gate.children[0].returncode is not None
    assert open_files() == before


@pytest.mark.parametrize("steps", range(5))
def test_a_child_that_is_given_up_just_when_it_is_known_does_not_live_on(gate: Gate, steps: int) -> None:
    async def scene() -> None:
        opening = asyncio.create_task(Pipe.open(LASTING))
        gate.is_open.set()
        while not gate.was_passed.is_set():
            await asyncio.sleep(0)
        for _ in range(steps):
            await asyncio.sleep(0)
        await give_up(opening)

    before = open_files()
    asyncio.run(scene())
    assert gate.children[0].returncode is not None
    assert open_files() == before
