"""The rig, once for all tests that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.unit.audio.rig import Ear, Rig, missing
from tui.audio import listening, pipe


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may take seconds to start on a busy machine; what is lost for it says so in its own test."""
    monkeypatch.setattr(pipe, "START_LIMIT", 30.0)
    monkeypatch.setattr(pipe, "END_LIMIT", 30.0)
    monkeypatch.setattr(listening, "START_LIMIT", 30.0)


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """A sound server of our own; skipped where it is not installed, but never in CI."""
    if lacking := missing():
        assert not os.environ.get("CI"), f"{lacking} must be installed where CI runs"
        pytest.skip(f"{lacking} is not installed")
    with Rig() as rig:
        yield rig


@contextmanager
def urgent() -> Iterator[None]:
    """At the priority that a sound server gives itself, where that is allowed: us, not the load, is tried."""
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -11)
    try:
        yield
    finally:
        os.setpriority(os.PRIO_PROCESS, 0, before)


@pytest.fixture(scope="session")
def session_ear(rig: Rig) -> Iterator[Ear]:
    """Listening all the time: it also keeps the null sink at a low latency."""
    with ExitStack() as listening:
        with urgent():
            ear = listening.enter_context(Ear(rig))
        yield ear


@pytest.fixture
def ear(rig: Rig, session_ear: Ear, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    """What players of this test reach by their environment is heard here."""
    for name, value in rig.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    with urgent():
        yield session_ear
