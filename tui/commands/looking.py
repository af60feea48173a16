"""A saved session looked at: its journal in the panes, nothing dialled, nothing written."""

from __future__ import annotations

import threading

from tui.errors import TuiError
from tui.live.requests import Request, Stop
from tui.store.session import Session
from tui.ui.conversation import NoSound

INTERVAL = 1.0
"""Seconds between two looks at a journal that another process may be writing."""


class Looked:
    """As a conversation: it grows where another process holds it, and takes no requests."""

    sound = NoSound()

    def __init__(self, session: Session, *, demo: bool) -> None:
        self.session = session
        self.demo = demo
        self._stopped = threading.Event()

    def run(self) -> None:
        """Follow the journal until told to stop; blocks."""
        journal = self.session.journal
        while True:
            if journal.refresh() and journal.on_append is not None:
                journal.on_append()
            if self._stopped.wait(INTERVAL):
                return

    def request(self, request: Request) -> None:
        """Only Stop means something. Raises TuiError for all else."""
        if not isinstance(request, Stop):
            raise TuiError("this session is only looked at", hint="Enter in the sessions pane resumes it")
        self._stopped.set()
