from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.store.index import RARE, Glance, Index, What
from tui.store.journal import Journal
from tui.store.line import decode, encode, glance
from tui.store.scan import scan
from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.kinds import Kind

RECEIVED = What(Direction.RECEIVE, Kind.TEXT.bit)


def filled(*masks: int) -> Index:
    index = Index()
    for n, mask in enumerate(masks):
        index.add(n * 10, n * 10 + 10, n, 1, float(n), 5, What(Direction.RECEIVE, mask))
    return index


def test_a_frame_is_found_by_its_number() -> None:
    index = filled(Kind.TEXT.bit, Kind.AUDIO.bit)
    assert index.span(0) == (0, 10)
    assert index.span(1) == (10, 20)
    assert index.what(1) == What(Direction.RECEIVE, Kind.AUDIO.bit)
    assert (len(index), index.end, index.next_seq) == (2, 20, 2)


def test_frames_are_chosen_by_what_they_are() -> None:
    index = filled(*[Kind.TEXT.bit, Kind.AUDIO.bit] * 5)
    assert list(index.where(lambda what: what.mask & Kind.AUDIO.bit != 0)) == [1, 3, 5, 7, 9]
    assert list(index.where(lambda what: what.mask & Kind.AUDIO.bit != 0, 4, 8)) == [5, 7]


def test_more_kinds_of_frames_than_the_table_holds() -> None:
    index = filled(*range(300))
    assert [index.what(n).mask for n in range(300)] == list(range(300))
    assert index.codes[-1] == RARE
    assert list(index.where(lambda what: what.mask >= 298)) == [298, 299]
    assert index.what(-1).mask == 299
    index.replace(299, RECEIVED)
    assert index.what(299) == RECEIVED


@pytest.mark.parametrize("conn", [-1, 0, 70_000, 2**70])
def test_an_absurd_connection_number_does_not_stop_a_scan(tmp_path: Path, conn: int) -> None:
    path = tmp_path / "journal.jsonl"
    line = {"seq": 0, "conn": conn, "t": 0, "dir": "event", "event": "open"}
    path.write_text(json.dumps(line) + "\n")
    index = Index()
    assert scan(path, index) == []
    assert 0 <= index.conns[0] <= 0xFFFF


payloads = st.binary(max_size=40) | st.builds(
    lambda value: json.dumps(value).encode(),
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers() | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from(["serverContent", "turnComplete", "x", "usageMetadata"]), inner)
        ),
    ),
)


@given(payloads, st.sampled_from([Direction.SEND, Direction.RECEIVE]))
def test_a_glance_sees_what_decoding_sees(payload: bytes, direction: Direction) -> None:
    line = encode(Frame(3, 1, 2.5, direction, Opcode.TEXT, payload))
    frame = decode(line)
    assert frame.payload == payload
    assert glance(line) == Glance(3, 1, 2.5, len(payload), What(direction, frame.kinds))


@given(st.binary(max_size=80))
def test_a_glance_refuses_what_decoding_refuses(line: bytes) -> None:
    try:
        decode(line)
    except ValueError:
        with pytest.raises(ValueError):
            glance(line)
    else:
        glance(line)


SPELLINGS: list[Any] = [
    {"event": "note", "text": "\ud800 lone"},
    {"event": "note", "count": 2**80},
    {"event": "note", "rate": math.inf},
    {"event": "note", "text": "é ␛ 漢"},
]


@pytest.mark.parametrize("fields", SPELLINGS, ids=["surrogate", "large", "infinite", "wide"])
def test_an_odd_event_is_kept_and_seen_alike(tmp_path: Path, fields: dict[str, Any]) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    fields = dict(fields)
    written = journal.event(fields.pop("event"), conn=1, **fields)
    read = journal[0]
    journal.close()
    assert read.event == written.event == "note"
    reopened = Journal.open(tmp_path / "journal.jsonl")
    assert reopened.problems == []
    assert reopened.index.sizes[0] == len(reopened[0].payload)
    reopened.close()


def test_deep_nesting_is_a_frame_like_any_other(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    for depth in (100, 900, 1020, 5_000):
        payload = b'{"serverContent":' + b"[" * depth + b"]" * depth + b"}"
        journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=1)
        assert journal[len(journal) - 1].payload == payload
    journal.close()
    assert len(Journal.open(tmp_path / "journal.jsonl")) == 4


def test_frames_are_read_many_at_a_time_and_none_is_missed(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journal.jsonl")
    payloads = [b'{"n": %d, "x": "%s"}' % (n, b"x" * (n % 7) * 100_000) for n in range(300)]
    for payload in payloads:
        journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=1)
    assert [frame.payload for frame in journal.frames()] == payloads
    assert [frame.seq for frame in journal.frames(290, 295)] == list(range(290, 295))
    assert list(journal.frames(300)) == []
    with pytest.raises(IndexError):
        list(journal.frames(299, 301))
    assert journal.index.reach(0) < 256
    assert journal.index.reach(299) == 300
