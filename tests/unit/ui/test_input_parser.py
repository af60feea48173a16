"""What is typed and pasted is the same however the line cuts it, and no byte ends the reading."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseEvent, Paste
from textual.message import Message

from tui.ui.input_parser import InputParser

START, END = b"\x1b[200~", b"\x1b[201~"
UNSEEN = {chr(code) for code in [*range(32), *range(127, 160)]} - {"\n", "\t"}
PIECES = [b"\x1b", b"[", b"200~", b"201~", START, END, b"\r\n", b"\r", b"\0", b"\x1b[31m", b"\x07", b"d"]
PIECES += [b"\xe9", "é汉🙂".encode(), b"\x1b[<0;3;4M", b"\x1b[48;0;0;0;0t", b"\x1b[<35;9;9M", b"\x1b[5;5R"]
PIECES += [b"\x1b[1114112;1u", b"\x1b[99999999999;1u", b"\x1b[97;5u", b"\x1b[?2026;2$y", b"\x1bOP", b"\x1b[I"]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=24).map(b"".join)
PASTED = HOSTILE.map(lambda data: data.replace(END, b"")).filter(lambda data: END not in data + END[:-1])


def told(messages: Iterable[Message]) -> list[object]:
    """What is to be compared of each."""
    return [tell(message) for message in messages]


def tell(message: Message) -> object:
    if isinstance(message, Key):
        return message.key, message.character
    if isinstance(message, MouseEvent):
        return type(message).__name__, message.x, message.y, message.button
    return message.text if isinstance(message, Paste) else type(message).__name__


def hear(chunks: Iterable[bytes], *, longest: int = 16, ticking: bool = False) -> list[Message]:
    parser = InputParser(longest=longest)
    messages: list[Message] = []
    for chunk in chunks:
        messages += parser.hear(chunk)
        messages += parser.tick() if ticking else []
    return messages


@given(HOSTILE, st.data())
def test_any_split_of_any_bytes_gives_the_same_events(data: bytes, draw: st.DataObject) -> None:
    cuts = sorted(draw.draw(st.sets(st.integers(0, len(data)))))
    chunks = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    whole = told(hear([data]))
    assert told(hear(chunks)) == whole
    assert told(hear([bytes([byte]) for byte in data])) == whole


@given(st.lists(PASTED, min_size=1, max_size=3))
def test_a_paste_is_one_paste_whatever_it_holds(bodies: list[bytes]) -> None:
    data = b"".join(b"k" + START + body + END for body in bodies) + b"k"
    messages = hear([data], longest=1 << 20)
    assert [message.key for message in messages if isinstance(message, Key)] == ["k"] * (len(bodies) + 1)
    pasted = [message.text for message in messages if isinstance(message, Paste)]
    assert len(messages) == len(bodies) + 1 + len(pasted)
    assert len(pasted) == sum(bool(body) for body in bodies)
    assert not any(character in UNSEEN for text in pasted for character in text)


def test_control_characters_are_made_visible_and_lines_stay_lines() -> None:
    body = "line1\r\n\x1b[31mred\x1b[0m\x07\0\ttab\rend \x9b2J \x7f".encode()
    (pasted,) = hear([START + body + END], longest=1 << 20)
    assert isinstance(pasted, Paste)
    assert pasted.text == "line1\n␛[31mred␛[0m␇\ttab\nend ⟨009B⟩2J ␡"


def test_a_paste_that_never_ends_is_over_after_a_while_and_keys_are_keys_again() -> None:
    parser = InputParser(patience=0)
    assert told(parser.hear(START + b"lost \x1b[20")) == []
    assert told(parser.tick()) == ["lost ␛[20"]
    assert told(parser.hear(b"k" + START + b"again" + END)) == [("k", "k"), "again"]


def test_a_paste_goes_on_while_a_slow_line_is_silent_for_a_moment() -> None:
    parser = InputParser()
    assert told(parser.hear(START + b"one ")) + told(parser.tick()) == []
    assert told(parser.hear(b"two" + END)) == ["one two"]


def test_a_long_paste_comes_in_parts_and_never_as_keys() -> None:
    body = b"0123456789\x1b[d" * 20
    messages = hear([START, *(bytes([byte]) for byte in body), END, b"k"], longest=64)
    assert told(messages[-1:]) == [("k", "k")]
    parts = [message.text for message in messages[:-1] if isinstance(message, Paste)]
    assert len(parts) == len(messages) - 1 == -(-len(body) // 64)
    assert "".join(parts) == body.decode().replace("\x1b", "␛")


def test_the_beginning_of_a_paste_may_stall_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an ESC alone a key was made already; what follows it is a paste all the same."""
    monkeypatch.setattr("textual._parser.get_time", iter(range(10**6)).__next__)
    for cut in range(1, len(START)):
        parser = InputParser()
        early = told(parser.hear(START[:cut])) + told(parser.tick())
        assert told(parser.hear(START[cut:] + b"quit\x11" + END + b"k")) == ["quit␑", ("k", "k")], cut
        assert bool(early) == (cut < 3)


def test_a_lone_escape_is_a_key_and_what_is_typed_later_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual._parser.get_time", iter(range(10**6)).__next__)
    typed = [b"\x1b", *(bytes([byte]) for byte in b"[200~"), b"x"]
    keys = [message.key for message in hear(typed, ticking=True) if isinstance(message, Key)]
    assert keys[0] == "escape" and keys[-1] == "x"


def test_bytes_that_are_not_utf_8_are_replaced() -> None:
    assert told(hear([b"caf\xe9 ", b"\xc3", b"\xa9"])) == [
        *((letter, letter) for letter in "caf"),
        ("replacement_character", "\ufffd"),
        ("space", " "),
        ("é", "é"),
    ]
