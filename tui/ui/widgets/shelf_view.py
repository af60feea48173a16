"""The rows of the list of sessions: state, title, model, age, turns, and the time its handle has left."""

from __future__ import annotations

import time
from collections.abc import Hashable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.message import Message

from tui.projections.duration import in_words
from tui.store.shelf import Entry
from tui.store.standing import Standing, State
from tui.text import clean_line
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.shelf_rows import Row, Shelved, used

_LOOKS = {
    State.LIVE_HERE: "shelf--live",
    State.LIVE_ELSEWHERE: "shelf--live",
    State.RESUMABLE: "shelf--good",
    State.EXPIRING: "shelf--soon",
    State.EXPIRED: "shelf--gone",
    State.NEVER: "shelf--gone",
    State.REFUSED: "shelf--refused",
}


class ShelfView(LineView, inherit_bindings=False):
    """The list. The cursor stands on sessions only; group heads are passed over. Its keys are the pane's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "shelf--head",
        "shelf--quiet",
        "shelf--live",
        "shelf--good",
        "shelf--soon",
        "shelf--gone",
        "shelf--refused",
        "shelf--match",
    }

    DEFAULT_CSS = """
    ShelfView {
        & > .shelf--head { color: $text-muted; text-style: bold; }
        & > .shelf--quiet { color: $text-muted; }
        & > .shelf--live { color: $state-live; text-style: bold; }
        & > .shelf--good { color: $state-ready; }
        & > .shelf--soon { color: $state-expiring; text-style: bold; }
        & > .shelf--gone { color: $state-expired; }
        & > .shelf--refused { color: $state-refused; }
        & > .shelf--match { text-style: bold underline; }
    }
    """

    class Selected(Message):
        """The cursor stands on another session, or on none."""

        def __init__(self, entry: Entry | None) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, shelved: Shelved, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shelved = shelved
        self.rows: list[Row] = []
        self._told = ""

    @property
    def selected(self) -> Entry | None:
        """The session under the cursor."""
        row = self.viewport.cursor
        return self.rows[row].entry if row < len(self.rows) else None

    @property
    def sessions(self) -> int:
        """How many sessions are in the list."""
        return sum(1 for row in self.rows if row.entry is not None and not row.pieces)

    def show(self, *, keep: bool = True) -> None:
        """Make the rows anew; the cursor keeps its session where it is still there, else goes to the top."""
        chosen, line = self.selected, self.viewport.line
        self.rows = self.shelved.rows(time.time())
        self.viewport.count = len(self.rows)
        row = self._row_of(chosen.id) if keep and chosen is not None else None
        self.viewport.hold(1 if row is None else row, line if row is not None else 1)
        self.forget()
        self.cursor_moved()

    def _row_of(self, name: str) -> int | None:
        found = (n for n, row in enumerate(self.rows) if row.entry is not None and row.entry.id == name)
        return next(found, None)

    # Moving

    def action_move(self, rows: int) -> None:
        """The cursor by some sessions; heads and snippets are no stops."""
        step, row = (1 if rows > 0 else -1), self.viewport.cursor
        for _ in range(abs(rows)):
            row = self._next_stop(row, step)
        self.go(row)

    def _next_stop(self, row: int, step: int) -> int:
        stop = row + step
        while 0 <= stop < len(self.rows) and (self.rows[stop].entry is None or self.rows[stop].pieces):
            stop += step
        return stop if 0 <= stop < len(self.rows) else row

    def action_home(self) -> None:
        """To the first session, its group's head in view."""
        self.go(0)
        self.go(1)

    def cursor_moved(self) -> None:
        """Tell which session is chosen now, once."""
        entry = self.selected
        name = entry.id if entry else ""
        if name != self._told:
            self._told = name
            self.post_message(self.Selected(entry))

    # Rows

    def row_count(self) -> int:
        """Rows there are now."""
        return len(self.rows)

    def row_key(self, row: int) -> Hashable:
        """Ages go on: a row is made again when it is drawn again."""
        return None

    def row_segments(self, row: int, width: int) -> list[Segment]:
        """A head, a snippet, or a session."""
        what = self.rows[row]
        if what.entry is None:
            return [Segment(what.text, self.style_of("shelf--head"))]
        if what.pieces:
            return self._snippet(what)
        return self._session(what.entry, width)

    def _snippet(self, row: Row) -> list[Segment]:
        quiet, match = self.style_of("shelf--quiet"), self.style_of("shelf--match")
        pieces = [Segment(clean_line(text), match if is_match else quiet) for text, is_match in row.pieces]
        return [Segment("    ", quiet), *pieces]

    def _session(self, entry: Entry, width: int) -> list[Segment]:
        now = time.time()
        standing = self.shelved.standing(entry, now)
        look, quiet = self.style_of(_LOOKS[standing.state]), self.style_of("shelf--quiet")
        columns = self._columns(entry, standing, now, width)
        title = _fit(self._title(entry), max(4, width - 2 - sum(len(text) + 1 for text, _ in columns)))
        cells = [Segment(f" {text}", look if is_state else quiet) for text, is_state in columns]
        return [Segment(f"{standing.state.glyph} ", look), Segment(title), *cells]

    @staticmethod
    def _title(entry: Entry) -> str:
        metadata = entry.metadata
        tags = "".join(f" #{tag}" for tag in metadata.tags)
        return clean_line(f"{metadata.title or '(nothing said)'}{tags}")

    @staticmethod
    def _columns(entry: Entry, standing: Standing, now: float, width: int) -> list[tuple[str, bool]]:
        """What there is room for after the title: first the model goes, then tokens, turns, age."""
        metadata = entry.metadata
        model = clean_line(metadata.model.rpartition("/")[2])
        columns = [
            (86, set_cell_size(model, 24), False),
            (72, f"{metadata.totals.tokens:>7} tok", False),
            (58, _count(metadata.totals.turns), False),
            (44, f"{in_words(max(0.0, now - used(entry))):>11}", False),
            (0, f"{left_text(standing):>12}", True),
        ]
        return [(text, is_state) for least, text, is_state in columns if width >= least]


def left_text(standing: Standing) -> str:
    """The time left, marked as the estimate it is; else where the session stands."""
    if standing.left:
        return f"≈{in_words(standing.left)}"
    words = {State.LIVE_HERE: "live", State.LIVE_ELSEWHERE: "elsewhere", State.EXPIRED: "expired?"}
    return words.get(standing.state, standing.state.word.removesuffix("-resumable"))


def _fit(text: str, width: int) -> str:
    return set_cell_size(text, width) if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _count(turns: int) -> str:
    return f"{turns:>4} turn" + (" " if turns == 1 else "s")
