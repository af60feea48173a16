"""What is done with a frame of the log."""

from __future__ import annotations

import asyncio
import json
import wave
from pathlib import Path

import pytest
from textual import on

from tests.ui.logs import LogApp, audio, receive, text, until
from tui.store.journal import Journal
from tui.ui.feed import Feed, JournalGrew
from tui.ui.widgets.log import LogPane
from tui.ui.widgets.log_hand import text_to_send
from tui.wire.frame import Direction, Opcode
from tui.wire.summary import describe


class HandApp(LogApp):
    """Notes what is asked of the house."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.sent: list[tuple[str, bool]] = []

    @on(LogPane.SendWanted)
    def _send(self, event: LogPane.SendWanted) -> None:
        assert self.log_pane.journal is not None
        self.sent.append((text_to_send(self.log_pane.journal[event.frame], edit=event.edit), event.edit))


def test_a_sent_frame_is_sent_again_as_it_was_or_to_be_changed(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    payload = b'{"client_content":{"turn_complete":1.0}}'
    journal.append(Direction.SEND, Opcode.TEXT, payload, conn=1)
    receive(journal, text("answer"))

    async def main() -> None:
        app = HandApp(journal)
        async with app.run_test() as pilot:
            app.log_pane.focus()
            await pilot.press("r")
            await pilot.pause()
            assert "only a frame that was sent" in app.screen_text()
            await pilot.press("home", "r")
            await pilot.pause()
            assert "send it again? r sends" in app.screen_text()
            await pilot.press("escape", "r", "down", "up", "r")
            await pilot.pause()
            assert not app.sent, "it was never asked twice of the same frame"
            await pilot.press("r", "R")
            await pilot.pause()
            assert app.sent[0] == (payload.decode(), False)
            assert app.sent[1][1]
            assert app.sent[1][0].splitlines()[2] == '    "turn_complete": 1.0'

    asyncio.run(main())


def test_a_setup_is_not_sent_again_in_silence(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    journal.append(Direction.SEND, Opcode.TEXT, b'{"setup":{"model":"models/m"}}', conn=1)

    async def main() -> None:
        app = HandApp(journal)
        async with app.run_test() as pilot:
            app.log_pane.focus()
            await pilot.press("home", "r")
            await pilot.pause()
            assert "one setup a connection" in app.screen_text()
            assert not app.sent

    asyncio.run(main())


def test_a_run_is_written_as_a_wav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    journal = Journal.create(tmp_path / "journal.jsonl")
    for _ in range(3):
        receive(journal, audio(8))

    async def main() -> None:
        app = LogApp(journal)
        async with app.run_test() as pilot:
            app.log_pane.focus()
            await pilot.press("w")
            await until(pilot, lambda: "18 B of sound in" in app.screen_text())

    asyncio.run(main())
    (written,) = tmp_path.glob("gemini-tui-*-audio-0-2.wav")
    with wave.open(str(written)) as sound:
        assert (sound.getframerate(), sound.getnframes()) == (24_000, 9)


def test_with_an_open_microphone_both_ways_are_one_run_and_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    journal = Journal.create(tmp_path / "journal.jsonl")
    spoken = {"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=16000", "data": "AAAA"}}}
    for n in range(3):
        receive(journal, audio(8))
        journal.append(Direction.SEND, Opcode.TEXT, json.dumps(spoken).encode(), conn=1, t=1_000.05 + n / 10)

    async def main() -> None:
        app = LogApp(journal)
        async with app.run_test(size=(140, 24)) as pilot:
            app.log_pane.focus()
            await pilot.pause()
            assert len(app.log_pane.view.rows) == 1
            assert "audio→ audio" in app.screen_text()
            assert "← audio ×3 · " in app.screen_text()
            assert " · → audio ×3 · " in app.screen_text()
            await pilot.press("w")
            await until(pilot, lambda: "18 B of sound in" in app.screen_text())
            await pilot.press("i")
            assert app.log_pane.filtering.text == "kind:realtimeInput.audio,audio"

    asyncio.run(main())
    for name, rate, samples in (("received", 24_000, 9), ("sent", 16_000, 3)):
        (written,) = tmp_path.glob(f"gemini-tui-*-audio-0-5-{name}.wav")
        with wave.open(str(written)) as sound:
            assert (sound.getframerate(), sound.getnframes()) == (rate, samples)


def test_a_hand_made_frame_is_shown_as_such(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    journal.event("handmade", conn=1)
    journal.append(Direction.SEND, Opcode.TEXT, b'{"realtime_input":{"text":"by hand"}}', conn=1)

    async def main() -> None:
        app = LogApp(journal)
        async with app.run_test() as pilot:
            await pilot.pause()
            row = next(line for line in app.screen_text().splitlines() if "by hand" in line)
            assert row.startswith("✎")
            await pilot.press("end", "m")
            await pilot.pause()
            row = next(line for line in app.screen_text().splitlines() if "by hand" in line)
            assert row.startswith("◆")
            assert "✎ · by hand" in row

    asyncio.run(main())


def test_a_frame_by_hand_is_told_what_it_is() -> None:
    assert describe('{"realtimeInput": {"text": "hi"}}') == "realtimeInput.text · hi"
    assert describe("{{") == "notJson · {{"
    assert describe(json.dumps({"fooBar": 1})) == "unknown · unknown: fooBar"


def test_delivery_is_held_while_the_log_fills(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    receive(journal, {"serverContent": {"turnComplete": True}})

    class FedApp(LogApp):
        """A log and the projections, as the screen has them."""

        def on_mount(self) -> None:
            self.feed = Feed(self, journal, self.log_pane.flush)
            self.log_pane.gate = self.feed.gate

        @on(JournalGrew)
        def _grew(self) -> None:
            self.feed.pull()

        @on(LogPane.GateTurned)
        def _turned(self) -> None:
            self.feed.flush()

    async def main() -> None:
        app = FedApp(journal)
        async with app.run_test() as pilot:
            app.log_pane.focus()
            await pilot.press("B")
            for message in (
                text("one"),
                {"serverContent": {"turnComplete": True}},
                text("two"),
                text("three"),
            ):
                receive(journal, message)
            await until(pilot, lambda: " held at #2: s steps" in app.screen_text())
            footer = next(line for line in app.screen_text().splitlines() if "held at" in line)
            assert footer.startswith(" held at #2: s steps, S releases, B ends it")
            assert "three" in app.screen_text()
            assert app.feed.seen == 2
            await pilot.press("s")
            assert app.feed.seen == 3
            await pilot.press("S")
            assert app.feed.seen == 5
            await pilot.press("B")
            await pilot.pause()
            assert "held at" not in app.screen_text()

    asyncio.run(main())
