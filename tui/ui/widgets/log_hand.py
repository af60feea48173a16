"""What is done with a frame of the log: mark it, send it again, write its sound to a file."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_
from pathlib import Path

from textual import events
from textual.message import Message

from tui.projections.gate import Gate
from tui.projections.views import Views
from tui.store.export.sound import free_wav, write_run
from tui.store.journal import Journal
from tui.ui.background import run_thread
from tui.ui.widgets.log_frames import FramesPane
from tui.ui.widgets.log_painter import shown_kinds
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind, Mask
from tui.wire.summary import SEPARATOR, bytes_text
from tui.wire.verbatim import parse_verbatim, to_json

_ASK = "send it again? r sends, Esc does not"
_ASK_SETUP = "the service takes one setup a connection. Send it again? r sends, Esc does not"


class HandPane(FramesPane):
    """Rows that can be marked, sent again, heard elsewhere, and held back from the other panes."""

    class Marked(Message):
        """The marks changed: notes by `seq`, an empty one for a bare mark."""

        def __init__(self, marks: dict[int, str]) -> None:
            super().__init__()
            self.marks = marks

    class SendWanted(Message):
        """A frame, by its number in the journal, is to be sent again; `edit`: after it was changed."""

        def __init__(self, frame: int, *, edit: bool) -> None:
            super().__init__()
            self.frame = frame
            self.edit = edit

    class TurnWanted(Message):
        """The turn of the transcript with this number is to be shown."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class GateTurned(Message):
        """Delivery to transcript and sound is held, stepped or released: the gate says how."""

    def __init__(self, journal: Journal | None = None, *, id: str | None = None) -> None:
        super().__init__(journal, id=id)
        self.gate = Gate()
        self._notes_taken: dict[int, str] = {}

    def show(self, journal: Journal, marks: dict[int, str] | None = None, views: Views | None = None) -> None:
        """Another journal, whole, and other notes."""
        self._notes_taken.clear()
        super().show(journal, marks, views)

    # Holding delivery

    def action_hold(self) -> None:
        """Hold delivery at the kinds of this row; asked again, at nothing."""
        mask = self.selected_mask()
        if self.gate.kinds:
            self.gate.open()
            self._turned("delivery is not held any more")
        elif mask is not None:
            self.gate.kinds = mask
            names = " or ".join(kind.wire_name for kind in shown_kinds(self.gate.kinds))
            self._turned(f"transcript and sound will wait at the next {names}")

    def action_step(self) -> None:
        """Deliver the frame that is held, and hold at the next."""
        self.gate.step()
        self._turned("")

    def action_release(self) -> None:
        """Deliver what is held, up to the next of the kinds."""
        self.gate.release()
        self._turned("")

    def _turned(self, notice: str) -> None:
        self.say(notice)
        self.post_message(self.GateTurned())

    def held(self) -> str:
        """What the footer says while delivery is held."""
        at = self.gate.held_at
        return f"held at #{at}: s steps, S releases, B ends it" if at is not None else ""

    # Marks

    def selected_seq(self) -> int | None:
        """The `seq` of the frame under the cursor."""
        frame = self.view.selected
        return self.journal[frame].seq if self.journal is not None and frame is not None else None

    def selected_mask(self) -> Mask | None:
        """The kinds of the row under the cursor: of a run, those of all its frames."""
        if self.journal is None or self.view.selected is None:
            return None
        frames = self.view.rows.frames(self.view.viewport.cursor)
        return reduce(or_, set(map(self.journal.mask, frames)))

    def action_mark(self) -> None:
        """Mark the frame under the cursor, or take its mark away."""
        if (seq := self.selected_seq()) is None:
            return
        if seq not in self.marks:
            self.marks[seq] = self._notes_taken.pop(seq, "")
        elif note := self.marks.pop(seq):
            self._notes_taken[seq] = note
            self.say("mark and note are taken away: m gives both back")
        self._mark_changed()

    def write_note(self, text: str) -> bool:
        """Mark the frame under the cursor with a note."""
        if (seq := self.selected_seq()) is not None:
            self.marks[seq] = text.strip()
            self._notes_taken.pop(seq, None)
            self._mark_changed()
        return True

    def _mark_changed(self) -> None:
        if (frame := self.view.selected) is not None:
            self.view.remark(frame)
        self.post_message(self.Marked(dict(self.marks)))

    def next_mark(self, frame: int, step: int) -> int | None:
        """The marked frame after (1) or before (-1) one."""
        journal = self.journal
        found = [journal.find(seq) for seq in self.marks] if journal is not None else []
        beyond = sorted(n for n in found if n is not None and (n - frame) * step > 0)
        return beyond[0 if step > 0 else -1] if beyond else None

    # Sending

    def action_send_again(self, edit: bool) -> None:
        """Send the frame under the cursor once more: changed, or as it was, which is asked first."""
        frame = self.view.selected
        if self.journal is None or frame is None:
            return
        what = self.journal.index.what(frame)
        if what.direction is not Direction.SEND:
            self.say("only a frame that was sent (→) can be sent again")
        elif edit or self._is_asking:
            self.say("")
            self.post_message(self.SendWanted(frame, edit=edit))
        else:
            self.say(_ASK_SETUP if what.mask & Kind.SETUP.bit else _ASK)

    @property
    def _is_asking(self) -> bool:
        """Whether the footer asks; it does so until the cursor moves or something else is said."""
        return self._notice in (_ASK, _ASK_SETUP)

    def on_key(self, event: events.Key) -> None:
        """Esc sends nothing."""
        if event.key == "escape" and self._is_asking:
            self.say("")
            event.stop()

    def on_descendant_blur(self) -> None:
        """Whoever looks away has not decided."""
        if self._is_asking:
            self.say("")

    # Where it belongs

    def action_show_turn(self) -> None:
        """To the turn of the transcript that the frame under the cursor belongs to."""
        frame = self.view.selected
        number = self.view.turns.of(frame) if frame is not None else None
        if number:
            self.post_message(self.TurnWanted(number))
        else:
            self.say("this frame belongs to no turn")

    # Sound

    def action_write_sound(self) -> None:
        """Write the sound of the row, or of the run it is in, to a WAV file in the working directory."""
        frame = self.view.selected
        if self.journal is None or frame is None:
            return
        run, index = self.view.rows.run_of(self.view.viewport.cursor), self.journal.index
        ways = {
            way: [n for n in run if (index.what(n).direction is Direction.SEND) is sent]
            for way, sent in (("-received", False), ("-sent", True))
        }
        stem = f"audio-{run[0]}-{run[-1]}"
        files = {
            free_wav(self.journal, f"{stem}{way if all(ways.values()) else ''}"): frames
            for way, frames in ways.items()
            if frames
        }
        write = partial(self._write_sound, self.journal, files)
        run_thread(self, write, group="sound", what="Writing the WAV")

    def _write_sound(self, journal: Journal, files: dict[Path, list[int]]) -> None:
        """On a thread: a file for each way the sound went."""
        said = []
        for path, frames in files.items():
            try:
                size = write_run(journal, frames, path)
                said.append(
                    f"{bytes_text(size)} of sound in {path}" if size else "there is no sound in this row"
                )
            except OSError as error:
                said.append(f"cannot write {path}: {error.strerror}")
        self.app.call_from_thread(self.say, SEPARATOR.join(said))


def text_to_send(frame: Frame, *, edit: bool) -> str:
    """What is sent again: the frame as it was, or laid out to be edited."""
    value = parse_verbatim(frame.payload) if edit else None
    return to_json(value) if isinstance(value, list) else frame.payload.decode(errors="replace")
