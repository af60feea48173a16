"""Where the reader is: a frame and the line it stands on, through appends, folds, filters and resizes."""

from __future__ import annotations

from typing import NamedTuple

from tui.ui.widgets.log_rows import Rows
from tui.ui.widgets.viewport import Viewport


class Standing(NamedTuple):
    """Where a reader stood, to go back to. opened: the runs that were open."""

    following: bool
    frame: int | None
    line: int
    opened: frozenset[int]


class Reader:
    """Keeps a viewport on the reader's frame while rows come, fold and are made anew.

    following: the cursor stays on the last row. Otherwise what the reader chose stays where it is; a frame
    that a filter hides is stood for by the nearest row before it, and is back when it is shown again.
    """

    def __init__(self, rows: Rows, viewport: Viewport) -> None:
        self.rows = rows
        self.viewport = viewport
        self.following = True
        self.seeking = False
        self._chosen: int | None = None
        self._line = 0

    @property
    def frame(self) -> int | None:
        """The frame the reader is at: the one that was chosen, or the first of the row in its place."""
        if not len(self.rows):
            return None
        frames = self.rows.frames(self.viewport.cursor)
        return self._chosen if self._chosen in frames else frames[0]

    @property
    def place(self) -> int | None:
        """The frame the reader is at or was led to, be it hidden; `frame` is what stands for it then."""
        return self.frame if self.following or self._chosen is None else self._chosen

    @property
    def standing(self) -> Standing:
        """Where the reader is, and between what."""
        return Standing(self.following, self.place, self.viewport.line, self.rows.opened)

    def go_back(self, standing: Standing) -> None:
        """To where the reader stood; a run that was opened since is folded."""
        self.rows.close_all_but(standing.opened)
        self.viewport.count = len(self.rows)
        self.following, self._chosen, self._line = standing[:3]
        if self.following:
            self.grew(more=False)
        elif self._chosen is not None:
            self.seeking = self._chosen >= self.rows.seen
            self._hold()

    def chose(self) -> None:
        """The cursor was moved by hand. Following stops on the way up, and starts again at the end."""
        self.following = self.viewport.at_end
        self.seeking = False
        self._chosen = self.rows.first(self.viewport.cursor) if len(self.rows) else None
        self._line = self.viewport.line

    def renew(self) -> None:
        """The rows are about to be made anew."""
        self.seeking = not self.following and self._chosen is not None
        self.viewport.grow(0)

    def grew(self, *, more: bool) -> None:
        """Rows were added; `more`: others are on their way."""
        self.viewport.grow(len(self.rows))
        if self.following:
            self.viewport.go(len(self.rows) - 1)
            self._chosen, self._line = None, self.viewport.line
        elif self.seeking and self._chosen is not None and (self.rows.seen > self._chosen or not more):
            self._hold()
            self.seeking = more and self.viewport.top == self.viewport.last_top

    def refolded(self, frame: int) -> None:
        """Rows around a frame were folded or opened; it keeps its line."""
        self.viewport.count = len(self.rows)
        self._chosen = frame
        self._hold()
        self.following = self.following and self.viewport.at_end

    def resize(self, height: int) -> None:
        """Another number of lines."""
        self.viewport.resize(height)
        if self.following:
            self.viewport.go(len(self.rows) - 1)
        elif not self.seeking and self._chosen is not None:
            self._hold()

    def go_to(self, frame: int) -> None:
        """To a frame, wherever it is; one that was not looked at yet is awaited.

        What is not in view comes with what is around it: it stands on the third part of the lines.
        """
        self.following = False
        self._chosen = frame
        self._line = self.viewport.height // 3
        self.seeking = frame >= self.rows.seen
        if not self.seeking:
            row = self.rows.row_of(frame)
            self.viewport.hold(row, self.viewport.line_of(row, self._line))
            self._line = self.viewport.line

    def _hold(self) -> None:
        assert self._chosen is not None
        line = min(self._line, self.viewport.height - 1)
        self.viewport.hold(self.rows.row_of(self._chosen), line)
