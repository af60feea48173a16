"""The line at the foot of the log where a filter, its name, words to search, a place or a note is written."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.text import clean_line
from tui.ui.actions import bindings
from tui.ui.widgets.written_lines import WrittenLines

SHOWN = 12
"""Completions that are named under the line."""


class Asking(Enum):
    """What the line asks for, and what is written before it."""

    FILTER = "filter"
    SEARCH = "search"
    SEARCH_BACK = "search back"
    NAME = "save as"
    PLACE = "go to"
    NOTE = "note"

    @property
    def searches(self) -> bool:
        """Whether words are looked for."""
        return self in (Asking.SEARCH, Asking.SEARCH_BACK)


class PromptLine(Input):
    """The line itself: Tab completes, Escape gives up."""

    BINDINGS = bindings("logline")

    DEFAULT_CSS = """
    PromptLine { height: 1; border: none; padding: 0; background: $surface; width: 1fr; }
    PromptLine:focus { border: none; }
    """

    class Wanted(Message):
        """A key of the line's own: to complete, to save, to give up."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def cell_of(self, at: int) -> int:
        """Where a character of the value is seen: in this cell, if that is in the line."""
        return self._position_to_cell(at) - self.scroll_offset.x

    def action_complete(self) -> None:
        """Go on with what can follow."""
        self.post_message(self.Wanted("complete"))

    def action_older(self) -> None:
        """What was written here before."""
        self.post_message(self.Wanted("older"))

    def action_newer(self) -> None:
        """Back to what was written since."""
        self.post_message(self.Wanted("newer"))

    def action_save(self) -> None:
        """Keep what is written under a name."""
        self.post_message(self.Wanted("save"))

    def action_give_up(self) -> None:
        """Close the line; nothing changes."""
        self.post_message(self.Wanted("give up"))


class LogPrompt(Vertical):
    """Hidden until it asks something."""

    DEFAULT_CSS = """
    LogPrompt { height: auto; display: none; background: $surface; }
    LogPrompt > .log-prompt-hint { height: auto; max-height: 3; width: 1fr; color: $text-muted; }
    LogPrompt.-mistake > .log-prompt-hint { color: $text-error; }
    """

    class Written(Message):
        """The line changed (`done` false), or Enter was pressed."""

        def __init__(self, asking: Asking, text: str, *, done: bool) -> None:
            super().__init__()
            self.asking = asking
            self.text = text
            self.done = done

    class SaveWanted(Message):
        """What is written is to be kept."""

    class GivenUp(Message):
        """Escape: what was asked is not wanted any more."""

        def __init__(self, asking: Asking) -> None:
            super().__init__()
            self.asking = asking

    def __init__(self) -> None:
        super().__init__()
        self.asking = Asking.FILTER
        self.complete: Callable[[str], list[str]] = lambda text: []
        self.line = PromptLine(select_on_focus=False)
        self.line.cursor_blink = False
        self._pointed: tuple[int, str] | None = None
        self._written: dict[str, WrittenLines] = {}
        self._hint = Static(classes="log-prompt-hint", markup=False)

    def compose(self) -> ComposeResult:
        """The line, and what there is to say about it."""
        yield self.line
        yield self._hint

    def ask(self, asking: Asking, text: str = "", hint: str = "") -> None:
        """Open the line on a question."""
        self.asking = asking
        self.display = True
        self.line.placeholder = hint
        self._lines.begin()
        with self.prevent(Input.Changed):
            self.line.value = text
        self.line.cursor_position = len(text)
        self.say(f"{asking.value}: Enter takes it, Escape gives up")
        self.line.focus()

    def close(self) -> None:
        """Hide the line."""
        self.display = False

    def on_mount(self) -> None:
        """What is pointed at moves as the line scrolls."""
        self.watch(self.line, "scroll_x", self._point, init=False)

    def on_resize(self) -> None:
        """There is another place for the words."""
        self._point()

    def say(self, text: str) -> None:
        """A word under the line."""
        self._pointed = None
        self.remove_class("-mistake")
        self._hint.update(Content(clean_line(text)))

    def point_at(self, at: int, words: str, *, mistake: bool = True, lead: bool = False) -> None:
        """What is wrong, or only odd, under its character; lead: the cursor goes there from out of view."""
        self.set_class(mistake, "-mistake")
        self._pointed = at, clean_line(words)
        if lead and not 0 <= self.line.cell_of(at) < self.size.width:
            self.line.cursor_position = at
        self._point()

    def _point(self) -> None:
        if self._pointed is not None:
            at, words = self._pointed
            self._hint.update(Content(pointed(self.line.cell_of(at), words, self.size.width)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every change is told, for what works while one writes."""
        event.stop()
        self.post_message(self.Written(self.asking, event.value, done=False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self._lines.keep(event.value)
        self.post_message(self.Written(self.asking, event.value, done=True))

    def on_prompt_line_wanted(self, event: PromptLine.Wanted) -> None:
        """A key of the line's own."""
        event.stop()
        match event.action:
            case "complete":
                self._complete()
            case "older" | "newer":
                self._recall(-1 if event.action == "older" else 1)
            case "save":
                self.post_message(self.SaveWanted())
            case "give up":
                self.post_message(self.GivenUp(self.asking))

    @property
    def _lines(self) -> WrittenLines:
        """What was written before where this is asked; both ways of searching share theirs."""
        return self._written.setdefault(
            "search" if self.asking.searches else self.asking.value, WrittenLines()
        )

    def _recall(self, step: int) -> None:
        """An earlier line, or a later one."""
        text = self._lines.recall(self.line.value, step)
        if text is not None:
            self.line.value = text
            self.line.cursor_position = len(text)

    def _complete(self) -> None:
        before, after = (
            self.line.value[: self.line.cursor_position],
            self.line.value[self.line.cursor_position :],
        )
        offers = self._offers(before)
        if not offers:
            self.say("nothing goes on from here")
            return
        common = _common_beginning(offers)
        with self.prevent(Input.Changed):
            self.line.value = common + after
        self.line.cursor_position = len(common)
        if len(offers) > 1:
            start = common.rstrip().rfind(" ") + 1
            more = [f"and {len(offers) - SHOWN} more"] if len(offers) > SHOWN else []
            self.say("  ".join([*(offer[start:] for offer in offers[:SHOWN]), *more]))
        elif common.endswith(":"):
            self.say("a value follows")
        else:
            self.post_message(self.Written(self.asking, self.line.value, done=False))

    def _offers(self, before: str) -> list[str]:
        """What can follow; behind the name of a question, the values it takes."""
        offers = self.complete(before)
        if len(offers) == 1 and offers[0].endswith(":"):
            return [one for one in self.complete(offers[0]) if one != offers[0]] or offers
        return offers


def _common_beginning(texts: list[str]) -> str:
    first, last = min(texts), max(texts)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:same]


def pointed(cell: int, words: str, width: int) -> str:
    """A caret under a cell and words beside it, or below it where there is no room beside it.

    A cell that is scrolled out of view is pointed to with an arrow at that end.
    """
    caret = "^" if 0 <= cell < max(1, width) else "‹" if cell < 0 else "›"
    cell = min(max(0, cell), max(0, width - 1))
    room = cell_len(words)
    if cell + 2 + room <= width:
        return f"{' ' * cell}{caret} {words}"
    if room + 1 <= cell:
        return f"{' ' * (cell - room - 1)}{words} {caret}"
    return f"{' ' * cell}{caret}\n{words}"
