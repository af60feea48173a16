"""The one table of what can be done: bindings, footer, palette, help and the user's keymap come from it.

A widget takes its bindings with `BINDINGS = bindings("log")`; the action's method lives on that widget (or
on the app or screen, for a method written as `app.…` or `screen.…`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    id: stable, `scope.verb`: what the keymap and the palette call it. keys: comma-separated, the first is
    the one shown. method: Textual's action string. shown: whether the footer has room for it.
    """

    id: str
    keys: str
    method: str
    label: str
    help: str = ""
    shown: bool = False
    priority: bool = False

    @property
    def scope(self) -> str:
        """The widget or screen that carries the binding."""
        return self.id.partition(".")[0]

    @property
    def binding(self) -> Binding:
        """Textual's form of it."""
        return Binding(
            self.keys,
            self.method,
            self.label,
            show=self.shown,
            priority=self.priority,
            tooltip=self.help,
            id=self.id,
        )


ACTIONS: tuple[Action, ...] = (
    Action("app.quit", "ctrl+q,ctrl+c", "app.leave", "Quit", "Close the socket, save, quit", True, True),
    Action("app.help", "f1", "app.help", "Help", "Keys of the focused pane", True),
    Action("app.palette", "ctrl+p,f2", "app.command_palette", "Palette", "Every action by name", True),
    Action("main.back", "escape", "screen.close_detail", "Back", "Close the frame, then to the prompt"),
    Action("main.prompt", "alt+0,f3", "screen.focus_pane('prompt')", "Prompt", "Write to the model"),
    Action("main.transcript", "alt+1,f4", "screen.focus_pane('transcript')", "Transcript"),
    Action("main.log", "alt+2,f5", "screen.focus_pane('log')", "Wire log"),
    Action("main.shelf", "alt+3,f6", "screen.focus_pane('shelf')", "Sessions"),
    Action("main.interrupt", "ctrl+x,f8", "screen.interrupt", "Interrupt", "Silence the answer"),
    Action("main.reconnect", "ctrl+r,f9", "screen.reconnect", "Reconnect", "Dial now with the newest handle"),
    Action("main.stop_retrying", "ctrl+o", "screen.stop_retrying", "Stay offline", "No further try"),
    Action("main.new", "ctrl+n,f7", "screen.new_session", "New", "Start a new session"),
    Action("main.zoom", "f10,alt+z", "screen.arrange('zoom')", "Zoom", "One pane alone, and back"),
    Action(
        "main.hide", "alt+h", "screen.arrange('hide')", "Hide", "Take the pane away until it is asked for"
    ),
    Action("main.wider", "alt+right,ctrl+shift+f10", "screen.arrange('wider')", "Wider", "A share more"),
    Action("main.narrower", "alt+left,shift+f10", "screen.arrange('narrower')", "Narrower", "A share less"),
    Action("main.stack", "alt+s", "screen.arrange('stack')", "Stack", "One above the other, or side by side"),
    Action("help.close", "escape,f1,q", "screen.dismiss", "Close"),
    Action("prompt.send", "enter", "send", "Send", "Send as a turn", True, True),
    Action("prompt.newline", "ctrl+j,shift+enter,alt+enter", "newline", "New line", "", False, True),
    Action("prompt.older", "ctrl+up,alt+up", "recall(-1)", "Earlier turn", "What you sent before"),
    Action("prompt.newer", "ctrl+down,alt+down", "recall(1)", "Later turn"),
    Action("transcript.up", "up,k", "scroll(-1)", "Up"),
    Action("transcript.down", "down,j", "scroll(1)", "Down"),
    Action("transcript.page_up", "pageup,b", "page(-1)", "Page up"),
    Action("transcript.page_down", "pagedown,space", "page(1)", "Page down"),
    Action("transcript.home", "home,g", "home", "First turn"),
    Action("transcript.end", "end,G", "end", "Follow", "Go to the end and follow"),
    Action("transcript.thoughts", "t", "toggle_thoughts", "Thoughts", "Show or fold thoughts", True),
    Action("transcript.previous_turn", "[", "turn(-1)", "Turn before"),
    Action("transcript.next_turn", "]", "turn(1)", "Next turn"),
    Action("transcript.frames", "enter", "open_frames", "Frames", "The turn's frames in the wire log", True),
    Action("log.up", "up,k", "move(-1)", "Up"),
    Action("log.down", "down,j", "move(1)", "Down"),
    Action("log.page_up", "pageup,b,ctrl+b", "page(-1)", "Page up"),
    Action("log.page_down", "pagedown,space,ctrl+f", "page(1)", "Page down"),
    Action("log.home", "home,g", "home", "First frame"),
    Action("log.end", "end,G", "end", "Follow", "Go to the end and follow"),
    Action("log.open", "enter", "open", "Open", "The frame as JSON, or a run as its frames", True),
    Action("log.unfold", "right,l", "unfold", "Unfold", "Open a run of audio to its frames"),
    Action("log.fold", "left,h", "fold", "Fold", "Fold the run the cursor is in"),
    Action("json.up", "up,k", "move(-1)", "Up"),
    Action("json.down", "down,j", "move(1)", "Down"),
    Action("json.page_up", "pageup,b,ctrl+b", "page(-1)", "Page up"),
    Action("json.page_down", "pagedown,ctrl+f", "page(1)", "Page down"),
    Action("json.home", "home,g", "home", "First line"),
    Action("json.end", "end,G", "end", "Last line"),
    Action("log.time", "t", "cycle_time", "Time", "Clock, since the start, since the row before"),
)


def in_scope(scope: str) -> Iterator[Action]:
    """The actions of one widget or screen."""
    return (action for action in ACTIONS if action.scope == scope)


def bindings(scope: str) -> list[BindingType]:
    """Textual's bindings of one widget or screen."""
    return [action.binding for action in in_scope(scope)]
