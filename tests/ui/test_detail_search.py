"""Words searched in one frame."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.ui.logs import until, write
from tests.ui.test_detail import ANSWER, DetailApp, frame
from tests.ui.test_detail import run as shown
from tui.ui.widgets.detail import View
from tui.wire.frame import Direction
from tui.wire.outline import PAGE
from tui.wire.path import Path

DEEP = {"first": {"word": 1}, "many": [{"text": f"the {n}th word"} for n in range(3)], "last": "no more"}


def path(app: DetailApp) -> Path:
    return app.detail.json.entry.path


def lit(app: DetailApp) -> str:
    """What stands out on the screen."""
    strips = app.screen._compositor.render_strips()
    return "".join(text for strip in strips for text, style, _ in strip if style and style.underline)


def test_finds_in_what_is_folded_and_goes_round() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("1", "slash")
        await write(pilot, "WORD".lower())
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused is app.detail.json
        assert path(app) == ("first", "word")
        assert '"word" 1 of 4 hits' in app.screen_text()
        assert lit(app) == "word"
        await pilot.press("n")
        assert path(app) == ("many", 0, "text")
        await pilot.press("n", "n", "n")
        assert path(app) == ("first", "word")
        await pilot.press("N")
        assert path(app) == ("many", 2, "text")
        assert lit(app) == "word" * 4
        await pilot.press("backspace")
        await pilot.pause()
        assert lit(app) == ""
        assert "hits" not in app.screen_text()

    shown(frame(DEEP), body)


def test_looks_while_one_writes_and_says_where_there_is_none() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "slash")
        await write(pilot, "2th")
        assert path(app) == ("many", 2, "text")
        await write(pilot, "x")
        assert app.screen_text().count('"2thx" no match') == 2
        assert path(app) == ("many", 2, "text")
        await pilot.press("escape")
        await pilot.pause()
        assert "no match" not in app.screen_text()
        assert app.focused is app.detail.json

    shown(frame(DEEP), body)


def test_from_the_cursor_on_also_from_a_folded_line() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        view = app.detail.json
        await pilot.press("1")
        view.go(view.outline.line_of(("many",)))
        await pilot.press("slash")
        await write(pilot, "word")
        await pilot.press("enter")
        assert path(app) == ("many", 0, "text")
        await pilot.press("1")
        view.go(view.outline.line_of(("many",)))
        await pilot.press("N")
        assert path(app) == ("first", "word")
        view.go(view.outline.line_of(("many",)))
        await pilot.press("n")
        assert path(app) == ("many", 0, "text")

    shown(frame(DEEP), body)


def test_a_long_string_is_spread_to_the_words_and_left_again() -> None:
    long = {"a": "x " * 300 + "needle", "b": "needle"}

    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        await write(pilot, "needle")
        await pilot.press("enter")
        assert app.detail.json.entry.sort == "text"
        assert "needle" in app.detail.json.entry.value
        await pilot.press("n")
        assert path(app) == ("b",)
        await pilot.press("N", "N")
        assert path(app) == ("b",)

    shown(frame(long), body)


def test_what_lies_beyond_what_is_shown_of_an_array() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        await write(pilot, "needle")
        await pilot.press("enter")
        assert path(app) == (5 * PAGE, "needle")
        await pilot.press("0")
        assert path(app) == (5 * PAGE, "needle")
        await pilot.press("h", "0")
        assert path(app) == (0,)
        await pilot.press("$")
        assert path(app) == (6 * PAGE,)
        await pilot.press("n")
        assert path(app) == (5 * PAGE, "needle")

    message: list[object] = [{"n": n} for n in range(6 * PAGE + 1)]
    message[5 * PAGE] = {"needle": 1}
    shown(frame(message), body)


def test_in_a_frame_too_large_to_be_parsed() -> None:
    parts = [{"text": "a", "n": [1, 2]} for _ in range(60_000)]
    parts[51_234] = {"text": "the needle"}

    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: '"parts"' in app.screen_text())
        await pilot.press("slash")
        await write(pilot, "needle")
        await pilot.press("enter")
        await until(pilot, lambda: '"needle" 1 of 1 hit' in app.screen_text())
        assert path(app) == ("serverContent", "modelTurn", "parts", 51_234, "text")
        assert app.detail.json.copied("jq") == ".serverContent.modelTurn.parts[51234].text"
        assert app.detail.json.copied("value") == "the needle"

    shown(frame({"serverContent": {"modelTurn": {"parts": parts}}}), body)


def test_goes_on_over_the_views_and_the_next_frame() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        await write(pilot, "token")
        await pilot.press("enter", "v")
        await until(pilot, lambda: "total_token_count" in app.screen_text())
        assert '"token" 1 hit' in app.screen_text()
        await pilot.press("n")
        assert path(app) == ("usage_metadata", "total_token_count")
        await pilot.press("v")
        await until(pilot, lambda: "1 dropped" in app.screen_text())
        await pilot.press("n")
        assert path(app) == ("usageMetadata", "totalTokenCount")
        app.detail.show(frame({"token": 1, "tokens": 2}, Direction.SEND))
        await pilot.pause()
        assert '"token" 2 hits' in app.screen_text()

    shown(frame(ANSWER), body)


def test_in_what_is_no_json_and_in_what_the_sdk_raises() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        await write(pilot, "needle")
        await pilot.press("enter")
        assert app.detail.text.viewport.cursor == 2
        assert lit(app) == "needle"
        app.detail.view = View.SDK
        app.detail.show(frame({"fooBar": 1}))
        await until(pilot, lambda: "TypeError" in app.screen_text())
        await pilot.press("backspace", "slash")
        await write(pilot, "typeerror")
        await pilot.press("enter")
        await pilot.pause()
        assert "1 of 1 hit" in app.screen_text()

    shown(frame(b"{{ one\ntwo\nthe needle\n"), body)
