"""A new session that begins where an older handle stood: the frames up to it, copied, and the handle."""

from __future__ import annotations

import os
from pathlib import Path

from tui.errors import StoreError
from tui.paths import make_private
from tui.store import metadata as toml
from tui.store.line import decode
from tui.store.metadata import Handle, Metadata, Parent
from tui.store.recovery import fold, recover
from tui.store.remedy import remedy
from tui.store.tail import open_file


def pick_handle(metadata: Metadata, at: int | None) -> Handle:
    """The newest good handle, of turn `at` or before. Raises StoreError where there is none."""
    good = [handle for handle in metadata.handles if not handle.refused]
    found = [handle for handle in good if at is None or handle.turn <= at]
    if found:
        return found[-1]
    turns = ", ".join(str(handle.turn) for handle in good)
    hint = f"There are handles of turns {turns}" if turns else "Only its transcript is left: export it"
    raise StoreError("no handle to go on from" + (f" at turn {at}" if at is not None else ""), hint=hint)


def fork(source: Path, target: Path, at: int | None = None) -> Handle:
    """Make the session `target` from `source` (both directories) as of turn `at`; the handle it begins with.

    Raises StoreError.
    """
    metadata = recover(source).metadata
    handle = pick_handle(metadata, at)
    forked = Metadata(title=metadata.title, tags=list(metadata.tags), parent=Parent(source.name, handle.seq))
    try:
        make_private(target)
        _copy_until(source / "journal.jsonl", target / "journal.jsonl", handle.seq)
        fold(target / "journal.jsonl", forked)
    except OSError as error:
        what = f"cannot copy {source}: {error.strerror}"
        raise StoreError(what, hint=remedy(error), path=target) from error
    refused = {known.handle: known.refused for known in metadata.handles}
    for known in forked.handles:
        known.refused = refused.get(known.handle, "")
    toml.replace(target / "session.toml", forked.to_toml())
    return handle


def _copy_until(source: Path, target: Path, seq: int) -> None:
    """The lines up to the frame `seq`, byte for byte. Raises OSError, StoreError."""
    with (
        source.open("rb") as lines,
        os.fdopen(open_file(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as out,
    ):
        for line in lines:
            out.write(line)
            if _seq(line) == seq:
                break
        out.flush()
        os.fsync(out.fileno())


def _seq(line: bytes) -> int:
    try:
        return decode(line).seq
    except ValueError:
        return -1
