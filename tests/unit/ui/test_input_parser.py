"""What is typed is the same however the line cuts it, and no byte ends the reading."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseEvent, Paste
from textual.message import Message

from tui.ui.input_parser import InputParser

START, END = b"\x1b[200~", b"\x1b[201~"
PIECES = [b"\x1b", b"[", b"200~", b"201~", START, END, b"\r\n", b"\r", b"\0", b"\x1b[31m", b"\x07", b"d"]
PIECES += [b"\xe9", "é汉🙂".encode(), b"\x1b[<0;3;4M", b"\x1b[48;0;0;0;0t", b"\x1b[<35;9;9M", b"\x1b[5;5R"]
PIECES += [b"\x1b[1114112;1u", b"\x1b[99999999999;1u", b"\x1b[97;5u", b"\x1b[?2026;2$y", b"\x1bOP", b"\x1b[I"]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=24).map(b"".join)


def told(messages: Iterable[Message]) -> list[object]:
    """What is to be compared of each."""
    return [tell(message) for message in messages]


def tell(message: Message) -> object:
    if isinstance(message, Key):
        return message.key, message.character
    if isinstance(message, MouseEvent):
        return type(message).__name__, message.x, message.y, message.button
    return message.text if isinstance(message, Paste) else type(message).__name__


def hear(chunks: Iterable[bytes]) -> list[Message]:
    parser = InputParser()
    messages: list[Message] = []
    for chunk in chunks:
        messages += parser.hear(chunk)
    return messages


@given(HOSTILE, st.data())
def test_any_split_of_any_bytes_gives_the_same_events(data: bytes, draw: st.DataObject) -> None:
    cuts = sorted(draw.draw(st.sets(st.integers(0, len(data)))))
    chunks = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    whole = told(hear([data]))
    assert told(hear(chunks)) == whole
    assert told(hear([bytes([byte]) for byte in data])) == whole


def test_bytes_that_are_not_utf_8_are_replaced() -> None:
    assert told(hear([b"caf\xe9 ", b"\xc3", b"\xa9"])) == [
        *((letter, letter) for letter in "caf"),
        ("replacement_character", "\ufffd"),
        ("space", " "),
        ("é", "é"),
    ]
