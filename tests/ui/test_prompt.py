"""The prompt, and what becomes of what stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.ui.stage import make_app, play, toasts, until
from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.widgets import prompt as module
from tui.ui.widgets.prompt import Prompt


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second is waited for until a draft is written."""
    monkeypatch.setattr(module, "KEEP_EVERY", 0.0)


def _is_kept(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
def test_what_was_not_sent_is_there_at_the_next_start(tmp_path: Path, key: str) -> None:
    async def write(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"half a", "ctrl+j", *"thought", key)

    async def go_on(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"!")
        prompt = app.screen.query_one(Prompt)
        assert prompt.text == "half a\nthought!"
        prompt.clear()
        await pilot.press("ctrl+q")

    play(make_app(tmp_path), write)
    assert (tmp_path / "draft.txt").stat().st_mode & 0o777 == 0o600
    play(make_app(tmp_path), go_on)
    assert not (tmp_path / "draft.txt").exists()


def demo_app(data: Path) -> GeminiApp:
    """A conversation with somebody who takes what is sent."""
    arguments = build_parser("app").parse_args(["--demo", "--data-dir", str(data), "--audio", "none"])
    return GeminiApp(lambda: LiveHost(Shelf(data), arguments), Opening(demo=True), Looks())


@pytest.mark.usefixtures("at_once")
def test_it_is_on_disk_while_it_is_written_and_gone_when_it_was_sent(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        prompt = app.screen.query_one(Prompt)
        await pilot.press(*"one")
        await until(lambda: _is_kept(draft, "one"))
        app.post_message(events.Paste("\nzwei, 三\n"))
        await until(lambda: _is_kept(draft, "one\nzwei, 三\n"))
        await pilot.press("enter")
        await until(lambda: not draft.exists())
        assert prompt.text == ""
        await pilot.press(*"half", "alt+up")
        assert prompt.text == "one\nzwei, 三"
        await until(lambda: _is_kept(draft, "half"))  # what is only looked at is no draft
        await pilot.press("!")
        await until(lambda: _is_kept(draft, "one\nzwei, 三!"))
        prompt.clear()
        await pilot.press("ctrl+q")

    play(demo_app(tmp_path), script)
    assert not draft.exists()


@pytest.mark.usefixtures("at_once")
def test_what_nobody_took_stays_on_disk(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"one")
        await until(lambda: _is_kept(draft, "one"))
        await pilot.press("enter", *" more")
        await until(lambda: _is_kept(draft, "one more"))
        assert "nothing is connected" in toasts(app)

    play(make_app(tmp_path), script)


@pytest.mark.usefixtures("at_once")
def test_that_it_cannot_be_kept_is_said_once(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        prompt = app.screen.query_one(Prompt)
        assert prompt._draft is not None
        prompt._draft._directory = tmp_path / "config.toml" / "below"
        await pilot.press("f3")
        for key in "two":
            await pilot.press(key)
            await until(lambda: prompt._keeper is not None and prompt._keeper.is_finished)
        assert toasts(app).count("the draft is not kept: Not a directory") == 1
        prompt.clear()

    (tmp_path / "config.toml").write_text("")
    play(make_app(tmp_path), script)


def test_what_was_written_last_is_taken_back(tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await pilot.press("f3", *"one", "ctrl+j", *"two", "alt+u")
        assert app.screen.query_one(Prompt).text != "one\ntwo"

    play(make_app(tmp_path), script)
