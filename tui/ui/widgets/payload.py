"""A payload as a tree or as lines, and the search in it."""

from __future__ import annotations

from typing import Self

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.ui.background import say
from tui.ui.widgets.json_view import JsonView
from tui.ui.widgets.line_search import LineSearch
from tui.ui.widgets.log_prompt import Asking, LogPrompt
from tui.ui.widgets.readings import Reading
from tui.ui.widgets.text_lines import TextLines
from tui.wire.frame import Direction


class PayloadPane(Vertical):
    """JSON as a tree; what is none, as lines. A search goes on over whatever is shown next."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.json = JsonView()
        self.text = TextLines()
        self.prompt = LogPrompt()
        self.search = LineSearch(self._hits_came, self._search_failed)
        self._hit_wanted = False

    def compose(self) -> ComposeResult:
        """The payload, and the line that asks."""
        yield self.json
        yield self.text
        yield self.prompt

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self.search.stop()

    @property
    def shown(self) -> JsonView | TextLines:
        """What the payload is shown by."""
        return self.text if self.text.display else self.json

    def focus(self, scroll_visible: bool = True) -> Self:
        """The keys go to the payload."""
        self.shown.focus(scroll_visible)
        return self

    def show_reading(self, reading: Reading, direction: Direction) -> None:
        """Another payload, or another view of it."""
        if isinstance(reading.shown, str):
            self._bring_up(self.text)
            self.text.show(reading.shown)
        else:
            self._bring_up(self.json)
            self.json.show(reading.shown, direction, reading.flags)
        self.look_for(self.search.words)

    def _bring_up(self, shown: JsonView | TextLines) -> None:
        other = self.text if shown is self.json else self.json
        had_focus = other.has_focus
        shown.display, other.display = True, False
        if had_focus:
            shown.focus()

    # Searching

    def searched(self) -> None:
        """Called when there is another word to say of the search."""

    def look_for(self, words: str) -> None:
        """Search what is shown."""
        if words or self.search.words:
            self.search.start(self.shown, words)
            self.searched()

    def action_search(self) -> None:
        """Open the line that asks for words."""
        self.prompt.ask(Asking.SEARCH, hint="words in this frame, folded ones too")

    def action_hit(self, step: int) -> None:
        """The next or the previous hit."""
        if not self.search.words:
            self.action_search()
        elif (hit := self.search.next(step)) is not None:
            self.shown.show_hit(hit)
            self.searched()

    def action_clear(self) -> None:
        """Stop the search."""
        self._hit_wanted = False
        self.look_for("")

    def on_log_prompt_written(self, event: LogPrompt.Written) -> None:
        """Found while it is written; Enter goes back to the payload."""
        event.stop()
        if event.text != self.search.words:
            self._hit_wanted = True
            self.look_for(event.text)
        if event.done:
            self._close_prompt()

    def on_log_prompt_given_up(self, event: LogPrompt.GivenUp) -> None:
        """Escape."""
        event.stop()
        self.action_clear()
        self._close_prompt()

    def on_log_prompt_save_wanted(self, event: LogPrompt.SaveWanted) -> None:
        """Words are not kept."""
        event.stop()

    def _close_prompt(self) -> None:
        self.prompt.close()
        self.focus()

    def _hits_came(self) -> None:
        if self._hit_wanted and self.search.has_passed_cursor:
            self._hit_wanted = False
            if (hit := self.search.next(1, here=True)) is not None:
                self.shown.show_hit(hit)
        self.searched()
        if self.prompt.display:
            self.prompt.say(str(self.search))

    def _search_failed(self, error: Exception) -> None:
        self.action_clear()
        say(self.app, "The search", error)
