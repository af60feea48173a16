"""From the sessions pane on: resume, fork, check, begin anew; over a real service on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.ui.served import app_over, one_conversation
from tests.ui.stage import asked, make_app, play, seen, toasts, until
from tests.ui.test_in_turn import has_rested, type_at_once
from tests.unit.store.scenes import refuse, saved, turn
from tui.cli import main
from tui.projections.link import State
from tui.projections.said import user_words
from tui.simulator.server import SimulatorThread
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.screens.main import MainScreen
from tui.ui.screens.resume import ResumeScreen
from tui.ui.screens.unbidden import UnbiddenChoice
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.shelf import ShelfPane
from tui.wire.spelling import pick


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A service that knows one conversation of the shelf."""
    with one_conversation(tmp_path, monkeypatch):
        yield


def app_on(tmp_path: Path, *options: str) -> GeminiApp:
    """The app, looking at the shelf."""
    return app_over(tmp_path, Opening(browse=True), *options)


async def choose(app: GeminiApp, pilot: Pilot[str], key: str) -> MainScreen:
    """A key on the newest session, once the shelf is read."""
    screen = app.screen
    assert isinstance(screen, MainScreen)
    pane = screen.query_one(ShelfPane)
    await pilot.press("f6")
    await until(lambda: pane.view.rows)
    await pilot.press("home", key)
    return screen


def is_ready(screen: MainScreen) -> bool:
    """Whether a conversation is held."""
    return screen.board.feed is not None and screen.board.feed.views.link.state is State.READY


def sent_setups(session: Session) -> list[str]:
    """The handle of each setup that was sent."""
    setups = [frame.message["setup"] for frame in session.journal.frames() if "setup" in frame.message]
    return [setup["sessionResumption"].get("handle", "") for setup in setups]


def test_enter_resumes_a_whole_session_at_once(service: None, tmp_path: Path) -> None:
    (before,) = Shelf(tmp_path).list()
    assert before.metadata.newest_handle is not None

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = await choose(app, pilot, "enter")
        await until(lambda: is_ready(screen))
        await screen.hang_up()

    play(app_on(tmp_path), script)
    (after,) = Shelf(tmp_path).list()
    assert sent_setups(Session.open(after.directory))[-1] == before.metadata.newest_handle.handle


def test_enter_is_the_users_own_to_move(tmp_path: Path) -> None:
    saved(tmp_path)

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        app.set_keymap({"shelf.resume": "ctrl+t"})
        screen = await choose(app, pilot, "up")
        found = {key: binding.binding.id for key, binding in screen.active_bindings.items()}
        assert "enter" not in found
        assert found["ctrl+t"] == "shelf.resume"

    play(make_app(tmp_path), script)


def test_what_is_typed_ahead_of_a_new_session_is_said_in_it(service: None, tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = await choose(app, pilot, "enter")
        await until(lambda: is_ready(screen))
        held = screen.board.conversation
        await pilot.press("f3")
        type_at_once(app, ["ctrl+n", *"hi", "enter"])
        await until(lambda: screen.board.conversation not in (held, None) and is_ready(screen))
        feed = screen.board.feed
        await until(
            lambda: feed is not None and [turn.user for turn in feed.views.transcript.turns] == ["hi"]
        )
        await screen.hang_up()

    play(app_on(tmp_path), script)


def test_an_answer_under_way_is_not_hung_up_without_a_word(
    service: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SimulatorThread(scenario="long-answer", state_dir=tmp_path / "other") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)

        async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
            await pilot.press("ctrl+n")
            screen = app.screen
            assert isinstance(screen, MainScreen)
            await until(lambda: is_ready(screen))
            await pilot.press("f3", *"long", "enter")
            await until(lambda: screen._answering)
            held = screen.board.conversation
            for key in ("f7", "f7"):
                await pilot.press(key)
                await asked(app, UnbiddenChoice)
                await pilot.press("s")
                await until(lambda: app.screen is screen)
            assert screen.board.conversation is held
            early = events.Key("h", "h")
            await pilot.press("f7")
            await asked(app, UnbiddenChoice)
            app.post_message(early)
            await has_rested(app)
            assert isinstance(app.screen, UnbiddenChoice)
            await pilot.press("h")
            await until(lambda: screen.board.conversation not in (held, None))
            await screen.hang_up()

        play(app_on(tmp_path), script)


def test_another_setup_is_shown_field_by_field_before_it_is_dialled(service: None, tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await choose(app, pilot, "enter")
        await asked(app, ResumeScreen)
        text = seen(app)
        assert "voice: unset → Kore" in text
        assert "keeps the system instruction" in text
        assert "estimate: 2 h" in text
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, MainScreen))

    play(app_on(tmp_path, "--voice", "Kore", "--system", "Be brief"), script)


def test_a_fork_goes_on_in_a_session_of_its_own(service: None, tmp_path: Path) -> None:
    assert main(["send", "--resume", "last", "More", "--data-dir", str(tmp_path)]) == 0

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = await choose(app, pilot, "f")
        await asked(app, ResumeScreen)
        await pilot.press("down", "enter")
        await until(lambda: is_ready(screen))
        await screen.hang_up()

    play(app_on(tmp_path), script)
    parents = {entry.id: entry.metadata.parent.id for entry in Shelf(tmp_path).list()}
    (original,) = [name for name, parent in parents.items() if not parent]
    assert sorted(parents.values()) == ["", original]


def test_check_tells_what_the_service_says(service: None, tmp_path: Path) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await choose(app, pilot, "c")
        await until(lambda: any("Accepted" in note.message for note in app._notifications))

    play(app_on(tmp_path), script)
    assert any(handle.accepted for handle in Shelf(tmp_path).list()[0].metadata.handles)


def test_a_session_without_a_handle_begins_anew_with_its_words(service: None, tmp_path: Path) -> None:
    for entry in Shelf(tmp_path).list():
        Shelf(tmp_path).delete(entry.id)
    with Session.open(saved(tmp_path, turns=1).directory, write=True) as session:
        refuse(session.journal, "handle-1", "BidiGenerateContent session expired")

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        early = events.Key("enter", None)
        screen = await choose(app, pilot, "enter")
        await asked(app, ResumeScreen)
        app.post_message(early)
        await has_rested(app)
        assert isinstance(app.screen, ResumeScreen)
        await pilot.press("enter")
        await until(lambda: is_ready(screen))
        conversation = screen.board.conversation
        assert conversation is not None
        await until(
            lambda: any("clientContent" in frame.message for frame in conversation.session.journal.frames())
        )
        await screen.hang_up()

    play(app_on(tmp_path), script)
    (seeded,) = [name for name in Shelf(tmp_path).ids() if name != session.id]
    newest = Shelf(tmp_path).open(seeded)
    sent = [frame.message for frame in newest.journal.frames() if frame.direction.value == "send"]
    history = sent[0]["setup"]["historyConfig"]
    assert pick(history, "initialHistoryInClientContent") is True
    assert sent[1]["clientContent"]["turns"][0]["parts"] == [{"text": "What of Brazil 1?"}]


def test_what_is_live_elsewhere_is_not_dialled(service: None, tmp_path: Path) -> None:
    (entry,) = Shelf(tmp_path).list()

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        await choose(app, pilot, "enter")
        await until(lambda: any("live in another" in note.message for note in app._notifications))

    with Session.open(entry.directory, write=True) as other:
        play(app_on(tmp_path), script)
        assert len(sent_setups(other)) == 1


def test_a_session_is_looked_at_without_dialling_and_followed_where_it_is_live(
    service: None, tmp_path: Path
) -> None:
    (entry,) = Shelf(tmp_path).list()

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        screen = await choose(app, pilot, "o")
        await until(lambda: "Hello there" in seen(app))
        assert len(sent_setups(other)) == 1
        turn(other.journal, "And this?", "This too.")
        await until(lambda: "And this?" in seen(app))
        await pilot.press("f3", *"No", "enter")
        await until(lambda: any("only looked at" in note.message for note in app._notifications))
        await screen.hang_up()

    with Session.open(entry.directory, write=True) as other:
        play(app_on(tmp_path), script, (150, 40))
    assert Shelf(tmp_path).list()[0].metadata.totals.turns == entry.metadata.totals.turns + 1


@pytest.mark.parametrize("written", ["", "my draft"])
def test_what_was_not_sent_is_in_the_prompt_again_or_a_key_away(
    service: None, tmp_path: Path, written: str
) -> None:
    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        prompt = app.screen.query_one(Prompt)
        prompt.text = written
        screen = await choose(app, pilot, "enter")
        await until(lambda: "2 turns not sent the last time: " in toasts(app))
        assert prompt.text == (written or "second")
        await until(lambda: is_ready(screen))
        await pilot.press("f3", *(["alt+up"] if not written else ["alt+up", "alt+up"]))
        assert prompt.text == "first"
        await pilot.press("enter")
        await until(lambda: screen.board.feed and len(screen.board.feed.views.transcript.turns) == 2)
        await screen.hang_up()

    with Shelf(tmp_path).open("last", write=True) as session:
        for text in ("first", "second"):
            session.journal.event("unsent", conn=1, text=text)
    play(app_on(tmp_path), script)
    with Shelf(tmp_path).open("last") as session:
        assert [turn for frame in session.journal.frames() if (turn := user_words(frame.message))] == [
            "Hello there",
            "first",
        ]
