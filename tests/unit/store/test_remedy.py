"""What is said to do about a file that cannot be written fits why it cannot."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from tests.unit.store.full import files_of_at_most
from tests.unit.store.scenes import dial
from tui.errors import StoreError
from tui.store.metadata import replace
from tui.store.remedy import remedy
from tui.store.session import Session
from tui.store.shelf import Shelf

ELSEWHERE = "hoose another directory with --data-dir"


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else is there a disk that is always full")
def test_a_full_disk_wants_space() -> None:
    with pytest.raises(OSError) as caught, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert remedy(caught.value) == f"Free some space, or c{ELSEWHERE}"


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_what_is_not_writable_is_to_be_made_so(number: int) -> None:
    assert remedy(OSError(number, os.strerror(number))) == f"Make the directory writable, or c{ELSEWHERE}"


def test_a_limit_is_no_want_of_space(tmp_path: Path) -> None:
    session: Session = Shelf(tmp_path).create()
    dial(session.journal)
    with files_of_at_most(session.journal.end):
        dial(session.journal, conn=2)
        with pytest.raises(StoreError, match="frames not saved: File too large") as caught:
            session.close()
        assert caught.value.hint == f"Allow larger files (ulimit -f), or c{ELSEWHERE}"
        with pytest.raises(StoreError, match=r"cannot write .*: File too large. Allow larger files"):
            replace(tmp_path / "new", b"x" * session.journal.end * 2)


def test_what_nothing_helps_against_is_to_go_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    session = Shelf(tmp_path / "file").create()
    with pytest.raises(StoreError, match=f"not saved: Not a directory. C{ELSEWHERE}"):
        session.close()
