"""One frame, whole, in an app of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from itertools import product
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.ui.logs import until
from tui.ui import theming
from tui.ui.widgets.detail import DetailPane, View
from tui.wire.frame import Direction, Frame, Opcode


class DetailApp(App[None]):
    """A detail, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.detail = DetailPane()

    def compose(self) -> ComposeResult:
        yield self.detail

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theming.variable_defaults(self.current_theme)

    def screen_text(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())


def frame(message: Any, direction: Direction = Direction.RECEIVE) -> Frame:
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    return Frame(12, 1, 1_000.0, direction, Opcode.BINARY, payload)


Body = Callable[[DetailApp, Pilot[None]], Awaitable[None]]


def run(shown: Frame, body: Body, size: tuple[int, int] = (100, 30)) -> None:
    async def main() -> None:
        app = DetailApp()
        async with app.run_test(size=size) as pilot:
            app.detail.show(shown)
            app.detail.focus()
            await pilot.pause()
            await body(app, pilot)

    asyncio.run(main())


def shows(app: DetailApp, seq: int) -> bool:
    screen = app.screen_text()
    return f"#{seq} " in screen and "Asking the SDK" not in screen


ANSWER = {
    "serverContent": {"modelTurn": {"parts": [{"text": "Yes"}]}, "fooBar": 1},
    "usageMetadata": {"totalTokenCount": 7},
}


def test_the_wire_is_formatted_json_with_what_is_unknown_flagged() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        screen = app.screen_text()
        assert "#12 ←" in screen
        assert '          "text": "Yes"' in screen
        flagged = next(line for line in screen.splitlines() if "fooBar" in line)
        assert flagged.startswith("?")
        assert "unknown" in flagged

    run(frame(ANSWER), body)


def test_a_large_frame_is_read_beside_the_screen_and_flagged_when_it_is_looked_at() -> None:
    large = frame({"fooBar": 1, "serverContent": {"modelTurn": {"parts": [{"text": "x" * 1_200_000}]}}})

    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "? " in app.screen_text())
        flagged = next(line for line in app.screen_text().splitlines() if line.startswith("?"))
        assert flagged == '?   "fooBar": 1,  unknown'
        assert "Reading" not in app.screen_text()

    run(large, body)


@pytest.mark.parametrize("later", [ANSWER, b"no json"])
def test_a_large_frame_that_nobody_waits_for_any_more_is_not_shown(later: Any) -> None:
    large, small = frame({"text": "x" * 1_200_000}), frame(later)

    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        app.detail.show(frame(b"{}"))
        app.detail.show(large)
        app.detail.show(small)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.detail.frame is small
        assert "xxx" not in app.screen_text()
        assert "Reading" not in app.screen_text()

    run(small, body)


def test_only_the_member_that_is_unknown_is_flagged() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        assert app.screen_text().count("  unknown") == 1

    run(frame({"serverContent": {"somethingNew": [1, 2, 3]}}), body)


def test_folds_with_the_keys_of_jless() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await pilot.pause()
        assert '"serverContent": ▸ {2}' in app.screen_text()
        await pilot.press("down", "l", "l", "H")
        await pilot.pause()
        assert '"modelTurn": ▸ {1}' in app.screen_text()
        assert app.detail.json.entry.path == ("serverContent",)
        await pilot.press("J")
        assert app.detail.json.entry.path == ("usageMetadata",)
        await pilot.press("K", "c")
        await pilot.pause()
        assert app.screen_text().count("▸") == 2

    run(frame(ANSWER), body)


def test_a_click_chooses_a_line_and_another_folds_it() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        line = app.detail.json.outline.line_of(("usageMetadata",))
        await pilot.click(app.detail.json, offset=(5, line))
        assert app.detail.json.entry.path == ("usageMetadata",)
        assert "▸" not in app.screen_text()
        await pilot.click(app.detail.json, offset=(5, line))
        await pilot.pause()
        assert '"usageMetadata": ▸ {1}' in app.screen_text()
        await pilot.click(app.detail.json, offset=(5, line))
        await pilot.pause()
        assert "▸" not in app.screen_text()

    run(frame(ANSWER), body)


def test_copies_value_path_and_jq_path() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        view = app.detail.json
        view.go(view.outline.line_of(("serverContent", "modelTurn", "parts", 0, "text")))
        assert view.copied("path") == "serverContent.modelTurn.parts[0].text"
        assert view.copied("jq") == ".serverContent.modelTurn.parts[0].text"
        assert view.copied("value") == "Yes"
        view.go(view.outline.line_of(("usageMetadata",)))
        assert json.loads(view.copied("value")) == {"totalTokenCount": 7}
        await pilot.press("y")
        await pilot.pause()
        assert json.loads(app.clipboard) == {"totalTokenCount": 7}

    run(frame(ANSWER), body)


def test_base64_is_described() -> None:
    blob = {"mimeType": "audio/pcm;rate=24000", "data": "AQD/" * 2400}
    message = {"serverContent": {"modelTurn": {"parts": [{"inlineData": blob}]}}}

    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        assert "audio/pcm;rate=24000 · 7.2 kB · 150 ms · 01 00 ff" in app.screen_text()
        assert "AQD/" not in app.screen_text()

    run(frame(message), body)


def test_three_views() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "total_token_count" in app.screen_text())
        assert "fooBar" not in app.screen_text()
        await pilot.press("v")
        await until(pilot, lambda: "1 dropped" in app.screen_text())
        dropped = next(line for line in app.screen_text().splitlines() if "fooBar" in line)
        assert dropped.startswith("-")
        assert '"usageMetadata": ▸ {1}' in app.screen_text()
        await pilot.press("v")
        await pilot.pause()
        assert "[wire]" in app.screen_text()

    run(frame(ANSWER), body)


def test_the_exception_the_sdk_would_raise() -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "TypeError: '<='" in app.screen_text())
        assert app.focused is app.detail.text

    run(frame({"fooBar": 1}), body)


def test_asking_the_sdk_that_fails_says_so_and_leaves_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.ui.widgets.readings.sdk_view", lambda payload, vertexai: 1 / 0)

    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        await pilot.press("v")
        await until(pilot, lambda: "The SDK could not be asked" in app.screen_text())
        assert [notification.severity for notification in app._notifications] == ["error"]
        assert '"text": "Yes"' in app.screen_text()

    run(frame(ANSWER), body)


GARBAGE: dict[str, bytes] = {
    "unknown alone": b'{"fooBar": 1}',
    "unknown beside": b'{"setupComplete": {}, "fooBar": [1, {"a": null}]}',
    "error in band": b'{"error": {"code": 400, "message": "[/red] \\u001b[2J"}}',
    "no member": b"{}",
    "empty": b"",
    "not JSON": b"{{ \x1b]52;c;aGk=\x07",
    "two objects": b"{} {}",
    "array": b"[1, [2, [3]]]",
    "string": b'"x"',
    "bad UTF-8": b"\xff\xfe\x00\x80" * 20,
    "wrong types": b'{"serverContent": [1], "usageMetadata": "x", "goAway": null}',
    "deep": b'{"serverContent":' + b"[" * 900 + b"]" * 900 + b"}",
    "deeper": b"[" * 5_000 + b"]" * 5_000,
    "surrogate": b'{"serverContent": {"outputTranscription": {"text": "\\ud800"}}}',
    "wide": '{"serverContent": {"outputTranscription": {"text": "漢字 👩‍👩‍👧 é"}}}'.encode(),
    "large, cut": b'{"serverContent": [' + b'{"a": 1}, ' * 120_000,
    "large, no UTF-8": b"\xff" * 1_200_000,
    "large, nested": b'{"a": [' + b'{"a": [[1], {}, [ ]]}, ' * 60_000 + b"1.10]}",
    "large": b'{"serverContent": {"modelTurn": {"parts": [{"text": "' + b"x" * 2_000_000 + b'"}]}}}',
}


@pytest.mark.parametrize(("direction", "views"), [(Direction.RECEIVE, View), (Direction.SEND, [View.WIRE])])
def test_every_garbage_frame_in_every_view(direction: Direction, views: Iterable[View]) -> None:
    async def body(app: DetailApp, pilot: Pilot[None]) -> None:
        for n, (payload, view) in enumerate(product(GARBAGE.values(), views)):
            app.detail.view = view
            app.detail.show(Frame(n, 1, 0.0, direction, Opcode.BINARY, payload))
            await until(pilot, partial(shows, app, n))
            app.detail.json.action_end()
            app.detail.json.action_open()
            await pilot.pause()
            assert "\x1b" not in app.screen_text()

    run(frame({}), body)
