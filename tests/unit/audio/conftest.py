"""The rig, once for all tests that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.unit.audio.rig import Ear, Rig, missing


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """A sound server of our own; skipped where it is not installed, but never in CI."""
    if lacking := missing():
        assert not os.environ.get("CI"), f"{lacking} must be installed where CI runs"
        pytest.skip(f"{lacking} is not installed")
    with Rig() as rig:
        yield rig


@pytest.fixture(scope="session")
def session_ear(rig: Rig) -> Iterator[Ear]:
    """Listening all the time: it also keeps the null sink at a low latency."""
    with Ear(rig) as ear:
        yield ear


@pytest.fixture
def ear(rig: Rig, session_ear: Ear, monkeypatch: pytest.MonkeyPatch) -> Ear:
    """What players of this test reach by their environment is heard here."""
    for name, value in rig.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    return session_ear
