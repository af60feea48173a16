from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.projections.garbage import frames as any_frames
from tests.unit.projections.script import Script
from tui.projections.views import Views
from tui.replay.pace import Pace
from tui.replay.places import find_place
from tui.replay.player import Player
from tui.store.journal import Journal
from tui.wire.frame import Frame

PATIENCE = 20


def recording(path: Path, frames: list[Frame]) -> Journal:
    journal = Journal.create(path)
    for frame in frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=frame.conn, t=frame.t)
    journal.close()
    return Journal.open(path)


def conversation() -> Script:
    script = Script(step=0.5).setup().receive(setupComplete={})
    script.ask("One").text("1").turn().wait(60).ask("Two").text("2").turn()
    return script


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Journal]:
    journal = recording(tmp_path / "journal.jsonl", conversation().frames)
    yield journal
    journal.close()


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_silences_are_cut_short_and_clocks_never_run_back() -> None:
    pace = Pace([10.0, 11.0, 71.0, 70.0, 70.5], longest_gap=2.0)
    assert [pace.at(row) for row in range(6)] == [0.0, 1.0, 3.0, 3.0, 3.5, 3.5]
    assert (pace.length, pace.due_by(3.0), pace.row_at(0.5), pace.row_at(9)) == (3.5, 4, 1, 5)
    assert Pace([]).length == Pace([1.0, 2.0], longest_gap=-1).length == 0


def test_the_reel_is_the_recording_as_far_as_it_was_played(source: Journal) -> None:
    player = Player(source)
    player.seek(3)
    assert list(player.reel.frames()) == [source[0], source[1], source[2]]
    with pytest.raises(IndexError):
        player.reel[3]
    player.seek(len(source))
    assert list(player.reel.frames()) == list(source.frames())
    assert player.at_end


def test_a_recording_plays_while_it_is_read(tmp_path: Path) -> None:
    frames = conversation().frames
    recording(tmp_path / "journal.jsonl", frames).close()
    source = Journal.open(tmp_path / "journal.jsonl", at_once=0)
    player, ended = Player(source, longest_gap=0.0, reads=True), threading.Event()
    assert (player.length, player.at_end) == (0, False)
    playing = threading.Thread(target=player.run)
    playing.start()
    player.on_change = lambda: ended.set() if player.at_end and not player.playing else None
    player.read()
    assert ended.wait(PATIENCE)
    player.stop()
    playing.join()
    assert len(source) == len(frames)
    assert list(player.reel.frames()) == list(source.frames())
    source.close()


def test_what_is_odd_in_a_recording_is_told_once_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    recording(path, conversation().frames).close()
    path.write_bytes(path.read_bytes() + b"junk\n" + b'{"torn')
    source = Journal.open(path, at_once=0)
    player = Player(source, reads=True)
    assert player.problems == []
    player.read()
    assert [problem.split()[0] for problem in player.problems] == ["5", "the"]
    source.close()


def test_silences_that_come_later_are_cut_as_short() -> None:
    times = [10.0, 11.0]
    pace = Pace(times, longest_gap=2.0)
    times += [71.0, 70.0]
    assert pace.length == 1.0
    pace.learn()
    times.append(70.5)
    pace.learn()
    assert [pace.at(row) for row in range(5)] == [0.0, 1.0, 3.0, 3.0, 3.5]


def test_steps_pause_and_go_both_ways(source: Journal) -> None:
    player = Player(source)
    player.step(2)
    assert (player.playing, player.position) == (False, 2)
    player.step(1)
    assert player.position == 3
    player.step(-2)
    assert player.position == 1
    player.step(-5)
    assert player.position == 0


def test_turns_are_stepped_by_their_ends(source: Journal) -> None:
    player, stops = Player(source), []
    for turns in (1, 1, 1, -1, -1, -1):
        player.step_turn(turns)
        stops.append(player.position)
    assert stops == [5, 8, 8, 5, 0, 0]


def test_going_back_is_a_new_reel_and_is_told(source: Journal) -> None:
    player, told = Player(source), []
    player.on_rewind = lambda: told.append(len(player.reel))
    player.seek(5)
    first = player.reel
    player.seek(2)
    assert told == [2]
    assert player.reel is not first
    assert len(first) == 5


def test_listeners_hear_the_reel_grow(source: Journal) -> None:
    player, grown = Player(source), []
    player.reel.on_append = lambda: grown.append(player.position)
    player.seek(2)
    player.seek(2)
    player.seek(4)
    assert grown == [2, 4]


def test_speed_scales_the_clock_and_a_pause_stops_it(source: Journal) -> None:
    clock = Clock()
    player = Player(source, clock=clock)
    player.set_speed(10)
    clock.now += 0.1
    assert player.seconds == pytest.approx(1.0)
    player.pause()
    clock.now += 50
    assert player.seconds == pytest.approx(1.0)
    player.toggle()
    player.set_speed(1000)
    assert player.speed == 100
    player.change_speed(-1)
    assert player.speed == 50
    player.set_speed(0)
    assert player.speed == 0.1
    clock.now += 1
    assert player.seconds == pytest.approx(1.1)


def test_it_plays_to_the_end_and_again(source: Journal) -> None:
    player, ended, heard = Player(source, longest_gap=0.01), threading.Event(), []
    player.on_frame = lambda frame: heard.append(frame.seq)
    player.on_change = lambda: ended.set() if not player.playing else None
    thread = threading.Thread(target=player.run)
    thread.start()
    try:
        assert ended.wait(PATIENCE)
        assert (player.position, heard) == (len(source), list(range(len(source))))
        ended.clear()
        player.toggle()
        assert ended.wait(PATIENCE)
        assert heard == [*range(len(source)), *range(len(source))]
    finally:
        player.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def play_to_its_end(player: Player) -> None:
    """Play until the recording is over, on a thread as the app does."""
    ended = threading.Event()
    player.on_change = lambda: ended.set() if not player.playing else None
    thread = threading.Thread(target=player.run)
    thread.start()
    try:
        assert ended.wait(PATIENCE)
    finally:
        player.stop()
        thread.join(PATIENCE)


def test_sound_is_only_heard_at_speed_one(source: Journal) -> None:
    player, heard = Player(source), list[int]()
    player.on_frame = lambda frame: heard.append(frame.seq)
    player.set_speed(100)
    play_to_its_end(player)
    assert heard == []


def results(views: Views) -> tuple[object, ...]:
    """What a person is shown of the projections."""
    return (
        [(turn.user, turn.answer, turn.status, turn.first, turn.last) for turn in views.transcript.turns],
        [(handle.value, handle.row) for handle in views.handles.chain],
        views.usage.total,
        (views.link.state, views.link.closed),
        views.lanes.spans,
        (views.context.tokens, views.context.cuts),
        [(timing.rows, timing.audio, timing.dry) for timing in views.timing.turns],
        [(finding.check.id, finding.rows, finding.detail) for finding in views.checks.findings],
    )


@settings(max_examples=40, deadline=None)
@given(script=st.lists(any_frames, max_size=15), seeks=st.lists(st.integers(0, 15), max_size=5))
def test_a_replay_shows_what_was_live(
    tmp_path_factory: pytest.TempPathFactory, script: list[Frame], seeks: list[int]
) -> None:
    path = tmp_path_factory.mktemp("replay") / "journal.jsonl"
    live = Views()
    journal = Journal.create(path)
    for frame in script:
        live.feed(journal.append(frame.direction, frame.opcode, frame.payload, conn=frame.conn, t=frame.t))
    journal.close()
    source = Journal.open(path)
    player = Player(source)
    for row in [*seeks, len(source)]:
        player.seek(row)
    again, seen = Views(), 0
    for upto in (len(player.reel) // 2, len(player.reel)):
        for frame in player.reel.frames(seen, upto):
            again.feed(frame)
        seen = upto
    source.close()
    assert results(again) == results(live)


def test_sound_halts_on_a_pause_and_a_jump_and_rings_out_at_the_end(source: Journal) -> None:
    player, halts = Player(source, longest_gap=0.01), list[int]()
    player.on_halt = lambda: halts.append(player.position)
    play_to_its_end(player)
    assert halts == []
    player.seek(3)
    player.set_speed(2)
    player.pause()
    assert halts == [3, 3, 3]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("0%", 0),
        ("50%", 5),
        ("100 %", 8),
        ("0:01", 2),
        ("0:00:01", 2),
        ("1.5s", 3),
        ("#3", 4),
        ("99", 8),
        ("turn 1", 5),
        ("TURN 9", 8),
        ("turn 0", 0),
        ("", None),
        ("soon", None),
        ("1:2", None),
    ],
)
def test_places_have_names(source: Journal, text: str, row: int | None) -> None:
    assert find_place(text, Player(source)) == row
