"""fsync apart from the writer: within a second of a write, soon when asked, never on the network's loop."""

from __future__ import annotations

import threading
from collections.abc import Callable

INTERVAL = 1.0
"""Seconds a written frame may wait for the platter."""


class Syncer:
    """Calls `sync` on a thread of its own: at most `interval` seconds after `touch`, soon after `urge`."""

    def __init__(self, sync: Callable[[], None], interval: float = INTERVAL) -> None:
        self._sync = sync
        self.interval = interval
        self._touched = threading.Event()
        self._urged = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def touch(self) -> None:
        """Something was written."""
        if not self._touched.is_set():
            self._start()
            self._touched.set()

    def urge(self) -> None:
        """Do not wait for the interval: a turn has ended."""
        self.touch()
        self._urged.set()

    def stop(self) -> None:
        """No more calls; returns when the last one has ended."""
        self._stopped = True
        self._urged.set()
        self._touched.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal sync", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            self._touched.wait()
            self._urged.wait(self.interval)
            if self._stopped:
                return
            self._urged.clear()
            self._touched.clear()
            self._sync()
