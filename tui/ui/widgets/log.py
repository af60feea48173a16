"""The wire log: every frame that crossed the socket, and what can be asked of them.

    LogPane (search, jumps) ─► FiltersPane ─► HandPane (marks, sending) ─► FramesPane (rows, a footer)

The rows are a `LogView`: `Intake` takes frames in, `Rows` says which they are, `Reader` where the reader is,
`Lines` what each says, `Painter` how it looks. `Sieve` and `Search` work on the journal in `Slices`; `Turns`
and `Margin` ask the projections.
"""

from __future__ import annotations

from tui.projections.filter_completion import complete
from tui.projections.views import Views
from tui.store.index import Index
from tui.store.journal import Journal
from tui.ui.actions import bindings
from tui.ui.background import say
from tui.ui.widgets import log_jumps as jumps
from tui.ui.widgets.log_filters import FiltersPane
from tui.ui.widgets.log_finder import Finder
from tui.ui.widgets.log_footer import TERSEST
from tui.ui.widgets.log_places import EXAMPLES as PLACES
from tui.ui.widgets.log_places import NoPlace, day_told, find_place
from tui.ui.widgets.log_prompt import Asking, LogPrompt
from tui.ui.widgets.log_reader import Standing

_HINTS = {
    Asking.FILTER: "dir:in kind:usage turn:3 size>10k since:10:32 has:serverContent.interrupted text:refund",
    Asking.SEARCH: "words in any frame",
    Asking.SEARCH_BACK: "words in any frame before this one",
    Asking.PLACE: PLACES,
    Asking.NOTE: "a note beside the mark",
}


_FILTER_CELLS = (200, 12, 0, 0)
"""How much of the filter the footer shows, the tersest last."""


class LogPane(FiltersPane):
    """The log of one journal, with filter, search and jumps."""

    HELP = (
        "## Wire log\nEvery frame as it crossed. **Enter** opens one, **f** filters, **/** searches, "
        "**e** goes to the next error.\n\n"
        "A time of day (`:10:32`, `since:10:32`, `until:10:32`) is the one in the recording, or nearest "
        "to it; of several days, `:` means the one nearest to the cursor, a filter the first. "
        "`2026-11-22 10:32` names the day. `+5m` and `-5m` count from the cursor; in a filter, from the "
        "beginning and back from the end."
    )
    BINDINGS = bindings("log")

    def __init__(self, journal: Journal | None = None, *, id: str | None = None) -> None:
        super().__init__(journal, id=id)
        self.finder = Finder(self._hits_came, self._search_failed)
        self._gap = jumps.GAP_SECONDS
        self._hit_wanted = False
        self._written = ""
        self._way = 1
        self._before: tuple[Standing, str, int] | None = None

    def show(self, journal: Journal, marks: dict[int, str] | None = None, views: Views | None = None) -> None:
        """Another journal, whole: no filter, no search."""
        self.filtering.text = self.view.words = ""
        self.finder.stop()
        super().show(journal, marks, views)

    def flush(self) -> None:
        """Take in the frames that arrived since the last time."""
        super().flush()
        self.finder.go_on()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self.finder.stop()

    def questions(self, terse: int) -> list[str]:
        """How many rows the filter hides, always first, and the search."""
        return [
            self.hidden(_FILTER_CELLS[terse]),
            self.finder.state(self.tally.frames, self.view.reader.place, named=terse < TERSEST),
        ]

    # Asking

    def action_ask(self, name: str) -> None:
        """Open the line on a question."""
        asking = Asking[name]
        text = self.filtering.text if asking is Asking.FILTER else ""
        if asking is Asking.NOTE and (seq := self.selected_seq()) is not None:
            text = self.marks.get(seq, "")
        if asking.searches:
            search, self._written = self.finder.search, ""
            self._before = self.view.reader.standing, search.words if search is not None else "", self._way
            self._way = -1 if asking is Asking.SEARCH_BACK else 1
        self.prompt.complete = self._completions
        self.prompt.ask(asking, text, _HINTS[asking])

    def _completions(self, text: str) -> list[str]:
        return complete(text, self.filtering.saved) if self.prompt.asking is Asking.FILTER else []

    def on_log_prompt_written(self, event: LogPrompt.Written) -> None:
        """What was written is tried while it is written, and taken at Enter."""
        event.stop()
        match event.asking:
            case Asking.FILTER:
                taken = self.write_filter(event.text, take=event.done)
            case Asking.NAME:
                taken = self.write_name(event.text, take=event.done)
            case Asking.SEARCH | Asking.SEARCH_BACK:
                taken = self._write_search(event.text)
            case Asking.PLACE:
                taken = not event.done or self._go_to_place(event.text)
            case Asking.NOTE:
                taken = not event.done or self.write_note(event.text)
        if event.done and taken:
            self._close_prompt()

    def on_log_prompt_given_up(self, event: LogPrompt.GivenUp) -> None:
        """Escape."""
        event.stop()
        if event.asking.searches and self._before is not None:
            standing, words, self._way = self._before
            self._seek(words, standing, go=False)
        self._close_prompt()

    def _close_prompt(self) -> None:
        self.prompt.close()
        self.focus()
        self.refresh_footer()

    def _write_search(self, words: str) -> bool:
        """Each letter is looked for from where the reader stood when the line was opened."""
        if self._before is not None and words != self._written:
            self._written = words
            self._seek(words, self._before[0], go=bool(words))
        return True

    def _seek(self, words: str, standing: Standing, *, go: bool) -> None:
        """Look for words from somewhere on; go: to the first hit, else stay there."""
        self.say("")
        self.view.go_back(standing)
        self.view.highlight(words)
        self._hit_wanted = go
        if self.journal is not None:
            self.finder.start(self.journal, words, (self.view.reader.place or 0) if self._way > 0 else 0)
        self.refresh_footer()

    def _hits_came(self) -> None:
        search = self.finder.search
        self.view.highlight(search.words if search is not None else "")
        here = self.view.reader.place or 0
        if search is not None and self._hit_wanted and search.hits and search.has_looked(here, self._way):
            self._hit_wanted = False
            self._show_hit(search.next(here - self._way, self._way))
        self.refresh_footer()

    def _search_failed(self, error: Exception) -> None:
        self._end_search()
        say(self.app, "The search", error)

    def _end_search(self) -> None:
        self.finder.stop()
        self.view.highlight("")
        self.refresh_footer()

    def action_hit(self, step: int) -> None:
        """The next hit the way the search goes, or the other way (-1); hidden ones too."""
        search = self.finder.search
        if search is None:
            self.action_ask("SEARCH")
        else:
            self._show_hit(search.next(self.view.reader.place or 0, step * self._way))

    def _show_hit(self, frame: int | None) -> None:
        if frame is not None:
            self.go_to(frame)

    def put_away(self) -> bool:
        """Stop the search; False where there is none."""
        is_open = self.finder.search is not None
        if is_open:
            self._end_search()
        return is_open

    def action_clear(self) -> None:
        """Stop the search; asked again, show everything."""
        if not self.put_away():
            self.filter("")

    # Jumps

    def action_jump(self, what: str, step: int) -> None:
        """To the next or the previous error, unknown, gap, turn or mark."""
        frame = self.view.reader.place
        if self.journal is None or frame is None:
            return
        found = self._next(what, self.journal.index, frame, step)
        if found is None:
            self.say(f"no {what} {'after' if step > 0 else 'before'} this")
        else:
            self.go_to(found)

    def _next(self, what: str, index: Index, frame: int, step: int) -> int | None:
        match what:
            case "mark":
                return self.next_mark(frame, step)
            case "turn":
                return self.view.turns.next(frame, step)
            case "gap":
                return jumps.next_gap(index, frame, step, self._gap)
            case "unknown":
                return jumps.next_unknown(index, frame, step)
        found = jumps.next_error(index, frame, step), self.view.margin.next_error(frame, step)
        return jumps.nearest(frame, *found)

    def _go_to_place(self, text: str) -> bool:
        journal = self.journal
        if journal is None:
            return True
        if (seconds := jumps.gap_threshold(text)) is not None:
            self._gap = seconds
            self.action_jump("gap", 1)
            return True
        before = self.view.selected or 0
        try:
            found = find_place(text, journal, self.view.turns, before)
        except NoPlace as error:
            self.prompt.point_at(0, str(error))
            return False
        self.go_to(found)
        if self.view.selected == found and (day := day_told(journal.index, before, found)):
            self.say(day)
        return True

    # The view

    def action_pause(self) -> None:
        """Freeze the rows, or take in what has come meanwhile. Recording goes on."""
        self.view.action_pause()
        self.flush()

    def action_page(self) -> None:
        """Page down, with the long key."""
        self.view.action_page(1)

    def action_fold(self) -> None:
        """Fold the run the cursor is in."""
        self.view.action_fold()

    def action_unfold(self) -> None:
        """Open the run under the cursor."""
        self.view.action_unfold()

    def action_toggle_folding(self) -> None:
        """Fold runs of audio, or give each frame its row."""
        self.view.action_toggle_folding()

    def action_cycle_time(self) -> None:
        """Clock, since the start, since the frame before."""
        self.view.action_cycle_time()
