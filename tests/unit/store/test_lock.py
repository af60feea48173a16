"""Who writes a session, also where nothing can be written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.store.scenes import saved
from tui.store.lock import NAME, SessionLock, is_locked

READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'
LOOK = "import sys, pathlib, tui.store.lock as lock; sys.exit(lock.is_locked(pathlib.Path(sys.argv[1])))"


def mounts() -> bool:
    """Whether this user may make a mount of their own."""
    tools = shutil.which("unshare") and shutil.which("mount")
    return bool(tools) and subprocess.run(["unshare", "-rm", "true"], check=False).returncode == 0


def test_a_lock_left_behind_is_no_lock_and_is_left_as_it_is(tmp_path: Path) -> None:
    left = saved(tmp_path).directory / NAME
    left.write_text("of an older version")
    assert not is_locked(left.parent)
    assert left.read_text() == "of an older version"


def test_to_look_is_no_hindrance_to_whoever_writes(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    with SessionLock(directory):
        assert is_locked(directory) and is_locked(directory)
    assert not is_locked(directory)


@pytest.mark.skipif(not mounts(), reason="needs a mount of its own")
@pytest.mark.parametrize("held", [False, True])
def test_on_a_read_only_mount_a_lock_counts_while_its_process_lives(tmp_path: Path, held: bool) -> None:
    directory = saved(tmp_path).directory
    (directory / NAME).touch()
    script = f'{READ_ONLY} && ! touch "$1/x" 2>/dev/null && exec "$2" -c "$3" "$4"'
    command = [
        "unshare",
        "-rm",
        "sh",
        "-c",
        script,
        "sh",
        str(tmp_path),
        sys.executable,
        LOOK,
        str(directory),
    ]
    lock = SessionLock(directory)
    try:
        if held:
            lock.acquire()
        assert subprocess.run(command, check=False, timeout=30).returncode == int(held)
    finally:
        lock.release()
