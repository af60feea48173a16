"""Going from hit to hit and from mark to mark, whatever a filter hides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.logs import LogApp, audio, mixed, receive, run, text, until, write
from tui.store.journal import Journal

FILTERS = ["", "kind:usage", "kind:audio", "not text:hear", "marked", "text:nothing_says_this"]


def conversation(seed: int) -> list[object]:
    choose = random.Random(seed)
    ends = {"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": 7}}
    odd = {"fooBar": "hear"}
    return [
        choose.choice([audio(), audio(), text("I can hear you"), text("yes"), ends, odd]) for _ in range(60)
    ]


def footer(app: LogApp) -> str:
    return str(app.log_pane.footer.content)


@pytest.mark.parametrize("asked", FILTERS)
def test_next_and_previous_visit_each_hit_once(tmp_path: Path, asked: str) -> None:
    messages = conversation(len(asked))
    hits = [n for n, message in enumerate(messages) if "hear" in str(message)]

    def fill(journal: Journal) -> None:
        for message in messages:
            receive(journal, message)

    async def walk(app: LogApp, pilot: Pilot[None], key: str, times: int) -> list[int | None]:
        """Where each press led, and that the footer counts along."""
        led: list[int | None] = []
        for _ in range(times):
            await pilot.press(key)
            led.append(app.log_pane.view.reader.place)
            assert led[-1] in hits
            assert f"{hits.index(led[-1]) + 1} of {len(hits)} hits" in footer(app)
        return led

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        pane.marks[40] = ""
        pane.filter(asked)
        await pilot.press("home", "/")
        await write(pilot, "hear")
        await pilot.press("enter")
        await until(pilot, lambda: pane.finder.search is not None and pane.finder.search.done)
        start = pane.view.reader.place
        assert start in hits
        at = hits.index(start)
        round_trip = [*hits[at + 1 :], *hits[: at + 1]]
        assert await walk(app, pilot, "n", len(hits)) == round_trip
        assert await walk(app, pilot, "N", len(hits)) == [*round_trip[-2::-1], start]

    run(tmp_path, fill, body, size=(160, 24))


@pytest.mark.parametrize("asked", FILTERS)
def test_jumps_go_on_from_what_is_hidden(tmp_path: Path, asked: str) -> None:
    messages = conversation(7)
    unknown = [n for n, message in enumerate(messages) if "fooBar" in str(message)]

    def fill(journal: Journal) -> None:
        for message in messages:
            receive(journal, message)

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        pane.marks.update({3: "", 21: "odd", 22: "", 59: ""})
        pane.filter(asked)
        for key, back, wanted in (("u", "U", unknown), ("apostrophe", "quotation_mark", [3, 21, 22, 59])):
            pane.go_to(0)
            led = []
            for _ in wanted:
                await pilot.press(key)
                led.append(pane.view.reader.place)
            assert led == wanted
            await pilot.press(key)
            assert pane.view.reader.place == wanted[-1]
            for n in reversed(wanted[:-1]):
                await pilot.press(back)
                assert pane.view.reader.place == n

    run(tmp_path, fill, body)


def test_a_hidden_hit_opens_no_run_and_is_no_more_said_to_be_hidden_once_left(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        receive(journal, text("hear"))
        for _ in range(4):
            receive(journal, audio())
        receive(journal, text("hear"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        pane = app.log_pane
        pane.filter("kind:audio")
        await pilot.press("/")
        await write(pilot, "hear")
        await pilot.press("enter", "n")
        await pilot.pause()
        assert "nearest after it" in footer(app)
        await pilot.press("n")
        await pilot.pause()
        assert "nearest before it" in footer(app)
        assert len(pane.view.rows) == 1
        pane.filter("")
        await pilot.press("N")
        await pilot.pause()
        assert "hidden" not in footer(app)

    run(tmp_path, fill, body)


def test_a_hidden_hit_is_shown_whole_beside_the_row_that_stands_for_it(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        app.log_pane.filter("kind:usage")
        await pilot.press("home")
        await pilot.pause()
        app.selected.clear()
        app.log_pane.go_to(8)
        await pilot.pause()
        assert app.selected == [8]
        assert app.log_pane.view.selected == 5

    run(tmp_path, mixed, body)


def talk(journal: Journal) -> None:
    """Words before and after runs of sound."""
    for n in range(30):
        receive(journal, text(f"word {n}"))
        for _ in range(3):
            receive(journal, audio())


def test_escape_in_the_search_line_leads_back(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        app.log_pane.go_to(40)
        await pilot.pause()
        place, rows = (view.selected, view.viewport.top, view.viewport.line), len(view.rows)
        await pilot.press("/")
        await write(pilot, "inlineData")
        assert view.selected == 41, "the run it is in was opened"
        await pilot.press("escape")
        await pilot.pause()
        assert ((view.selected, view.viewport.top, view.viewport.line), len(view.rows)) == (place, rows)
        assert app.log_pane.finder.search is None
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened == [40]
        app.log_pane.focus()
        await pilot.press("end", "/")
        await write(pilot, "word 3")
        await pilot.press("escape")
        receive(app.log_pane.journal, text("newest"))  # type: ignore[arg-type]
        app.log_pane.flush()
        await pilot.pause()
        assert view.following
        assert "newest" in app.screen_text()

    run(tmp_path, talk, body, size=(120, 24))


def test_a_typo_in_the_search_line_leads_nowhere(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        app.log_pane.go_to(12)
        await pilot.press("/")
        await write(pilot, "word 7x")
        assert view.selected == 12
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: '"word "' in footer(app))
        assert view.selected == 12
        await write(pilot, "4")
        assert view.selected == 16
        await pilot.press(*["backspace"] * 6)
        assert view.selected == 12
        await write(pilot, "word 7")
        await pilot.press("enter")
        assert view.selected == 28

    run(tmp_path, talk, body, size=(120, 24))


def test_a_search_that_was_given_up_leaves_the_one_before_it(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        await pilot.press("home", "/")
        await write(pilot, "word 2")
        await pilot.press("enter", "/")
        await write(pilot, "word 9")
        assert view.selected == 36
        await pilot.press("escape")
        await until(pilot, lambda: '"word 2" 1 of 11 hits' in footer(app))
        await pilot.press("n")
        assert view.selected == 80

    run(tmp_path, talk, body, size=(120, 24))
