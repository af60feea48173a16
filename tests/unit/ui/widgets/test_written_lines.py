from __future__ import annotations

from tui.ui.widgets.written_lines import MOST, WrittenLines


def test_lines_are_recalled_and_behind_them_the_draft() -> None:
    lines = WrittenLines()
    assert lines.recall("draft", -1) is None
    for text in ("one", "two", " ", "one"):
        lines.keep(text)
    assert lines.recall("draft", 1) is None
    assert lines.recall("draft", -1) == "one"
    assert lines.recall("one, changed", -1) == "two"
    assert lines.recall("two", -1) is None
    assert [lines.recall("two", 1), lines.recall("one", 1), lines.recall("draft", 1)] == [
        "one",
        "draft",
        None,
    ]


def test_the_oldest_are_forgotten() -> None:
    lines = WrittenLines()
    for n in range(MOST + 5):
        lines.keep(str(n))
    recalled = [lines.recall("", -1) for _ in range(MOST + 1)]
    assert recalled[-2:] == ["5", None]
