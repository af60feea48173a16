"""Every screen at four sizes in three themes, as it was when somebody last looked at it.

After a change that is meant: `SNAPSHOTS=write pytest tests/ui/test_snapshots.py`, and look at the difference.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
import tomli_w
from textual._cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.ui.recording import record
from tests.ui.snapshot import THEMES, grid, one_time_zone, styles_of, text_of
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
from tui.ui.replay import ReplayApp
from tui.ui.screens.editor import EditorScreen
from tui.ui.screens.resume import ResumeScreen
from tui.ui.widgets.shelf import ShelfPane
from tui.ui.widgets.transcript import TranscriptPane

KEPT = Path(__file__).parent / "snapshots"
SCREENS = {
    "talk": ("f3",),
    "log": ("f5", "home"),
    "frame": ("f5", "home", "down", "down", "down", "enter"),
    "copy": ("f5", "y"),
    "help": ("f4", "f1"),
    "plain": ("f4", "alt+p"),
    "jump": ("f3", "ctrl+g"),
    "palette": ("f4", "f2"),
    "editor": ("f4", "ctrl+e"),
    "timeline": ("alt+i",),
}
SHELF = {"sessions": ("f6", "home"), "resuming": ("f",)}
BACK = dict.fromkeys(("frame", "copy", "help", "jump", "palette", "editor"), ("escape",)) | {
    "plain": ("alt+p",)
}
READY: dict[str, Callable[[GeminiApp], object]] = {
    "palette": lambda app: app.screen.query_one(OptionList).option_count,
    "editor": lambda app: isinstance(app.screen, EditorScreen),
    "sessions": lambda app: app.screen.query_one(ShelfPane).view.sessions == 3,
    "resuming": lambda app: isinstance(app.screen, ResumeScreen),
    "replay": lambda app: app.screen.query_one(TranscriptPane).entries,
}
Screens = Mapping[str, tuple[str, ...]]


async def look(app: GeminiApp, pilot: Pilot[str]) -> str:
    """The screen as it is now, in every theme."""
    app.clear_notifications()
    for field in app.screen.query(Input):
        field.cursor_blink = False
    assert {cell_len(strip.text) for strip in app.screen._compositor.render_strips()} == {app.size.width}
    parts: list[str] = []
    for theme in THEMES:
        app.theme = theme
        await pilot.pause(0.01)
        screen = grid(app)
        parts += [] if parts else ["== text", text_of(screen)]
        parts += [f"== {theme}", styles_of(screen)]
    return "\n".join(parts) + "\n"


SIZES = pytest.mark.parametrize(
    "size", [(60, 20), (80, 24), (120, 40), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}"
)
Size = tuple[int, int]


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is an hour after the recorded conversation, in UTC."""
    monkeypatch.setattr(time, "time", lambda: START + 3600)
    with one_time_zone():
        yield


async def shoot(app: GeminiApp, pilot: Pilot[str], screens: Screens, tmp_path: Path) -> list[str]:
    """Press, look and go back, screen by screen; how to see each that is another than it was."""
    different: list[str] = []
    for name, keys in screens.items():
        await pilot.press(*keys)
        if name in READY:
            await until(partial(READY[name], app))
        await pilot.pause(0.01)
        seen, path = await look(app, pilot), KEPT / f"{name}-{app.size[0]}x{app.size[1]}.txt"
        if os.environ.get("SNAPSHOTS") == "write":
            path.write_text(seen)
        elif not path.exists() or path.read_text() != seen:
            (tmp_path / path.name).write_text(seen)
            (tmp_path / path.name).with_suffix(".svg").write_text(app.export_screenshot())
            different.append(f"diff {path} {tmp_path / path.name}")
        await pilot.press(*BACK.get(name, ()))
        await pilot.pause(0.01)
    return different


def compare(
    app: GeminiApp,
    screens: Screens,
    size: Size,
    tmp_path: Path,
    *,
    ready: str = "#log",
    finish: Callable[[], object] = bool,
) -> None:
    """Run the app through the screens; every one should look as it did."""
    different: list[str] = []

    async def script(app: GeminiApp, pilot: Pilot[str]) -> None:
        try:
            different.extend(await shoot(app, pilot, screens, tmp_path))
        finally:
            finish()

    play(app, script, size, ready=ready)
    assert different == [], "\n".join(different)


@SIZES
def test_screens_look_as_they_did(tmp_path: Path, size: Size) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "layout.toml").write_text(tomli_w.dumps({"hidden": ["shelf"]}))
    compare(make_recorded_app(tmp_path), SCREENS, size, tmp_path)


@SIZES
def test_the_sessions_look_as_they_did(tmp_path: Path, size: Size) -> None:
    shelve(tmp_path, "20261122-063000-b7q2", START - 3000, "What of Peru?")
    shelve(tmp_path, "20261120-190000-w4cz", START - 200000, "東京 and 서울, 👨‍👩‍👧‍👦")
    compare(make_recorded_app(tmp_path), SHELF, size, tmp_path)


def shelve(data_dir: Path, name: str, t: float, asked: str) -> None:
    """A session of one turn, with a handle."""
    journal = Journal.create(make_private(data_dir / "sessions" / name) / JOURNAL)
    journal.event("session", conn=0, t=t, schema=1, backend="developer", endpoint="", model=MODEL)
    dial(journal, t=t)
    turn(journal, asked, "So it is.", handle=name, t=t + 10)
    journal.event("close", conn=1, t=t + 20, code=1000, reason="", by="client")
    journal.close()


@SIZES
def test_the_welcome_looks_as_it_did(tmp_path: Path, size: Size) -> None:
    arguments = build_parser("app").parse_args(["--data-dir", str(tmp_path)])
    host = LiveHost(Shelf(tmp_path), arguments, {})
    compare(GeminiApp(lambda: host, Opening()), {"welcome": ()}, size, tmp_path, ready="#demo")


@SIZES
def test_a_replay_looks_as_it_did(tmp_path: Path, size: Size) -> None:
    with record(tmp_path) as session:
        player = Player(session.journal)
        player.pause()
        host = RecordingHost(Shelf(tmp_path), Played(session, player, "none"))
        app = ReplayApp(host, player)
        compare(app, {"replay": ("right",) * 9}, size, tmp_path, ready="#bar", finish=player.stop)
