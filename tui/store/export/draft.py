"""A file that is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """Where to write what becomes `target` in the end; on an error, or ctrl+c, `target` stays as it was.

    A conversation is its owner's alone, and so is a new file; one that is replaced keeps its mode. What is no
    regular file (a pipe, `/dev/stdout`) is written straight. Raises OSError.
    """
    if target.exists() and not target.is_file():
        yield target
        return
    target = target.resolve()
    path = target.with_name(f".{target.name}.part")
    try:
        path.touch(mode=0o600)
        if target.exists():
            path.chmod(S_IMODE(target.stat().st_mode))
        yield path
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)
