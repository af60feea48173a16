"""A journal read in blocks: column by column, and yet what reading it line by line finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.store.bulk import read_blocks
from tui.store.index import Index
from tui.store.line import encode
from tui.store.scan import scan
from tui.wire.frame import Direction, Frame, Opcode

NEVER = 1 << 60
T0 = 1_795_333_718.0

WORDS = [
    "",
    "hello",
    'with "usageMetadata"',
    "two\nlines",
    "tab\t",
    "a\\b",
    "naïve 漢字",
    "\x7f",
    "\u2028",
    "{}",
    "12",
]
NUMBERS = [0, 7, 42, 12345678, 123456789, -3, 1.5, 1e30, 2**70, True, None, "7"]


def messages(word: str, number: Any) -> list[dict[str, Any]]:
    """What a service says, some of it as no service does."""
    usage = {"promptTokenCount": number, "responseTokenCount": 25, "totalTokenCount": number}
    details = {"promptTokensDetails": [{"modality": "TEXT", "tokenCount": number}]}
    return [
        {"serverContent": {"modelTurn": {"parts": [{"text": word}]}}},
        {"serverContent": {"modelTurn": {"parts": [{"text": word, "thought": number}]}}},
        {
            "serverContent": {
                "modelTurn": {"parts": [{"inlineData": {"mimeType": "audio/pcm", "data": word}}]}
            }
        },
        {"serverContent": {"modelTurn": {"parts": [{"inlineData": {"mimeType": word, "data": "AAAA"}}]}}},
        {
            "serverContent": {
                "modelTurn": {"parts": [{"inlineData": {"data": word, "mimeType": "audio/pcm"}}]}
            }
        },
        {
            "serverContent": {
                "modelTurn": {"parts": [{"inlineData": {"data": word, "mimeType": "image/png"}}]}
            }
        },
        {"serverContent": {"outputTranscription": {"text": word, "languageCode": "en"}}},
        {"serverContent": {"turnComplete": True, "turnCompleteReason": word}, "usageMetadata": usage},
        {"usageMetadata": usage | details | {word: 1}},
        {"usageMetadata": {"promptTokensDetails": [{"modality": word or "AUDIO", "tokenCount": number}]}},
        {"voiceActivity": {"type": "ACTIVITY_START", "audioOffset": word}},
        {"voiceActivity": {"type": word, "audioOffset": "1s"}},
        {"sessionResumptionUpdate": {"newHandle": word, "resumable": True}},
        {"toolCall": {"functionCalls": [{"id": word, "name": "f", "args": {"a": number, "b": [word]}}]}},
        {"realtimeInput": {"audio": {"data": word, "mimeType": "audio/pcm;rate=16000"}}},
        {"client_content": {"turns": [{"parts": [{"text": word}]}], "turn_complete": True}},
        {"serverContent": number},
        {word: {"serverContent": {}}},
    ]


SPELLINGS: list[dict[str, Any]] = [{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}]
VALUES = [message for word in WORDS for number in NUMBERS[:3] for message in messages(word, number)] + [
    message for number in NUMBERS for message in messages("hello", number)
]

payloads = (
    st.builds(
        lambda value, spelling: json.dumps(value, **spelling).encode(),
        st.sampled_from(VALUES),
        st.sampled_from(SPELLINGS),
    )
    | st.binary(max_size=20)
    | st.sampled_from(
        [b"", b"{", b'{"a":1,"a":2}', b"\xff", b"NaN", b"5", b'"x"', b"[1,2]", b'{"serverContent":01}']
    )
)
times = st.sampled_from([T0, T0 + 0.5, T0 + 0.000001, T0 + 0.564416, T0 + 1 / 3, 0.0, 1.5, 1e16, -2.0, 9e9])


@st.composite
def lines(draw: st.DrawFn) -> list[bytes]:
    """Lines as we write them and as we do not; each is found again, changed in one place."""
    count = draw(st.integers(1, 40))
    made = []
    for n in range(count):
        direction = draw(
            st.sampled_from([Direction.RECEIVE, Direction.RECEIVE, Direction.SEND, Direction.EVENT])
        )
        payload = b'{"event":"note","text":"x"}' if direction is Direction.EVENT else draw(payloads)
        conn = draw(st.sampled_from([1, 1, 1, 2, 70_000]))
        opcode = (
            Opcode.NONE
            if direction is Direction.EVENT
            else draw(st.sampled_from([Opcode.TEXT, Opcode.BINARY]))
        )
        line = encode(Frame(n * 3, conn, draw(times), direction, opcode, payload))
        made += [line] * draw(st.sampled_from([1, 1, 2, 5]))
        if draw(st.booleans()):
            made.append(changed(draw, line))
    return made


STRUCTURE = [
    '"',
    "\\",
    '\\"',
    "\\\\",
    "\n",
    "\r\n",
    " ",
    "0",
    "1",
    "00",
    "9",
    ".",
    ",",
    "}",
    "{",
    ":",
    "-",
    "e5",
]
RARITIES = ["\0", "\x1f", "é", "\\u0022", "\\ud800", '","data":"', "true"]
BITS = [b"", b"\xff", *(text.encode() for text in STRUCTURE + RARITIES)]


def changed(draw: st.DrawFn, line: bytes) -> bytes:
    """The line with a few bytes more, fewer or others somewhere."""
    at = draw(st.integers(0, len(line)))
    return line[:at] + draw(st.sampled_from(BITS)) + line[at + draw(st.integers(0, 3)) :]


def seen(index: Index) -> tuple[object, ...]:
    whats = [index.what(n) for n in range(len(index))]
    columns = list(index.starts), list(index.times), list(index.sizes), list(index.conns)
    return *columns, whats, index.end, index.next_seq


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=lines(), size=st.sampled_from([200, 1_000, 1 << 20]), torn=st.integers(0, 30))
def test_blocks_say_what_the_lines_say(tmp_path: Path, lines: list[bytes], size: int, torn: int) -> None:
    path, content = tmp_path / "j", b"".join(lines)
    path.write_bytes(content[: len(content) - torn])
    by_line, by_block = Index(), Index()
    problems = scan(path, by_line, much=NEVER)
    with path.open("rb") as file:
        found = [problem for problems in read_blocks(file, by_block, size) for problem in problems]
    assert found + scan(path, by_block, much=NEVER) == problems
    assert seen(by_block) == seen(by_line)


def neighbours(line: bytes) -> Iterator[bytes]:
    """The line with any one byte missing, another, or one more."""
    for at in range(len(line) - 1):
        yield line[:at] + line[at + 1 :]
        for other in {*b'0179:/"\\ a.,-}', line[at] ^ 1, line[at] ^ 2, line[at] ^ 64} & set(range(32, 127)):
            yield line[:at] + bytes([other]) + line[at + 1 :]
            yield line[:at] + bytes([other]) + line[at:]


@pytest.mark.parametrize("message", [0, 2, 3, 7, 15])
def test_a_line_that_differs_anywhere_from_one_that_is_known_is_read_for_itself(
    tmp_path: Path, message: int
) -> None:
    payload = json.dumps(messages("words", 42)[message], indent=1).encode()
    line = encode(Frame(120, 1, T0 + 0.25, Direction.RECEIVE, Opcode.TEXT, payload))
    (tmp_path / "j").write_bytes(line + b"".join(neighbours(line)))
    both(tmp_path / "j")


def recording(path: Path, count: int, *extra: bytes) -> Path:
    with path.open("wb") as file:
        for n in range(count):
            payload = json.dumps(messages(f"number {n}", n)[n % 7]).encode()
            file.write(encode(Frame(n, 1, T0 + n / 100, Direction.RECEIVE, Opcode.BINARY, payload)))
            file.write(extra[n % len(extra)] if extra and not n % 50 else b"")
    return path


def both(path: Path) -> tuple[Index, list[str]]:
    by_line, by_block = Index(), Index()
    problems = scan(path, by_line, much=NEVER)
    assert scan(path, by_block, much=0) == problems
    assert seen(by_block) == seen(by_line)
    return by_block, problems


def test_a_recording_is_read_in_blocks(tmp_path: Path) -> None:
    index, problems = both(recording(tmp_path / "j", 10_000))
    assert (len(index), problems) == (10_000, [])


@pytest.mark.parametrize(
    "odd", [b"garbage\n", b"\n", b" \t\n", b"\xff\xfe\n", b"x" * 3_000_000 + b"\n", b"{}\r\n"]
)
def test_what_is_odd_between_frames_is_told_alike(tmp_path: Path, odd: bytes) -> None:
    both(recording(tmp_path / "j", 120, odd))


def test_a_frame_longer_than_a_block_stands_among_others(tmp_path: Path) -> None:
    text = json.dumps(messages("x" * 3_000_000, 1)[0]).encode()
    line = encode(Frame(7, 1, T0, Direction.RECEIVE, Opcode.TEXT, text))
    index, problems = both(recording(tmp_path / "j", 120, line))
    assert (len(index), problems) == (123, [])


def test_hundreds_of_quotes_in_a_text_are_no_round_number(tmp_path: Path) -> None:
    plain, quoting = (json.dumps(messages(word, 1)[0]).encode() for word in ("x", "x" + '"' * 64))
    made = [
        encode(Frame(n, 1, T0, Direction.RECEIVE, Opcode.TEXT, p)) for n, p in enumerate([plain, quoting] * 9)
    ]
    (tmp_path / "j").write_bytes(b"".join(made))
    both(tmp_path / "j")


def test_more_kinds_of_frames_than_an_index_has_codes_for(tmp_path: Path) -> None:
    flags = ["turnComplete", "interrupted", "generationComplete", "waitingForInput", "groundingMetadata"]
    flags += ["outputTranscription", "inputTranscription", "urlContextMetadata", "interimInputTranscription"]
    with (tmp_path / "j").open("wb") as file:
        for n in range(1, 400):
            content: dict[str, Any] = {name: {} for bit, name in enumerate(flags) if n >> bit & 1}
            payload = json.dumps({"serverContent": content}).encode()
            file.write(encode(Frame(n, 1, T0, Direction.RECEIVE, Opcode.TEXT, payload)) * 3)
    index, _ = both(tmp_path / "j")
    assert len(index.rare) > 100
