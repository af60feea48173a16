"""The filter of the log: written in a line, by keys on a row, saved under a name and recalled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import SimpleCommand
from textual.markup import escape

from tui.errors import StoreError
from tui.projections.filter_doubts import doubt
from tui.projections.filter_language import FilterError
from tui.store.journal import Journal
from tui.text import clean_line, shorten
from tui.ui.widgets.log_filtering import Filtering
from tui.ui.widgets.log_hand import HandPane
from tui.ui.widgets.log_prompt import Asking
from tui.ui.widgets.log_view import LogView


class FiltersPane(HandPane):
    """Rows that a filter chooses."""

    def __init__(self, journal: Journal | None = None, *, id: str | None = None) -> None:
        super().__init__(journal, id=id)
        self.filtering = Filtering()
        self._renaming = ""

    def filter(self, text: str) -> None:
        """Show only what passes. Raises FilterError."""
        self.view.apply(self.filtering.set(text))
        self.refresh_footer()

    def recall(self, text: str) -> None:
        """Show only what passes a filter that was good once: one it names may be gone since."""
        try:
            self.filter(text)
        except FilterError as error:
            self.say(error.message)

    def hidden(self, width: int) -> str:
        """How many rows the filter hides, for the footer, and that filter in so many characters."""
        rows, text = self.view.rows, self.filtering.text
        by = f" by {shorten(text, width)}" if width else ""
        return f"{rows.seen - rows.frames_shown:,} hidden{by}" if text else ""

    def on_log_view_failed(self, event: LogView.Failed) -> None:
        """The view has given the filter up."""
        self.filtering.text = ""

    def write_filter(self, text: str, *, take: bool) -> bool:
        """Say what is wrong under the line; the old filter stays until a good one is taken."""
        try:
            self.filtering.parse(text)
        except FilterError as error:
            self.prompt.point_at(error.at, error.message, lead=take)
            return False
        self._encourage(text)
        if take:
            self.filter(text)
            if doubtful := doubt(text):
                self.say(doubtful.message)
        return True

    def _encourage(self, text: str) -> None:
        """Under a good line: what can be done with it, or what is probably not meant."""
        if doubtful := doubt(text):
            self.prompt.point_at(doubtful.at, doubtful.message, mistake=False)
        else:
            self.prompt.say("Enter shows what passes, ctrl+s saves it under a name" if text.strip() else "")

    # Keys that write it

    def action_isolate(self) -> None:
        """Only the kinds of the current row; again for what was before."""
        if (mask := self.selected_mask()) is not None:
            self.recall(self.filtering.isolated(mask))

    def action_narrow(self, out: bool) -> None:
        """The kinds of the current row in, or out."""
        if (mask := self.selected_mask()) is not None:
            self.recall(self.filtering.narrowed(mask, out=out))

    # Saved ones

    def action_save_filter(self) -> None:
        """Ask for the name under which the filter is kept."""
        self._renaming = ""
        if self.filtering.text:
            self.prompt.ask(Asking.NAME, hint="a name: then @name recalls it")
        else:
            self.say("there is no filter to save: f writes one")

    def on_log_prompt_save_wanted(self) -> None:
        """From the line itself: take what is written there, and save it."""
        if self.prompt.asking is Asking.FILTER and self.write_filter(self.prompt.line.value, take=True):
            self.action_save_filter()

    def write_name(self, text: str, *, take: bool) -> bool:
        """Keep the filter, or give the one that is renamed its name; what is wrong is said under the line."""
        name = text.strip().removeprefix("@")
        if not take:
            there = self.filtering.saved.get(name)
            self.prompt.say(f"Enter writes over @{name}: {there}" if there else f"Enter keeps it as @{name}")
            return False
        try:
            self._keep(name)
        except (FilterError, StoreError) as error:
            self.prompt.point_at(0, str(error))
            return False
        self.say(f"saved as @{name}")
        return True

    def _keep(self, name: str) -> None:
        if self._renaming:
            self.filtering.saved.rename(self._renaming, name)
        else:
            self.filtering.saved.save(name, self.filtering.text)

    def action_saved_filters(self) -> None:
        """Choose one by name: to show, to rename, to delete."""
        commands = [one._replace(help_text=escape(one.help_text or "")) for one in self.saved_commands()]
        if commands:
            self.app.search_commands(commands, placeholder="Which saved filter?")
        else:
            self.say("no filter is saved: ctrl+s in the filter line saves one")

    def saved_commands(self) -> Iterator[SimpleCommand]:
        """What can be done with the filters that are saved."""
        for name, text in self.filtering.saved.items():
            yield SimpleCommand(f"filter: {name}", partial(self._show_saved, name), clean_line(text))
        for name, text in self.filtering.saved.items():
            yield SimpleCommand(f"rename filter: {name}", partial(self._rename, name), clean_line(text))
            yield SimpleCommand(f"delete filter: {name}", partial(self._delete, name), clean_line(text))

    def _show_saved(self, name: str) -> None:
        self.recall(f"@{name}")
        self.focus()

    def _rename(self, name: str) -> None:
        self._renaming = name
        self.prompt.ask(Asking.NAME, name)

    def _delete(self, name: str) -> None:
        text = self.filtering.saved[name]
        try:
            self.filtering.saved.delete(name)
        except StoreError as error:
            self.app.notify(str(error), severity="error", markup=False)
        else:
            self.say(f"deleted @{name}: it was {text}")
