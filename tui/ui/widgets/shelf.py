"""The sessions pane: find a saved session, see what it is worth, keep it in order, go on with it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from tui.store.changes import Changes
from tui.store.session import Session
from tui.store.shelf import Entry, Shelf
from tui.ui.actions import bindings
from tui.ui.widgets.lines import LineView
from tui.ui.widgets.shelf_foot import ASK, ShelfFoot, count_line, progress_line
from tui.ui.widgets.shelf_keeping import ShelfKeeping
from tui.ui.widgets.shelf_lines import FilterLine
from tui.ui.widgets.shelf_preview import ShelfPreview
from tui.ui.widgets.shelf_reader import Read
from tui.ui.widgets.shelf_view import ShelfView

BESIDE = 84
"""Columns from which the preview stands beside the list and not below it."""

SETTLE_SECONDS = 0.5
"""From another program's change to the look at it: a session is made in more than one step."""


class ShelfPane(ShelfKeeping):
    """Filter, list, preview and two lines about them. It asks its screen for what needs a connection."""

    HELP = "## Sessions\nSaved conversations. **Enter** resumes, **/** filters by anything said in them."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("shelf")]
    DEFAULT_CSS = """
    ShelfPane { layers: base overlay; }
    ShelfPane #shelf-body { height: 1fr; layout: vertical; }
    ShelfPane.-beside #shelf-body { layout: horizontal; }
    ShelfPane.-beside ShelfPreview { border-top: none; border-left: solid $panel-lighten-2; }
    ShelfPane.-preview ShelfPreview { display: block; }
    ShelfPane.-filtered FilterLine { display: block; }
    """

    @dataclass
    class Wanted(Message):
        """Something the pane cannot do by itself: `resume`, `fork`, `check` a session, or `look` at it."""

        what: str
        entry: Entry

    def __init__(self, shelf: Shelf, *, id: str | None = "shelf", classes: str | None = "pane") -> None:
        super().__init__(shelf, id=id, classes=classes)
        self.border_title = "Sessions"
        self._shown = -1
        self._turns = 0
        self._changes = Changes()
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """Filter, body, and what is said about them."""
        yield FilterLine()
        with Container(id="shelf-body"):
            yield self.view
            yield ShelfPreview()
        yield ShelfFoot()

    def on_mount(self) -> None:
        """What another program puts on the shelf is seen without looking again and again."""
        if self._changes.fd >= 0:
            asyncio.get_running_loop().add_reader(self._changes.fd, self._hear_of_change)

    def on_unmount(self) -> None:
        """Let go of the cache."""
        if self._changes.fd >= 0:
            asyncio.get_running_loop().remove_reader(self._changes.fd)
        self._changes.close()
        self.reader.close()

    # -- when to read the shelf --------------------------------------------------------------------

    def look_again(self) -> None:
        """Read what has changed."""
        self._changes.follow(self.shelf.directory)
        self.reader.scan()

    def on_show(self) -> None:
        """What the cache has is there after the first paint; then the shelf is read."""
        self.call_after_refresh(self.look_again)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whoever comes to the list wants it as it is now."""
        if event.widget is self.view:
            self.look_again()

    def _hear_of_change(self) -> None:
        self._changes.take()
        if self._settling is None:
            self._settling = self.set_timer(SETTLE_SECONDS, self._settle)

    def _settle(self) -> None:
        self._settling = None
        self.look_again()

    def attend(self, own: Session | None) -> None:
        """The session this program holds now; the shelf is read again."""
        self.own = own if own is not None and own.writable else None
        self.shelved.here = self.own.id if self.own is not None else ""
        self.look_again()

    def keep_up(self, turns: int) -> None:
        """So many turns of our own session have ended: its row says so once that is saved."""
        if turns != self._turns:
            self._turns = turns
            self.set_timer(1.0, self.look_again)

    def on_resize(self, event: events.Resize) -> None:
        """A wide pane has room for the preview beside the list."""
        self.set_class(event.size.width >= BESIDE, "-beside")

    # -- what the reader found ---------------------------------------------------------------------

    @on(Read)
    def _take(self) -> None:
        if self.reader.version != self._shown:
            self._shown = self.reader.version
            self.shelved.take(self.reader.entries)
            self.view.show()
        text, hits = self.reader.found
        if text == self._filter.value and hits != self.shelved.hits:
            self.shelved.hits = hits
            self.view.show()
        name, said = self.reader.preview
        preview = self.query_one(ShelfPreview)
        if self._is_chosen(name) and preview.session != name:
            preview.show(name, said)
        self.tell()

    def _is_chosen(self, name: str) -> bool:
        entry = self.view.selected
        return entry is not None and entry.id == name

    def tell(self) -> None:
        """What is chosen and why it is worth what it is; what the list shows."""
        entry, progress, foot = self.view.selected, self.reader.progress, self.query_one(ShelfFoot)
        foot.about(entry, self.shelved.standing(entry, time.time()) if entry else None)
        if self.asked:
            foot.status(ASK, asking=True)
        elif progress is not None and progress.done < progress.total:
            foot.status(progress_line(self.reader.doing, progress))
        else:
            filtered, total = bool(self._filter.value), len(self.shelved.entries)
            foot.status(count_line(self.view.sessions, total, self.shelved.sort.value, filtered=filtered))

    # -- the filter --------------------------------------------------------------------------------

    @property
    def _filter(self) -> FilterLine:
        return self.query_one(FilterLine)

    def action_filter(self) -> None:
        """Type to filter."""
        self.add_class("-filtered")
        self._filter.disabled = False
        self.screen.set_focus(self._filter)

    @on(Input.Changed, "FilterLine")
    def _narrow(self, event: Input.Changed) -> None:
        self.shelved.words = event.value.casefold().split()
        self.shelved.hits = {}
        self.view.show(keep=False)
        self.tell()
        self.reader.find(event.value)

    @on(Input.Submitted, "FilterLine")
    def _choose(self) -> None:
        self.action_want("resume")

    @on(FilterLine.Left)
    def _leave_filter(self) -> None:
        self._filter.value = ""
        self._filter.disabled = True
        self.remove_class("-filtered")
        self.view.focus()

    # -- the list ----------------------------------------------------------------------------------

    def action_move(self, rows: int) -> None:
        """The cursor by some sessions."""
        self.view.action_move(rows)

    def action_page(self, pages: int) -> None:
        """The cursor by whole pages."""
        self.view.action_page(pages)

    def action_home(self) -> None:
        """To the first session."""
        self.view.action_home()

    def action_end(self) -> None:
        """To the last session."""
        self.view.action_end()

    @on(ShelfView.Selected)
    def _select(self, event: ShelfView.Selected) -> None:
        self.asked = ""
        if event.entry is not None and self.has_class("-preview"):
            self.reader.look(event.entry.id)
        self.tell()

    def action_preview(self) -> None:
        """Show or hide what was said in the session under the cursor."""
        self.toggle_class("-preview")
        if self.has_class("-preview") and self.view.selected is not None:
            self.reader.look(self.view.selected.id)

    def action_sort(self) -> None:
        """Another order."""
        self.shelved.sort = self.shelved.sort.next
        self.view.show(keep=False)
        self.tell()

    def action_stop(self) -> None:
        """Stop the scan."""
        self.reader.stop()

    # -- what needs a connection -------------------------------------------------------------------

    @on(LineView.Opened)
    def _resume(self) -> None:
        self.action_want("resume")

    def action_want(self, what: str) -> None:
        """Resume the session under the cursor, fork it, check its handle, or look at it."""
        if self.view.selected is not None:
            self.post_message(self.Wanted(what, self.view.selected))

    def changed(self, name: str) -> None:
        """Show what was changed here; what a scan has read of it before is out of date."""
        self._shown = self.reader.version
        if name in self.shelf.ids():
            self.shelved.put(self.shelf.entry(name))
        else:
            self.shelved.drop(name)
        self.view.show()
        self.tell()
        self.look_again()

    def on_key(self, event: events.Key) -> None:
        """Esc keeps what was to be deleted."""
        if event.key == "escape" and self.asked:
            self.asked = ""
            self.tell()
            event.stop()
