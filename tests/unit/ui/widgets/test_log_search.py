from __future__ import annotations

import base64
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.store.journal import Journal
from tui.ui.widgets.log_search import Search
from tui.wire.frame import Direction, Opcode


def journal_of(path: Path, *messages: Any) -> Journal:
    journal = Journal.create(path / "journal.jsonl")
    for message in messages:
        payload = message if isinstance(message, bytes) else json.dumps(message).encode()
        journal.append(Direction.RECEIVE, Opcode.BINARY, payload, conn=1)
    return journal


def hits(journal: Journal, words: str, origin: int = 0) -> list[int]:
    search = Search(journal, words, origin)
    for _ in search.steps():
        pass
    assert search.done
    return list(search.hits)


def text(words: str) -> Any:
    return {"serverContent": {"outputTranscription": {"text": words}}}


def test_finds_words_in_any_frame(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, text("one"), text("The Refund"), {"goAway": {}}, text("refund"))
    assert hits(journal, "refund") == [1, 3]
    assert hits(journal, "Refund") == [1]
    assert hits(journal, "goaway") == [2]
    assert hits(journal, "nothing") == []


def test_begins_where_the_reader_is_and_goes_round(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, *[text("x")] * 1000)
    search = Search(journal, "x", 700)
    steps = search.steps()
    next(steps)
    assert search.hits[0] == 700
    for _ in steps:
        pass
    assert list(search.hits) == list(range(1000))
    assert (search.next(999, 1), search.next(0, -1), search.next(5, 1), search.place(5)) == (0, 999, 6, 6)


def test_base64_is_not_searched(tmp_path: Path) -> None:
    sound = base64.b64encode(b"refund" * 100).decode()
    assert "cmVmdW5k" in sound
    blob = {"inlineData": {"mimeType": "audio/pcm", "data": sound}}
    journal = journal_of(
        tmp_path,
        {"serverContent": {"modelTurn": {"parts": [blob]}}},
        {"serverContent": {"modelTurn": {"parts": [blob, {"text": "cmVmdW5k"}]}}},
    )
    assert hits(journal, "cmVmdW5k") == [1]
    assert hits(journal, "inlineData") == [0, 1]


@pytest.mark.parametrize("words", ['say "hi"', "back\\slash", "new\nline", "漢字", "é", "tab\t", '"text": "'])
def test_finds_what_is_written_as_it_is_read(tmp_path: Path, words: str) -> None:
    journal = journal_of(tmp_path, text("other"), text(f"before {words} after"))
    assert hits(journal, words)[-1] == 1


def test_goes_on_when_frames_come(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, text("zebra"), text("other"))
    search = Search(journal, "zebra", 1)
    list(search.steps())
    journal.append(Direction.RECEIVE, Opcode.BINARY, b'"zebra"', conn=1)
    assert not search.done
    list(search.steps())
    assert list(search.hits) == [0, 2]


def test_garbage_is_searched_too(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, b"", b"{{ refund", b"\xff\xfe", b"[[refund]]")
    assert hits(journal, "refund") == [1, 3]


def test_what_a_line_says_beside_its_frame_is_no_hit(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, text("one"), text("send 333"), b"\xff receive \xfe")
    journal.event("close", conn=1, code=1011, reason='it said "no"')
    for words in ("seq", "conn", '"t"', "dir", "binary", "data_b64", "\\n"):
        assert hits(journal, words) == [], words
    assert hits(journal, "send") == [1]
    assert hits(journal, "receive") == [2]
    assert hits(journal, "333") == [1]
    assert hits(journal, '"code":1011') == hits(journal, 'said "no"') == [3]
    assert hits(journal, "event") == [3]


def test_a_line_that_is_no_frame_is_no_hit(tmp_path: Path) -> None:
    journal_of(tmp_path, text("one"), text("two")).close()
    path = tmp_path / "journal.jsonl"
    first, second = path.read_text().splitlines(keepends=True)
    path.write_text(f"this line is garbage\n{first}so is garbage here\n\n  {second}garbage\n")
    with closing(Journal.open(path)) as journal:
        assert hits(journal, "garbage") == []
        assert hits(journal, "t") == [0, 1]


def test_a_handle_is_found_however_long(tmp_path: Path) -> None:
    handle = "Cihk" * 40
    journal = journal_of(tmp_path, text("x"), {"sessionResumptionUpdate": {"newHandle": handle}})
    assert hits(journal, handle[10:90]) == [1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    st.lists(st.text("send 3\\\n\"bin{'é", max_size=8), min_size=1, max_size=6),
    st.sampled_from(["s", "3", "\\", "n", '"', "bin", "sen", "nd", "{", "é", 'in"', "\\n"]),
)
def test_a_hit_is_in_the_payload_and_what_is_there_is_hit(
    tmp_path: Path, texts: list[str], words: str
) -> None:
    """Of payloads that are no JSON, where what they say is what they are."""
    path = tmp_path / "journal.jsonl"
    path.unlink(missing_ok=True)
    with closing(journal_of(tmp_path, *(said.encode() for said in texts))) as journal:
        spelled = {words, json.dumps(words)[1:-1], json.dumps(words, ensure_ascii=False)[1:-1]}
        wanted = [n for n, said in enumerate(texts) if any(one in said for one in spelled)]
        assert hits(journal, words) == wanted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=8), st.data())
def test_any_part_of_a_text_is_found(tmp_path: Path, texts: list[str], data: st.DataObject) -> None:
    path = tmp_path / "journal.jsonl"
    path.unlink(missing_ok=True)
    journal = journal_of(tmp_path, *map(text, texts))
    n = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[n])))
    words = texts[n][start : start + 5]
    if words:
        assert n in hits(journal, words)
    journal.close()
