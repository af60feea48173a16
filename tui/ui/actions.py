"""The one table of what can be done: bindings, footer, palette, help and the user's keymap come from it.

A widget takes its bindings with `BINDINGS = bindings("log")`; the action's method lives on that widget (or
on the app or screen, for a method written as `app.…` or `screen.…`).
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import BindingType

from tui.ui.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("app.quit", "ctrl+q,ctrl+c", "app.leave", "Quit", "Close the socket, save, quit", True, True),
    Action("app.help", "f1", "app.help", "Help", "Keys of the focused pane", True),
    Action("app.palette", "ctrl+p,f2", "app.command_palette", "Palette", "Every action by name", True),
    Action(
        "app.suspend",
        "ctrl+z,f12",
        "app.suspend_process",
        "Suspend",
        "To the shell; fg comes back",
        False,
        True,
    ),
    Action("app.repaint", "ctrl+l", "app.repaint", "Repaint", "Paint the whole screen anew", False, True),
    Action(
        "app.line", "alt+l,ctrl+f11", "app.line_gauge", "Line", "What is sent to the terminal", False, True
    ),
    Action(
        "main.back",
        "escape",
        "screen.close_detail",
        "Back",
        "Close what is open; from prompt and transcript, silence the answer",
    ),
    Action("main.prompt", "alt+0,f3", "screen.focus_pane('prompt')", "Prompt", "Write to the model"),
    Action("main.transcript", "alt+1,f4", "screen.focus_pane('transcript')", "Transcript"),
    Action("main.log", "alt+2,f5", "screen.focus_pane('log')", "Wire log"),
    Action("main.shelf", "alt+3,f6", "screen.focus_pane('shelf')", "Sessions", "", False, True),
    Action("main.interrupt", "ctrl+x,f8", "screen.interrupt", "Interrupt", "Silence the answer"),
    Action("main.talk", "alt+m", "screen.talk", "Microphone", "Open the microphone, or close it"),
    Action("main.retry_sound", "alt+r", "screen.retry_sound", "Sound", "Try the sound again"),
    Action("main.reconnect", "ctrl+r,f9", "screen.reconnect", "Reconnect", "Dial now with the newest handle"),
    Action("main.stop_retrying", "ctrl+o", "screen.stop_retrying", "Stay offline", "No further try"),
    Action("main.answer", "alt+a,ctrl+y", "screen.answer", "Answer", "Answer a tool call by hand"),
    Action("main.frame", "ctrl+e,alt+e", "screen.frame", "Raw frame", "Write a frame and send it as it is"),
    Action("main.allow", "alt+y", "screen.allow", "Allow", "Let this profile's tools run their commands"),
    Action("main.offer", "alt+o", "screen.take_offer", "Take the offer", "What would help after a close"),
    Action("main.new", "ctrl+n,f7", "screen.new_session", "New", "Start a new session", False, True),
    Action("main.zoom", "f10,alt+z", "screen.arrange('zoom')", "Zoom", "One pane alone, and back"),
    Action(
        "main.hide", "alt+h", "screen.arrange('hide')", "Hide", "Take the pane away until it is asked for"
    ),
    Action("main.wider", "alt+right,ctrl+shift+f10", "screen.arrange('wider')", "Wider", "A share more"),
    Action("main.narrower", "alt+left,shift+f10", "screen.arrange('narrower')", "Narrower", "A share less"),
    Action("main.stack", "alt+s", "screen.arrange('stack')", "Stack", "One above the other, or side by side"),
    Action("main.jump", "ctrl+g,alt+g", "screen.jump", "Go to", "Any pane, by its letter"),
    Action(
        "main.plain", "alt+p,f11", "screen.plain_view", "Plain view", "To select with the terminal's mouse"
    ),
    Action("choice.close", "escape,q", "screen.give_up", "Close"),
    Action("editor.send", "ctrl+s,alt+enter", "send", "Send", "", True, True),
    Action("editor.undo", "alt+u,ctrl+underscore", "undo", "Undo", "Take back what was written last"),
    Action("editor.give_up", "escape", "give_up", "Give up", "", True, True),
    Action("help.close", "escape,f1,q", "screen.dismiss", "Close"),
    Action("welcome.back", "escape", "back", "Back", "", True),
    Action("resume.close", "escape,q", "dismiss", "Back"),
    Action("prompt.send", "enter", "send", "Send", "Send as a turn", True, True),
    Action("prompt.newline", "ctrl+j,shift+enter,alt+enter", "newline", "New line", "", False, True),
    Action("prompt.undo", "alt+u,ctrl+underscore", "undo", "Undo", "Take back what was written last"),
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
    Action("transcript.copy", "y", "screen.copy_turn", "Copy", "The turn as text or Markdown", True),
    Action("transcript.play", "p", "screen.play_turn", "Play", "The answer's sound once more"),
    Action("transcript.sound", "w", "screen.write_turn", "Write WAV", "The answer's sound, to a file here"),
    Action("rows.up", "up,k", "move(-1)", "Up"),
    Action("rows.down", "down,j", "move(1)", "Down"),
    Action("rows.page_up", "pageup,b,ctrl+b", "page(-1)", "Page up"),
    Action("rows.page_down", "pagedown,ctrl+f", "page(1)", "Page down"),
    Action("rows.half_up", "ctrl+u", "page(-0.5)", "Half a page up"),
    Action("rows.half_down", "ctrl+d", "page(0.5)", "Half a page down"),
    Action("rows.home", "home,g", "home", "First row"),
    Action("rows.end", "end,G", "end", "Last row", "To the end; the log follows from there"),
    Action("rows.open", "enter", "open", "Open", "The frame as JSON, or a run of audio as its frames", True),
    Action(
        "log.copy", "y", "screen.copy_frame", "Copy", "As JSON, wire, websocat line, pytest fixture", True
    ),
    Action("log.unfold", "right,l", "unfold", "Unfold", "Open a run of audio to its frames"),
    Action("log.fold", "left,h", "fold", "Fold", "Fold the run the cursor is in"),
    Action("log.folding", "z", "toggle_folding", "Folding", "Fold runs of audio, or a row for each frame"),
    Action("json.up", "up,k", "move(-1)", "Up"),
    Action("json.down", "down,j", "move(1)", "Down"),
    Action("json.page_up", "pageup,b,ctrl+b", "page(-1)", "Page up"),
    Action("json.page_down", "pagedown,ctrl+f", "page(1)", "Page down"),
    Action("json.half_up", "ctrl+u", "page(-0.5)", "Half a page up"),
    Action("json.half_down", "ctrl+d", "page(0.5)", "Half a page down"),
    Action("json.home", "home,g", "home", "First line"),
    Action("json.end", "end,G", "end", "Last line"),
    Action("shelf.up", "up,k", "move(-1)", "Up"),
    Action("shelf.down", "down,j", "move(1)", "Down"),
    Action("shelf.page_up", "pageup,b,ctrl+b", "page(-1)", "Page up"),
    Action("shelf.page_down", "pagedown,ctrl+f", "page(1)", "Page down"),
    Action("shelf.home", "home,g", "home", "First session"),
    Action("shelf.end", "end,G", "end", "Last session"),
    Action("shelf.resume", "enter", "want('resume')", "Resume", "Go on where its newest handle stands", True),
    Action("shelf.filter", "slash", "filter", "Filter", "Titles, models, tags and all that was said", True),
    Action("shelf.preview", "space,v", "preview", "Preview", "What was said, beside the list", True),
    Action("shelf.sort", "s", "sort", "Sort", "Recent, time left, tokens, length"),
    Action("shelf.rename", "r", "edit('title')", "Rename", "In place", True),
    Action("shelf.pin", "p", "pin", "Pin", "Keep it on top, or let it go"),
    Action("shelf.tag", "t", "edit('tags')", "Tags", "Words that group sessions"),
    Action("shelf.note", "n", "edit('note')", "Note", "A note for yourself"),
    Action("shelf.look", "o", "want('look')", "Look", "Its transcript and frames; nothing is dialled"),
    Action("shelf.fork", "f", "want('fork')", "Fork", "A new session from an older handle"),
    Action("shelf.check", "c", "want('check')", "Check", "Dial and see whether the handle is still accepted"),
    Action("shelf.delete", "d,delete", "delete", "Delete", "To the trash; asks once more", True),
    Action("shelf.undo", "u", "undo", "Undo", "Take the last deleted session back"),
    Action("shelf.stop", "x", "stop", "Stop", "Stop reading the shelf"),
    Action("shelffilter.leave", "escape", "leave", "Clear", "Stop filtering"),
    Action("shelfeditor.give_up", "escape", "give_up", "Give up", "Keep it as it is"),
    Action("log.time", "t", "cycle_time", "Time", "Clock, since the start, since the frame before"),
    Action("log.page", "space", "page", "Page down"),
    Action(
        "log.filter", "f,&", "ask('FILTER')", "Filter", "Show only what passes: kind:usage turn:3 …", True
    ),
    Action("log.save_filter", "F", "save_filter", "Save filter", "Under a name: @name recalls it"),
    Action("log.saved_filters", "@", "saved_filters", "Saved filters", "Show, rename or delete one"),
    Action("log.search", "/", "ask('SEARCH')", "Search", "Words in any frame, hidden ones too", True),
    Action("log.next_hit", "n", "hit(1)", "Next hit"),
    Action("log.previous_hit", "N", "hit(-1)", "Previous hit"),
    Action("log.clear", "backspace", "clear", "Clear", "Stop the search, then show everything again"),
    Action("log.isolate", "i", "isolate", "Isolate", "Only the kinds of this row; again restores"),
    Action("log.filter_in", "+", "narrow(False)", "Filter in", "Besides, only the kinds of this row"),
    Action("log.filter_out", "-", "narrow(True)", "Filter out", "Besides, not the kinds of this row"),
    Action(
        "log.place", ":", "ask('PLACE')", "Go to", "#120, turn 3, 10:32:04, 2026-11-22 10:32, +5m, gap 300ms"
    ),
    Action(
        "log.next_error",
        "e",
        "jump('error', 1)",
        "Next error",
        "Errors, closes, not JSON, failed checks",
    ),
    Action("log.previous_error", "E", "jump('error', -1)", "Previous error"),
    Action("log.next_unknown", "u", "jump('unknown', 1)", "Next unknown"),
    Action("log.previous_unknown", "U", "jump('unknown', -1)", "Previous unknown"),
    Action("log.next_turn", "]", "jump('turn', 1)", "Next turn"),
    Action("log.previous_turn", "[", "jump('turn', -1)", "Previous turn"),
    Action("log.next_gap", "}", "jump('gap', 1)", "Next gap", "More than a second without a frame"),
    Action("log.previous_gap", "{", "jump('gap', -1)", "Previous gap"),
    Action("log.mark", "m", "mark", "Mark", "Mark the frame, or take the mark away"),
    Action("log.note", "M", "ask('NOTE')", "Note", "Mark the frame with a note"),
    Action("log.next_mark", "apostrophe", "jump('mark', 1)", "Next mark"),
    Action("log.previous_mark", "quotation_mark", "jump('mark', -1)", "Previous mark"),
    Action("log.turn", "T", "show_turn", "Its turn", "In the transcript, where Enter leads back"),
    Action(
        "log.send", "r", "send_again(False)", "Send again", "A frame that was sent, as it was; asks once more"
    ),
    Action("log.edit", "R", "send_again(True)", "Edit and send", "A frame that was sent, changed"),
    Action("log.sound", "w", "write_sound", "Write WAV", "The run's sound, to a file here"),
    Action("log.hold", "B", "hold", "Hold", "Transcript and sound wait at the kinds of this row, or no more"),
    Action("log.step", "s", "step", "Step", "Deliver the frame that is held, and hold at the next"),
    Action("log.release", "S", "release", "Release", "Deliver what is held, up to the next of the kinds"),
    Action("log.pause", "p", "pause", "Pause", "Freeze the rows; recording goes on"),
    Action("json.turn", "space", "turn", "Fold", "Fold or open; a long string is spread", True),
    Action("json.open", "right,l", "open_or_enter", "Open", "Open, or on to the first part"),
    Action("json.fold", "left,h", "fold_or_leave", "Fold", "Fold, or back to what it lies in"),
    Action("json.parent", "H", "parent", "Parent"),
    Action("json.next", "J", "sibling(1)", "Next sibling"),
    Action("json.previous", "K", "sibling(-1)", "Previous sibling"),
    Action("json.first", "0,^", "edge(False)", "First sibling"),
    Action("json.last", "$", "edge(True)", "Last sibling"),
    Action("json.partner", "%", "partner", "Other bracket"),
    Action("json.fold_beside", "c", "beside(True)", "Fold siblings", "Fold it and those beside it"),
    Action("json.open_beside", "e", "beside(False)", "Open siblings", "Open it and those beside it"),
    Action("json.open_all", "E", "open_all", "Open all"),
    *(
        Action(f"json.level_{n}", str(n), f"level({n})", f"Level {n}", "Fold what lies deeper")
        for n in range(1, 10)
    ),
    Action("json.copy", "y", "copy('value')", "Copy value"),
    Action("json.copy_path", "Y", "copy('path')", "Copy path"),
    Action("json.copy_jq", "Q", "copy('jq')", "Copy jq path"),
    Action("detail.beside", "x", "screen.lay_detail", "Beside", "The frame beside the log, or below it"),
    Action("detail.view", "v,tab", "next_view", "View", "The wire, the SDK's reading, the difference", True),
    Action("detail.search", "/", "search", "Search", "Words in the frame, folded ones too", True),
    Action("detail.next_hit", "n", "hit(1)", "Next hit"),
    Action("detail.previous_hit", "N", "hit(-1)", "Previous hit"),
    Action("detail.clear", "backspace", "clear", "Clear", "Stop the search"),
    Action("logline.complete", "tab", "complete", "Complete", "", False, True),
    Action("logline.save", "ctrl+s,alt+enter", "save", "Save", "Keep the filter under a name", False, True),
    Action("logline.give_up", "escape", "give_up", "Give up", "", False, True),
    Action(
        "main.instruments",
        "alt+i,shift+f5",
        "screen.instruments",
        "Instruments",
        "Timeline, turns, tokens",
        True,
    ),
    Action(
        "main.checks", "alt+c,shift+f6", "screen.instruments('checks')", "Checks", "What breaks the protocol"
    ),
    *(
        Action(f"instruments.{name}", f"{n},alt+{n}", f"screen.choose('{name}')", name.title())
        for n, name in enumerate(("timeline", "turns", "tokens", "handles", "checks", "compare"), 1)
    ),
    Action("instruments.next", "tab", "screen.next(1)", "Next", "The instrument beside", True, True),
    Action("instruments.previous", "shift+tab", "screen.next(-1)", "Before", "", False, True),
    Action("instruments.measure", "a", "screen.measure", "All sessions", "Turns: over every saved session"),
    Action("instruments.with", "s", "screen.compare_with", "With", "Compare: with a saved session"),
    Action("instruments.earlier", "comma", "screen.compare(1, 0)", "Earlier", "Compare: an earlier pair"),
    Action("instruments.later", "full_stop", "screen.compare(-1, 0)", "Later", "Compare: a later pair"),
    Action(
        "instruments.apart", "greater_than_sign", "screen.compare(0, 1)", "Apart", "Compare: further apart"
    ),
    Action("instruments.nearer", "less_than_sign", "screen.compare(0, -1)", "Nearer", "Compare: nearer"),
    Action("instruments.close", "escape,q,alt+i", "screen.close", "Close", "", True),
    Action("ledger.up", "up,k", "move(-1)", "Up"),
    Action("ledger.down", "down,j", "move(1)", "Down"),
    Action("ledger.page_up", "pageup,b,ctrl+b", "page(-1)", "Page up"),
    Action("ledger.page_down", "pagedown,space,ctrl+f", "page(1)", "Page down"),
    Action("ledger.home", "home,g", "home", "First"),
    Action("ledger.end", "end,G", "end", "Last"),
    Action("ledger.open", "enter", "open", "Frame", "Go to the frame in the wire log", True),
    Action("timeline.back", "left,h", "walk(-1)", "Earlier"),
    Action("timeline.on", "right,l", "walk(1)", "Later"),
    Action("timeline.up", "up,k", "lane(-1)", "Lane above"),
    Action("timeline.down", "down,j", "lane(1)", "Lane below"),
    Action("timeline.page_back", "pageup,b", "page(-1)", "A window earlier"),
    Action("timeline.page_on", "pagedown,space", "page(1)", "A window later"),
    Action("timeline.closer", "+,=", "zoom(1)", "Closer", "", True),
    Action("timeline.further", "-", "zoom(-1)", "Further", "", True),
    Action("timeline.all", "0,home", "all", "All", "All there is", True),
    Action("timeline.next_span", "n,]", "span(1)", "Next span"),
    Action("timeline.previous_span", "N,[", "span(-1)", "Span before"),
    Action("timeline.open", "enter", "open", "Frame", "Go to the frame in the wire log", True),
    Action(
        "replay.play", "ctrl+space,ctrl+@,shift+f4", "screen.player('play')", "Play", "Play or pause", True
    ),
    Action("replay.back", "comma", "screen.player('step(-1)')", "Frame back"),
    Action("replay.step", "full_stop", "screen.player('step(1)')", "Next frame", "Pause, and step one frame"),
    Action("replay.previous_turn", "left_parenthesis", "screen.player('step_turn(-1)')", "Turn before"),
    Action("replay.next_turn", "right_parenthesis", "screen.player('step_turn(1)')", "Next turn's end"),
    Action("replay.seek", "semicolon,shift+f7", "screen.seek_to", "Go to", "A time, a frame or a turn"),
    Action("replay.slower", "less_than_sign", "screen.player('change_speed(-1)')", "Slower"),
    Action("replay.faster", "greater_than_sign", "screen.player('change_speed(1)')", "Faster"),
    Action("bar.play", "space,enter", "play", "Play", "Play or pause"),
    Action("bar.back", "left,h", "step(-1)", "Frame back"),
    Action("bar.step", "right,l", "step(1)", "Next frame", "Pause, and step one frame"),
    Action("bar.previous_turn", "shift+left,[", "step_turn(-1)", "Turn before"),
    Action("bar.next_turn", "shift+right,]", "step_turn(1)", "Next turn's end"),
    Action("bar.slower", "down,-", "change_speed(-1)", "Slower"),
    Action("bar.faster", "up,+", "change_speed(1)", "Faster"),
    Action("bar.home", "home,g", "seek(0)", "Start"),
    Action("bar.end", "end,G", "end", "End", "All of it at once"),
    *(Action(f"bar.seek_{n}", str(n), f"seek({n})", f"To {n}0 %") for n in range(10)),
)


def in_scope(scope: str) -> Iterator[Action]:
    """The actions of one widget or screen."""
    return (action for action in ACTIONS if action.scope == scope)


def bindings(scope: str) -> list[BindingType]:
    """Textual's bindings of one widget or screen."""
    return [action.binding for action in in_scope(scope)]
