"""Lines of the prompt: words, orders, slips."""

from __future__ import annotations

import pytest

from tui.errors import TuiError
from tui.live.requests import CancelStream, MarkActivity, SendText, StreamFile
from tui.ui.orders import ORDERS, Open, read_line
from tui.ui.screens.editor import json_object


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Hello", SendText("Hello")),
        ("//file is an order", SendText("/file is an order")),
        ("/etc/passwd: what is it?", SendText("/etc/passwd: what is it?")),
        ("/file a b.wav", StreamFile("a b.wav")),
        ("/cancel", CancelStream()),
        ("/start", MarkActivity(start=True)),
        ("/end", MarkActivity(start=False)),
        ("/frame", Open("frame")),
    ],
)
def test_what_a_line_asks_for(line: str, wanted: object) -> None:
    assert read_line(line) == wanted


@pytest.mark.parametrize("line", ["/flie x.wav", "/file", "/file  "])
def test_a_slip_is_held_back_in_words(line: str) -> None:
    with pytest.raises(TuiError) as caught:
        read_line(line)
    assert "/file" in str(caught.value)


def test_a_word_after_a_slash_is_an_order_or_a_mistake_and_a_path_is_words() -> None:
    with pytest.raises(TuiError, match="no order /nosuch"):
        read_line("/nosuch thing")
    assert read_line("/etc/hosts is a file") == SendText("/etc/hosts is a file")
    assert read_line("//nosuch thing") == SendText("/nosuch thing")


@pytest.mark.parametrize("name", [name for name in ORDERS if name != "file"])
def test_every_order_is_one(name: str) -> None:
    assert not isinstance(read_line(f"/{name}"), SendText)


@pytest.mark.parametrize(
    ("text", "problem"),
    [('{"a": 1}', ""), ("[1]", "no object"), ('{"a": }', "line 1, column 7"), ("", "line 1, column 1")],
)
def test_json_is_judged_with_line_and_column(text: str, problem: str) -> None:
    verdict = json_object(text)
    assert (verdict == "") if not problem else (problem in verdict)
