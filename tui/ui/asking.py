"""What a person asks of the engine: words, orders, answers, frames made by hand."""

from __future__ import annotations

import json
from functools import partial

from textual import on
from textual.screen import Screen

from tui.errors import TuiError
from tui.live.requests import (
    AllowCommands,
    AnswerTool,
    Interrupt,
    Reconnect,
    Request,
    RetrySound,
    SendFrame,
    StopRetrying,
    Talk,
)
from tui.projections.turn import ToolCall
from tui.text import clean_line
from tui.ui.orders import ORDERS, Open, read_line
from tui.ui.screens.editor import EditorScreen, json_object
from tui.ui.switchboard import Switchboard
from tui.ui.widgets.log_hand import HandPane, text_to_send
from tui.wire.summary import describe

_BLANK_FRAME = json.dumps({"clientContent": {"turns": [], "turnComplete": True}}, indent=2)
_BLANK_ANSWER = json.dumps({"result": ""}, indent=2)


class Asking(Screen[None]):
    """A screen with a switchboard, and the actions that ask something of it."""

    board: Switchboard

    def ask(self, request: Request) -> bool:
        """Hand a request to the engine, where there is one; whether it was taken."""
        try:
            self.board.ask(request)
        except TuiError as error:
            self.notify(str(error), severity="warning", markup=False)
            return False
        return True

    def take(self, line: str) -> bool:
        """A line of the prompt: words for the model, or an order. False where nobody took it."""
        try:
            wanted = read_line(line)
        except TuiError as error:
            self.notify(str(error), severity="warning", markup=False)
            return False
        if not isinstance(wanted, Open):
            return self.ask(wanted)
        if wanted.what == "help":
            text = "\n".join(f"/{name} {what}" for name, what in ORDERS.items())
            self.notify(text, title="Orders", timeout=20, markup=False)
        else:
            getattr(self, f"action_{wanted.what}")()
        return True

    def edit_frame(self, title: str, text: str) -> None:
        """Let a frame be written or changed; it goes out as it is, JSON or not, and is marked hand-made."""
        editor = EditorScreen(title, text, json_object, strict=False, describe=describe)
        self.app.push_screen(editor, self._send_frame)

    def _send_frame(self, written: str | None) -> None:
        if written:
            self.ask(SendFrame(written))

    @on(HandPane.SendWanted)
    def _send_again(self, event: HandPane.SendWanted) -> None:
        if self.board.feed is None:
            return
        text = text_to_send(self.board.feed.journal[event.frame], edit=event.edit)
        if event.edit:
            self.edit_frame("A frame that was sent, changed", text)
        else:
            self.ask(SendFrame(text))

    def action_frame(self) -> None:
        """Write a raw frame."""
        self.edit_frame("A frame, sent as it is", _BLANK_FRAME)

    def action_answer(self) -> None:
        """Answer the oldest tool call that waits, by hand."""
        call = self.waiting_call()
        if call is None:
            self.notify("No tool call waits for an answer", severity="warning")
            return
        args = clean_line(json.dumps(call.args, ensure_ascii=False))
        title = f"Answer to {clean_line(call.name)} {args}"
        self.app.push_screen(EditorScreen(title[:120], _BLANK_ANSWER), partial(self._answer, call.id))

    def _answer(self, call_id: str, written: str | None) -> None:
        if written:
            self.ask(AnswerTool(call_id, json.loads(written)))

    def waiting_call(self) -> ToolCall | None:
        """The oldest call that the model waits for."""
        feed = self.board.feed
        turns = feed.views.transcript.turns if feed is not None else []
        return next((call for turn in turns if turn.is_open for call in turn.calls if call.pending), None)

    def action_allow(self) -> None:
        """Let the profile's tools run their commands, from now on."""
        self.ask(AllowCommands())

    def action_interrupt(self) -> None:
        """Silence the answer."""
        self.ask(Interrupt())

    def action_talk(self) -> None:
        """Open the microphone, or close it."""
        self.ask(Talk())

    def action_retry_sound(self) -> None:
        """Try every sink again."""
        self.ask(RetrySound())

    def action_reconnect(self) -> None:
        """Dial now."""
        self.ask(Reconnect())

    def action_stop_retrying(self) -> None:
        """No further try."""
        self.ask(StopRetrying())
