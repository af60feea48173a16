"""The screens that pictures are kept of: which keys lead to each, when it is there, and which lead back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.command import CommandPalette
from textual.widgets import OptionList
from textual.widgets._toast import ToastRack

from tests.ui.stage import seen
from tui.ui.app import GeminiApp
from tui.ui.screens.editor import EditorScreen
from tui.ui.screens.resume import ResumeScreen
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.shelf import ShelfPane


def _at_once(_: GeminiApp) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen. toast: what the app notifies of belongs to it."""

    name: str
    keys: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    ready: Callable[[GeminiApp], object] = _at_once
    toast: bool = False

    def is_there(self, app: GeminiApp) -> bool:
        """Whether all of it is on the screen: the sessions too, where they are to be seen."""
        shelves = app.screen.query(ShelfPane)
        has_sessions = all(pane.view.sessions for pane in shelves if pane.display)
        return bool(self.ready(app)) and has_sessions and _is_caught_up(app)


def _is_caught_up(app: GeminiApp) -> bool:
    """Whether the panes have taken in every frame there is."""
    if app.conversing is None or (feed := app.conversing.board.feed) is None:
        return app.conversing is None or app.conversing.board.attempt is None
    seen = [feed.seen, *(pane.view.rows.seen for pane in app.conversing.query(LogPane))]
    return seen == [len(feed.journal)] * len(seen)


def _palette_is_full(app: GeminiApp) -> bool:
    return isinstance(app.screen, CommandPalette) and app.screen.query_one(OptionList).option_count > 0


def _editor_is_up(app: GeminiApp) -> bool:
    return isinstance(app.screen, EditorScreen)


def _search_is_done(app: GeminiApp) -> bool:
    search = app.screen.query_one(LogPane).finder.search
    return search is not None and search.done


def _has_sessions(app: GeminiApp) -> bool:
    return app.screen.query_one(ShelfPane).view.sessions == 3


def _has_toast(app: GeminiApp) -> object:
    return app.screen.get_child_by_type(ToastRack).children


ESCAPE = ("escape",)
TALK = (
    Scene("talk", ("f3",)),
    Scene("thoughts", ("f4", "t"), ("t",)),
    Scene("zoom", ("f4", "f10"), ("f10",)),
    Scene("stacked", ("f4", "alt+s"), ("alt+s",)),
    Scene("log", ("f5", "home")),
    Scene("filter", ("f5", "f", *"kind:us"), ESCAPE),
    Scene("filter-mistake", ("f5", "f", *"knd:usage", "enter"), ESCAPE),
    Scene("filtered", ("f5", "f", *"kind:usage", "enter"), ("backspace",)),
    Scene("search", ("f5", "home", "/", *"brazil", "enter"), ("backspace",), _search_is_done),
    Scene("frame", ("f5", "home", "down", "down", "down", "enter")),
    Scene("frame-sdk", ("escape", *("down",) * 8, "enter", "v")),
    Scene("frame-difference", ("v",), ESCAPE),
    Scene("copy", ("f5", "home", "down", "down", "down", "y"), ESCAPE),
    Scene("help", ("f4", "f1"), ESCAPE),
    Scene("help-log", ("f5", "f1"), ESCAPE),
    Scene("plain", ("f4", "alt+p"), ("alt+p",)),
    Scene("jump", ("f3", "ctrl+g"), ESCAPE),
    Scene("palette", ("f4", "f2"), ESCAPE, _palette_is_full),
    Scene("editor", ("f4", "ctrl+e"), ESCAPE, _editor_is_up),
    Scene("toast", ("f4", "alt+a"), (), _has_toast, toast=True),
    Scene("timeline", ("alt+i",)),
    Scene("turns", ("2",)),
    Scene("tokens", ("3",)),
    Scene("handles", ("4",)),
    Scene("checks", ("5",)),
    Scene("compare", ("6",), ESCAPE),
)
WAITING = (Scene("waiting", ("f3",)), Scene("answer", ("alt+a",), ESCAPE, _editor_is_up))
TROUBLE = (Scene("trouble", ("f3",)),)
SHELF = (
    Scene("sessions", ("f6", "home"), ready=_has_sessions),
    Scene("preview", ("v",), ("v",)),
    Scene("sessions-filter", ("/", *"peru"), ESCAPE),
    Scene("rename", ("home", "r"), ESCAPE),
    Scene("delete", ("d",), ESCAPE),
    Scene("resuming", ("home", "f"), ready=lambda app: isinstance(app.screen, ResumeScreen)),
)
WELCOME = (Scene("welcome"),)
REPLAY = (
    Scene("replay", ("right",) * 9, ready=lambda app: "frame 9 of" in seen(app)),
    Scene("seek", (";",), ESCAPE),
)
