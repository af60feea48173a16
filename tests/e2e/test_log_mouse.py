"""The mouse on the wire log, inside a real tmux: a drag selects rows, and what it selected is copied."""

from __future__ import annotations

import shutil

import pytest

from tests.e2e.test_tmux import Tmux, tmux

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

__all__ = ["tmux"]


def mouse(server: Tmux, button: int, x: int, y: int, *, up: bool = False) -> None:
    """What a terminal sends for the mouse, in SGR coding; x and y from 1."""
    sequence = f"\x1b[<{button};{x};{y}{'m' if up else 'M'}"
    server("send-keys", "-H", *(f"{byte:02x}" for byte in sequence.encode()))


def find(screen: str, words: str) -> tuple[int, int]:
    """Column and line of some words, from 1."""
    lines = screen.splitlines()
    at = next(n for n, line in enumerate(lines) if words in line)
    return lines[at].index(words) + 1, at + 1


def test_a_drag_over_rows_copies_them(tmux: Tmux) -> None:
    tmux.keys("F5", "F10")
    screen = tmux.wait(lambda screen: "2 Wire log" in screen and "turn usage" in screen)
    x, y = find(screen, "generation complete")
    mouse(tmux, 0, x, y)
    mouse(tmux, 32, x + 5, y)
    mouse(tmux, 32, x + len("generation"), y)
    mouse(tmux, 0, x + len("generation"), y, up=True)
    tmux.wait(lambda screen: "OSC 52" in screen or "Copied" in screen)
    assert tmux("show-buffer").startswith("generation")


def test_a_click_selects_a_row_and_a_second_one_opens_it(tmux: Tmux) -> None:
    tmux.keys("F5", "F10")
    screen = tmux.wait(lambda screen: "2 Wire log" in screen and "turn usage" in screen)
    x, y = find(screen, "turn usage")
    for _ in range(2):
        mouse(tmux, 0, x, y)
        mouse(tmux, 0, x, y, up=True)
    tmux.wait(lambda screen: '"usageMetadata"' in screen)
