"""The rows of the wire log."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.geometry import Region
from textual.pilot import Pilot

from tests.ui.logs import LogApp, audio, receive, run, text, until
from tui.store.journal import Journal
from tui.wire.frame import Direction, Opcode


def test_a_frame_is_a_row_and_opens_as_json(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        receive(journal, {"setupComplete": {}})
        receive(journal, {"serverContent": {"turnComplete": True}, "usageMetadata": {"totalTokenCount": 7}})

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        screen = app.screen_text()
        assert "ready" in screen
        assert "turn usage" in screen
        assert "turn complete · 7 tokens" in screen
        assert "2 frames · " in screen
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened == [1]
        assert '"totalTokenCount": 7' in app.screen_text()

    run(tmp_path, fill, body)


def test_follows_at_the_end_and_holds_the_readers_place_elsewhere(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        for n in range(60):
            receive(journal, text(f"word {n:03}"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        journal = app.log_pane.journal
        assert journal is not None
        receive(journal, text("word 060"))
        app.log_pane.flush()
        await pilot.pause()
        assert "word 060" in app.screen_text()
        await pilot.press("home")
        await pilot.pause()
        before = app.screen_text().splitlines()[:10]
        receive(journal, text("word 061"))
        app.log_pane.flush()
        await pilot.pause()
        assert app.screen_text().splitlines()[:10] == before
        assert "+1 new" in app.screen_text()
        await pilot.press("end")
        await pilot.pause()
        assert "word 061" in app.screen_text()
        assert "new" not in app.screen_text()

    run(tmp_path, fill, body)


def test_audio_folds_to_one_row_and_opens_to_its_frames(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        receive(journal, text("before"))
        for _ in range(5):
            receive(journal, audio())
        receive(journal, text("after"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        assert "audio ×5" in app.screen_text()
        assert len(app.log_pane.view.rows) == 3
        await pilot.press("up", "enter")
        assert len(app.log_pane.view.rows) == 7
        await pilot.press("left")
        assert len(app.log_pane.view.rows) == 3

    run(tmp_path, fill, body)


def test_the_time_since_the_frame_before_counts_from_the_end_of_a_run(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        for _ in range(5):
            receive(journal, audio())
        receive(journal, text("after"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("t", "t")
        await pilot.pause()
        after = next(line for line in app.screen_text().splitlines() if "after" in line)
        assert "+0.100" in after

    run(tmp_path, fill, body)


def test_a_theme_change_redraws_in_its_colours(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        def colours() -> set[str]:
            strip = app.screen._compositor.render_strips()[0]
            return {str(segment.style) for segment in strip if segment.style}

        before = colours()
        app.theme = "textual-light"
        await pilot.pause()
        assert colours() != before

    run(tmp_path, lambda journal: receive(journal, text("hello")), body)


def test_control_codes_do_not_reach_the_screen(tmp_path: Path) -> None:
    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert "\x1b" not in app.screen_text()
        assert "␛" in app.screen_text()

    run(tmp_path, lambda journal: receive(journal, text("\x1b]52;c;aGk=\x07 \x1b[2J")), body)


GARBAGE = [
    b'{"fooBar": 1}',
    b'{"setupComplete": {}, "fooBar": [1, {"a": null}]}',
    b'{"error": {"code": 400, "message": "[/red] \\u001b[2J"}}',
    b"{}",
    b"",
    b"{{ \x1b]52;c;aGk=\x07",
    b"{} {}",
    b"[1, [2]]",
    b"\xff\xfe\x00\x80" * 20,
    b'{"serverContent": [1], "usageMetadata": "x", "goAway": null}',
    b'{"serverContent":' + b"[" * 900 + b"]" * 900 + b"}",
    '{"serverContent": {"outputTranscription": {"text": "漢字 👩‍👩‍👧 é שלום"}}}'.encode(),
    b'{"serverContent": {"modelTurn": {"parts": [{"text": "' + b"x" * 2_000_000 + b'"}]}}}',
    b'{"serverContent": {"modelTurn": {"parts": [{"inlineData": {"mimeType": "audio/pcm", "data": "!"}}]}}}',
]


QUESTIONS = ["", "text:x", "/x/", "has:serverContent.modelTurn", "a.b > 1", "since:00:01", "unknown"]


def test_every_garbage_frame_is_a_row_at_every_width(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        for payload in GARBAGE:
            receive(journal, payload)
            journal.append(Direction.SEND, Opcode.TEXT, payload, conn=1, t=1e300)

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        for width in (120, 60, 44, 30):
            await pilot.resize_terminal(width, 60)
            for question in QUESTIONS:
                app.log_pane.filter(question)
                await until(pilot, lambda: not app.log_pane.view.busy)
                await pilot.pause()
                assert "\x1b" not in app.screen_text()
                assert {cell_len(line) for line in app.screen_text().splitlines()} == {width}
            app.log_pane.filter("")
            await pilot.press("t", "z")
        assert len(app.log_pane.view.rows) == 2 * len(GARBAGE)

    run(tmp_path, fill, body)


def test_a_handle_tells_its_age_at_the_newest_frame(tmp_path: Path) -> None:
    def fill(journal: Journal) -> None:
        update = {"sessionResumptionUpdate": {"newHandle": "95e91930-b35b-482b", "resumable": True}}
        receive(journal, update)
        receive(journal, {"sessionResumptionUpdate": {}})
        journal.append(Direction.RECEIVE, Opcode.BINARY, b"{}", conn=1, t=1_000.0 + 12 * 60)

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        assert "handle 95e91930… · resumable · 12 min old" in app.screen_text()
        assert app.screen_text().count("min old") == 1

    run(tmp_path, fill, body)


def test_the_newest_row_stands_out_only_to_whom_moves_in_the_log(tmp_path: Path) -> None:
    """Else every frame that comes would draw two rows: its own, and the one before it without the bar."""

    def fill(journal: Journal) -> None:
        for n in range(60):
            receive(journal, text(f"word {n:03}"))

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view

        def stands_out() -> bool:
            row, above = (view.render_lines(Region(0, line, 9, 1))[0] for line in (view.size.height - 1, 0))
            return {style.bgcolor for _, style, _ in row if style} != {s.bgcolor for _, s, _ in above if s}

        assert view.has_focus and view.following and stands_out()
        app.screen.set_focus(None)
        await pilot.pause()
        assert view.following and not stands_out()
        view.action_move(-1)
        view.viewport.scroll(-1)
        assert not view.following and stands_out()

    run(tmp_path, fill, body)


def test_what_a_filter_hides_ends_a_run_all_the_same(tmp_path: Path) -> None:
    """Else a row would tell of gaps between frames that are no neighbours."""

    def fill(journal: Journal) -> None:
        for _ in range(2):
            for _ in range(10):
                receive(journal, audio(640))
            receive(journal, {"serverContent": {"turnComplete": True}})

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        app.log_pane.filter("kind:audio")
        await pilot.pause()
        assert app.screen_text().count("audio ×10") == len(view.rows) == 2
        assert app.screen_text().count("ran dry ×9") == 2
        await pilot.press("right")
        await pilot.pause()
        assert len(view.rows) == 11
        assert app.screen_text().count("ran dry 90 ms before") == 9
        await pilot.press("left")
        assert len(view.rows) == 2
        app.log_pane.marks.update({2: "", 5: "", 6: "", 14: "odd"})
        app.log_pane.filter("marked")
        await pilot.pause()
        assert [list(view.rows.frames(row)) for row in range(len(view.rows))] == [[2], [5, 6], [14]]

    run(tmp_path, fill, body, size=(140, 24))


def test_a_way_of_sound_that_is_hidden_ends_no_run_of_the_other(tmp_path: Path) -> None:
    """With an open microphone every frame of the answer has others between it and the next."""
    spoken = b'{"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=16000", "data": "AAAA"}}}'

    def fill(journal: Journal) -> None:
        for _ in range(5):
            receive(journal, audio(640))
            journal.append(Direction.SEND, Opcode.TEXT, spoken, conn=1, t=1_000.0 + len(journal) / 10)

    async def body(app: LogApp, pilot: Pilot[None]) -> None:
        view = app.log_pane.view
        for asked, runs in (("dir:in", 1), ("dir:out", 1), ("", 1), ("dir:in or marked", 4), ("size>100", 5)):
            app.log_pane.marks[3] = ""
            app.log_pane.filter(asked)
            await pilot.pause()
            assert len(view.rows) == runs, asked
        app.log_pane.filter("dir:in")
        await pilot.pause()
        assert "audio ×5" in app.screen_text()
        await pilot.press("enter")
        assert [view.rows.first(row) for row in range(len(view.rows))] == [0, 2, 4, 6, 8]
        await pilot.press("down", "left")
        assert len(view.rows) == 1

    run(tmp_path, fill, body, size=(140, 24))
