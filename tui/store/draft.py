"""What stands in a prompt and was not sent: kept while it is written, taken up by the next start."""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout

from tui.errors import StoreError
from tui.paths import make_private
from tui.store.metadata import replace


class Draft:
    """One app's, in a file that no other writes: `draft.txt`, or `draft-2.txt` while another app has that.

    text: what is to be kept. `save` may be called from any thread; it is the newest text that is written.
    """

    def __init__(self, directory: Path) -> None:
        self.text = ""
        self._directory = directory
        self._path: Path | None = None
        self._lock: FileLock | None = None
        self._saving = threading.Lock()
        self._left = False

    def take_up(self) -> str:
        """What was left by an app that runs no longer; it is this one's now. Empty where there is nothing."""
        with suppress(OSError):  # where no lock can be made, nothing can be kept either: that is said then
            for path in sorted(self._directory.glob("draft*.txt")):
                if self._claim(path):
                    self.text = _read(path)
                    if self.text:
                        break
                    self._let_go()
        return self.text

    def save(self) -> None:
        """Write it in one step, its owner's alone; nothing is kept of an empty one. Raises StoreError."""
        with self._saving:
            text = "" if self._left else self.text
            try:
                if text.strip():
                    replace(self._place(), text.encode(errors="replace"))
                elif self._path is not None:
                    self._path.unlink(missing_ok=True)
            except (OSError, StoreError) as error:
                raise self._trouble(text, error) from error

    def _trouble(self, text: str, error: OSError | StoreError) -> StoreError:
        why = error.message if isinstance(error, StoreError) else error.strerror
        if text.strip():
            what, hint = "the draft is not kept", f"What was in the prompt: {text}"
        else:
            what, hint = "the draft before is still there", "It will stand in the prompt at the next start"
        return StoreError(f"{what}: {why}", hint=hint, path=self._path)

    def leave(self) -> None:
        """Save, and leave the file to the next start: nothing is written from now on. Raises StoreError."""
        try:
            self.save()
        finally:
            with self._saving:
                self._left = True
                self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None and self._path is not None:
            with suppress(OSError):
                self._path.with_suffix(".lock").unlink(missing_ok=True)
            self._lock.release()
        self._path = self._lock = None

    def _place(self) -> Path:
        """This app's file; at first the next name that nobody writes, and that nothing waits under."""
        names = chain(["draft.txt"], (f"draft-{n}.txt" for n in count(2)))
        while self._path is None:
            path = make_private(self._directory) / next(names)
            if self._claim(path) and path.exists():
                self._let_go()
        return self._path

    def _claim(self, path: Path) -> bool:
        """Hold its lock, which dies with the process; whether nobody else does."""
        lock = FileLock(path.with_suffix(".lock"), timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return False
        self._path, self._lock = path, lock
        return True


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return ""
