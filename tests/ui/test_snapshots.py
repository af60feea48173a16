"""Every screen at four sizes in three themes, as it was when somebody last looked at it.

Kept are a picture of each, to be looked at in any browser, and what it says as text. After a change that
is meant: `SNAPSHOTS=write pytest tests/ui/test_snapshots.py`, and look at the difference.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
import tomli_w
from textual._cells import cell_len
from textual.pilot import Pilot

from tests.ui.picture import rows_of, svg_of, text_of
from tests.ui.recording import record, record_trouble, record_waiting
from tests.ui.scenes import REPLAY, SHELF, TALK, TROUBLE, WAITING, WELCOME, Scene
from tests.ui.stage import make_recorded_app, play, until
from tests.unit.store.scenes import MODEL, START, dial, turn
from tui.cli import build_parser
from tui.commands.host import LiveHost
from tui.commands.replay import Played, RecordingHost
from tui.paths import make_private
from tui.replay.player import Player
from tui.store.journal import Journal
from tui.store.session import JOURNAL
from tui.store.shelf import Shelf
from tui.ui.app import GeminiApp
from tui.ui.conversation import Opening
from tui.ui.looks import Looks
from tui.ui.replay import ReplayApp

KEPT = Path(__file__).parent / "snapshots"
THEMES = ("dusk", "paper", "terminal")
Size = tuple[int, int]
SIZES = pytest.mark.parametrize(
    "size", [(60, 20), (80, 24), (120, 40), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}"
)
IN_THEMES = pytest.mark.parametrize("theme", THEMES)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is an hour after the recorded conversation, in UTC."""
    monkeypatch.setattr(time, "time", lambda: START + 3600)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class Album:
    """The pictures of one size in one theme, beside those that are kept."""

    def __init__(self, size: Size, theme: str, directory: Path) -> None:
        self._size = f"{size[0]}x{size[1]}"
        self._theme = theme
        self._directory = directory
        self.different: list[str] = []

    def add(self, name: str, app: GeminiApp) -> None:
        """Compare the screen as it is now, or keep it."""
        rows = rows_of(app)
        assert {cell_len("".join(segment.text for segment in row)) for row in rows} == {app.size.width}
        self._compare(f"{name}-{self._size}.txt", text_of(rows) + "\n")
        self._compare(f"{name}-{self._size}-{self._theme}.svg", svg_of(rows, app.size.width))

    def _compare(self, file: str, seen: str) -> None:
        kept, new = KEPT / file, self._directory / file
        if os.environ.get("SNAPSHOTS") == "write":
            kept.write_text(seen, encoding="utf-8")
        elif not kept.exists() or kept.read_text(encoding="utf-8") != seen:
            new.write_text(seen, encoding="utf-8")
            self.different.append(f"diff {kept} {new}")


async def walk(app: GeminiApp, pilot: Pilot[str], scenes: Sequence[Scene], album: Album) -> None:
    """From scene to scene; a picture of each."""
    for scene in scenes:
        await pilot.press(*scene.keys)
        await until(partial(scene.is_there, app))
        if not scene.toast:
            app.clear_notifications()
        await settle(app, pilot)
        album.add(scene.name, app)
        await pilot.press(*scene.back)
        await pilot.pause(0.01)


async def settle(app: GeminiApp, pilot: Pilot[str]) -> None:
    """Wait until two looks at the screen see the same."""
    before, now = "", text_of(rows_of(app))
    while before != now:
        await pilot.pause(0.01)
        before, now = now, text_of(rows_of(app))


def compare(
    app: GeminiApp,
    scenes: Sequence[Scene],
    album: Album,
    size: Size,
    *,
    ready: str = "#log",
    finish: Callable[[], object] = bool,
) -> None:
    """Run the app through the scenes; every one should look as it did."""

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        try:
            await walk(app, pilot, scenes, album)
        finally:
            finish()

    play(app, script, size, ready=ready, notifications=True)
    assert album.different == [], "\n".join(album.different)


@IN_THEMES
@SIZES
def test_screens_look_as_they_did(tmp_path: Path, size: Size, theme: str) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "layout.toml").write_text(tomli_w.dumps({"hidden": ["shelf"]}))
    compare(make_recorded_app(tmp_path, theme=theme), TALK, Album(size, theme, tmp_path), size)


@pytest.mark.parametrize(
    ("write", "scenes"), [(record_waiting, WAITING), (record_trouble, TROUBLE)], ids=["waiting", "trouble"]
)
@IN_THEMES
@SIZES
def test_what_wants_an_answer_looks_as_it_did(
    tmp_path: Path, size: Size, theme: str, write: Callable[[Path], object], scenes: Sequence[Scene]
) -> None:
    app = make_recorded_app(tmp_path, write=write, theme=theme)
    compare(app, scenes, Album(size, theme, tmp_path), size)


@IN_THEMES
@SIZES
def test_the_sessions_look_as_they_did(tmp_path: Path, size: Size, theme: str) -> None:
    shelve(tmp_path, "20261122-063000-b7q2", START - 3000, "What of Peru?")
    shelve(tmp_path, "20261120-190000-w4cz", START - 200000, "東京 and 서울, 👨‍👩‍👧‍👦")
    compare(make_recorded_app(tmp_path, theme=theme), SHELF, Album(size, theme, tmp_path), size)


def shelve(data_dir: Path, name: str, t: float, asked: str) -> None:
    """A session of one turn, with a handle."""
    journal = Journal.create(make_private(data_dir / "sessions" / name) / JOURNAL)
    journal.event("session", conn=0, t=t, schema=1, backend="developer", endpoint="", model=MODEL)
    dial(journal, t=t)
    turn(journal, asked, "So it is.", handle=name, t=t + 10)
    journal.event("close", conn=1, t=t + 20, code=1000, reason="", by="client")
    journal.close()


@IN_THEMES
@SIZES
def test_the_welcome_looks_as_it_did(tmp_path: Path, size: Size, theme: str) -> None:
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    host = LiveHost(Shelf(tmp_path), arguments, {})
    app = GeminiApp(lambda: host, Opening(), Looks(theme=theme))
    compare(app, WELCOME, Album(size, theme, tmp_path), size, ready="#demo")


@IN_THEMES
@SIZES
def test_a_replay_looks_as_it_did(tmp_path: Path, size: Size, theme: str) -> None:
    with record(tmp_path) as session:
        player = Player(session.journal)
        player.pause()
        host = RecordingHost(Shelf(tmp_path), Played(session, player, "none"))
        app = ReplayApp(host, player, Looks(theme=theme))
        compare(app, REPLAY, Album(size, theme, tmp_path), size, ready="#bar:focus", finish=player.stop)
