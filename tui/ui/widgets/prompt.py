"""Where a person writes to the model."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.worker import Worker

from tui.errors import StoreError
from tui.store.draft import Draft
from tui.ui.actions import bindings
from tui.ui.background import run_task

KEEP_EVERY = 1.0
"""Seconds from a change to the draft on disk, and between two of them."""


class Prompt(TextArea):
    """A text area that grows to six lines; Enter sends, `ctrl+j` breaks the line, `alt+up` recalls.

    While it changes, what stands in it is kept in a draft, which `take_up` names.
    """

    HELP = "## Prompt\nWrite to the model. **Enter** sends, **ctrl+j** starts a new line."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]
    DEFAULT_CSS = """
    Prompt { height: auto; max-height: 8; min-height: 3; }
    """

    @dataclass
    class Sent(Message):
        """A person finished a turn."""

        text: str

    def __init__(self, **options: Any) -> None:
        super().__init__(
            compact=False,
            highlight_cursor_line=False,
            placeholder="Write to the model",
            soft_wrap=True,
            tab_behavior="focus",
            **options,
        )
        self._sent: list[str] = []
        self._back = 0
        self._stashed = ""
        self._going: list[str] = []
        self._draft: Draft | None = None
        self._keeper: Worker[None] | None = None
        self._trouble = ""

    # -- what is written and was not sent ----------------------------------------------------------

    def take_up(self, draft: Draft) -> None:
        """Go on behind what was not sent the last time, and keep what is written in this draft."""
        self._draft = draft
        if text := draft.take_up():
            self._write(text)

    def leave_draft(self) -> StoreError | None:
        """Leave what is written to the next start; why it could not be left."""
        if self._draft is not None:
            self._draft.text = self._unsent
            try:
                self._draft.leave()
            except StoreError as error:
                return error
        return None

    @property
    def _unsent(self) -> str:
        """What would be lost: not a turn that was sent before and only looked at, but the draft behind it."""
        is_recalled = self._back > 0 and self.text == self._sent[-self._back]
        return "\n".join(filter(None, [*self._going, self._stashed if is_recalled else self.text]))

    def keep(self) -> None:
        """Have on disk now what would be lost."""
        if self._draft is not None and self._draft.text != self._unsent:
            run_task(self, self._keep(self._draft), group="draft", what="Keeping the draft")

    @on(TextArea.Changed)
    def _keep_up(self) -> None:
        if self._draft is not None and (self._keeper is None or self._keeper.is_finished):
            self._keeper = run_task(self, self._keep_on(self._draft), group="draft", what="Keeping the draft")

    async def _keep_on(self, draft: Draft) -> None:
        """As long as it changes."""
        while draft.text != self._unsent:
            await asyncio.sleep(KEEP_EVERY)
            await self._keep(draft)

    async def _keep(self, draft: Draft) -> None:
        """On a thread: a disk may take its time. What is wrong with it is said once."""
        draft.text = self._unsent
        before, self._trouble = self._trouble, ""
        try:
            await asyncio.to_thread(draft.save)
        except StoreError as error:
            self._trouble = error.message
            if self._trouble != before:
                self.notify(error.message, severity="warning", markup=False)

    # -- sending -----------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Send what is written."""
        text = self.text.strip()
        if not text:
            return
        self._sent.append(text)
        self._back = 0
        self._going.append(text)
        self.clear()
        self.post_message(self.Sent(text))

    def settle(self, *texts: str, taken: bool) -> None:
        """Somebody took what was sent: it is no draft any more. Nobody did: it stands here again, before
        what was written meanwhile.
        """
        self._going = [text for text in self._going if text not in texts]
        if texts and not taken:
            self._write("\n".join(filter(None, [*texts, self.text])))
        else:
            self.keep()

    def offer(self, turns: Sequence[str]) -> bool:
        """Turns that were not sent are among those to recall; the last stands here, if nothing else does.

        Whether it does.
        """
        is_free = not self.text
        self._sent += turns
        self._back += len(turns) if self._back else 0
        if is_free:
            self.action_recall(-1)
        return is_free

    def _write(self, text: str) -> None:
        self.text = text
        self.move_cursor(self.document.end)

    def action_newline(self) -> None:
        """Break the line."""
        self.insert("\n")

    def action_recall(self, step: int) -> None:
        """Bring back what was sent before; past the newest, the draft."""
        if self._back == 0:
            self._stashed = self.text
        self._back = max(0, min(len(self._sent), self._back - step))
        self._write(self._sent[-self._back] if self._back else self._stashed)
