"""Two lines under the list: what the chosen session is worth and why, and how much the list shows."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.store.catalog import Progress
from tui.store.shelf import Entry
from tui.store.standing import Standing
from tui.text import clean_line

ASK = "Trash it? d yes, Esc no"
"""Fits into the narrowest pane there is."""


class ShelfFoot(Vertical):
    """Says in words what the rows say in shapes."""

    DEFAULT_CSS = """
    ShelfFoot { height: 2; }
    ShelfFoot Static {
        height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
    }
    ShelfFoot.-asking #shelf-status { color: $text-warning; text-style: bold; }
    ShelfFoot.-asking #shelf-about { display: none; }
    """

    def compose(self) -> ComposeResult:
        """One line about the session, one about the list."""
        yield Static("", id="shelf-about", markup=False)
        yield Static("", id="shelf-status", markup=False)

    def about(self, entry: Entry | None, standing: Standing | None) -> None:
        """The chosen session: its note, and where its state comes from."""
        note = f"{entry.metadata.note} · " if entry is not None and entry.metadata.note else ""
        found = f" · {entry.problems[0]}" if entry is not None and entry.problems else ""
        line = clean_line(f"{note}{standing.source if standing else ''}{found}")
        self.query_one("#shelf-about", Static).update(line, layout=False)

    def status(self, line: str, *, asking: bool = False) -> None:
        """How many there are, or the question that is open: that stands alone, where there is one line."""
        self.set_class(asking, "-asking")
        self.query_one("#shelf-status", Static).update(line, layout=False)


def progress_line(doing: str, progress: Progress) -> str:
    """How far a scan has come."""
    return f"{doing} {progress.done} of {progress.total} · x stops it"


def count_line(shown: int, total: int, order: str, *, filtered: bool) -> str:
    """How many sessions the list shows of how many, and in which order."""
    if not total:
        return "Nothing is saved yet: what you say to the model will be here"
    sessions = "1 session" if total == 1 else f"{total} sessions"
    return f"{f'{shown} of {total}' if filtered else sessions} · by {order}"
