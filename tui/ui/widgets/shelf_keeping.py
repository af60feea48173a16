"""Keeping saved sessions in order from the list: rename, pin, tag, note, delete, undo."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.containers import Vertical

from tui.errors import StoreError
from tui.store.session import Session
from tui.store.shelf import Entry, Shelf
from tui.ui.widgets.shelf_lines import RowEditor
from tui.ui.widgets.shelf_reader import ShelfReader
from tui.ui.widgets.shelf_rows import Shelved
from tui.ui.widgets.shelf_view import ShelfView


class ShelfKeeping(Vertical):
    """The part of the pane that changes what is on disk. `own`: the session this program writes."""

    def __init__(self, shelf: Shelf, *, id: str | None, classes: str | None) -> None:
        super().__init__(id=id, classes=classes)
        self.shelf = shelf
        self.shelved = Shelved(shelf.lifetimes)
        self.reader = ShelfReader(self, shelf)
        self.own: Session | None = None
        self.view = ShelfView(self.shelved, id="shelf-list")
        self.asked = ""
        self.editor: RowEditor | None = None
        self._deleted: list[str] = []

    def changed(self, name: str) -> None:
        """Show what was changed here of a session."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say what is chosen, and what is asked."""
        raise NotImplementedError

    def action_edit(self, what: str) -> None:
        """Change its title, tags or note where it stands."""
        entry = self.view.selected
        if entry is None:
            return
        value = getattr(entry.metadata, what)
        editor = self.editor = RowEditor(entry.id, what, " ".join(value) if what == "tags" else value)
        editor.styles.offset = (0, self.view.region.y - self.content_region.y + self.view.viewport.line)
        self.mount(editor)
        editor.focus()

    @on(RowEditor.Done)
    async def _edited(self, event: RowEditor.Done) -> None:
        editor, text = event.editor, event.text
        if not editor.is_attached:
            return
        self.editor = None
        self.view.focus()
        await editor.remove()
        if text is not None:
            words: Any = text.replace("#", " ").split() if editor.what == "tags" else text.strip()
            self._change(editor.session, **{editor.what: words})

    def action_pin(self) -> None:
        """Pin it, or let it go."""
        entry = self.view.selected
        if entry is not None:
            self._change(entry.id, pinned=not entry.metadata.pinned)

    def _change(self, name: str, **changes: Any) -> None:
        try:
            if self.own is not None and self.own.id == name:
                self.own.edit(**changes)
            else:
                self.shelf.edit(name, **changes)
        except StoreError as error:
            self._complain(error)
        else:
            self.changed(name)

    def action_delete(self) -> None:
        """Ask once; asked again, move it to the trash."""
        entry = self.view.selected
        if entry is None:
            return
        if self.own is not None and entry.id == self.own.id:
            hint = "Hang up first: ctrl+n begins another"
            self._complain(StoreError("this session is live here", hint=hint))
            return
        is_answer = self.asked == entry.id
        self.asked = "" if is_answer else entry.id
        self.tell()
        if is_answer:
            self._delete(entry)

    def _delete(self, entry: Entry) -> None:
        try:
            self._deleted.append(self.shelf.delete(entry.id))
        except StoreError as error:
            self._complain(error)
        else:
            self.changed(entry.id)
            self.notify("In the trash for 30 days. u takes it back", markup=False)

    def action_undo(self) -> None:
        """Take back what was deleted last in this run."""
        if not self._deleted:
            self.notify("Nothing was deleted in this run", markup=False)
            return
        name = self._deleted[-1]
        try:
            self.shelf.restore(name)
        except StoreError as error:
            self._complain(error)
        else:
            self.changed(name)
        in_trash = self.shelf.trash.names()
        self._deleted = [name for name in self._deleted if name in in_trash]

    def _complain(self, error: StoreError) -> None:
        self.notify(str(error), severity="error", markup=False)
