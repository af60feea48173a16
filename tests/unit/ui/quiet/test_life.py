"""The quiet line through a run: start, faults, a silent, slow or given-away terminal, and the end."""

from __future__ import annotations

import os
import re
import signal
from itertools import pairwise
from pathlib import Path

import pytest

from tests.unit.ui.quiet.theatre import Theatre

_QUERY = b"\x1b[6n"


def bytes_of(theatre: Theatre, since: int = 0) -> bytes:
    return b"".join(data for _, data in theatre.relay.received)[since:]


def ready(theatre: Theatre) -> int:
    """Wait until a first step is shown; the bytes so far."""
    theatre.act("static", "hello 汉字", "red", "blue", "bold")
    theatre.settle()
    assert theatre.alike()
    return len(bytes_of(theatre))


def test_idle_sends_nothing() -> None:
    with Theatre("quiet") as theatre:
        before = ready(theatre)
        theatre.relay.run(0.5)
        assert bytes_of(theatre, before) == b""


def test_there_is_never_a_second_frame_before_the_answer() -> None:
    with Theatre("quiet", delay=0.15) as theatre:
        before = ready(theatre)
        theatre.act("churn", 30)
        theatre.settle()
        sent = [at for at, data in theatre.relay.received for _ in re.findall(re.escape(_QUERY), data)]
        frames = bytes_of(theatre, before).count(_QUERY)
        assert 1 < frames < 12
        assert min(b - a for a, b in pairwise(sent[1:])) > 0.25
        theatre.act("stats")
        theatre.settle()
        merged = re.search(r"(\d+) ms · (\d+) merged", "\n".join(theatre.screen.text))
        assert merged is not None and int(merged[1]) >= 290 and int(merged[2]) > 5


def test_a_silent_terminal_is_drawn_by_the_clock() -> None:
    with Theatre("quiet", answers=False) as theatre:
        ready(theatre)
        theatre.act("churn", 200)
        theatre.settle(20)
        before = len(bytes_of(theatre))
        theatre.act("churn", 60)
        theatre.settle()
        assert theatre.alike()
        theatre.act("stats")
        theatre.settle()
        assert theatre.reads("no answers")
        assert _QUERY not in bytes_of(theatre, before)


def test_a_fault_returns_to_the_stock_line_and_says_so() -> None:
    with Theatre("quiet") as theatre:
        ready(theatre)
        theatre.act("break")
        theatre.act("static", "after the fault", "white", "green", "")
        theatre.settle()
        assert theatre.relay.wait(lambda: theatre.reads("The quiet line failed"))
        assert theatre.alike()
        theatre.act("stats")
        theatre.settle()
        assert theatre.reads("now stock") and theatre.alike()


def test_the_stock_line_is_left_alone() -> None:
    with Theatre("stock") as theatre:
        ready(theatre)
        theatre.act("stats")
        theatre.settle()
        assert theatre.reads("now stock: line stock")
        assert _QUERY not in bytes_of(theatre)


def test_a_repaint_heals_a_spoiled_screen() -> None:
    with Theatre("quiet") as theatre:
        ready(theatre)
        theatre.screen.feed("\x1b[2;5r\x1b[7m\x1b[Hgarbage\r\nmore garbage")
        assert theatre.screen.seen != theatre.stock.seen
        theatre.relay.type("\x0c")
        assert theatre.alike()


def test_nothing_is_drawn_while_the_terminal_is_given_away() -> None:
    with Theatre("quiet") as theatre:
        ready(theatre)
        theatre.act("suspend", "EDITOR", 40)
        theatre.settle()
        assert theatre.alike()
        away = bytes_of(theatre).split(b"EDITOR")
        assert len(away) == 3 and away[1] == b""
        left = away[0].rpartition(b"\x1b[?1049l")[0]
        assert _QUERY not in left[left.rindex(b"\x1b[r\x1b[0m") :]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see a stopped process")
def test_a_stopped_program_comes_back_to_a_whole_screen() -> None:
    def is_stopped() -> bool:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    with Theatre("quiet") as theatre:
        ready(theatre)
        pid = theatre.relay.process.pid
        os.kill(pid, signal.SIGTSTP)
        assert theatre.relay.wait(is_stopped)
        theatre.relay.run(0.1)
        theatre.screen.feed("\x1b[H\x1b[2J$ fg\r\n")
        os.kill(pid, signal.SIGCONT)
        assert theatre.alike()
        theatre.act("update", 0, "again")
        theatre.settle()
        assert theatre.alike()


def test_no_answer_is_left_for_the_shell() -> None:
    """The last answer travels for 300 ms; the program ends only when it has arrived."""
    with Theatre("quiet", delay=0.15) as theatre:
        ready(theatre)
        theatre.act("leave")
        assert theatre.relay.wait(lambda: theatre.relay.process.poll() is not None)
        assert theatre.relay.wait(lambda: not theatre.relay.underway)
        asked = bytes_of(theatre).count(_QUERY)
        assert theatre.relay.answered >= asked
        assert bytes_of(theatre).rindex(b"\x1b[0m") > bytes_of(theatre).rindex(_QUERY)


def test_links_and_wide_characters_reach_the_terminal() -> None:
    with Theatre("quiet") as theatre:
        theatre.act("linked")
        theatre.settle()
        assert theatre.alike()
        linked = "".join(cell.text for cell in theatre.screen.seen[0] if cell.link == "https://example.org/a")
        assert linked == "wide 漢字 here"


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_panes_side_by_side_scroll_apart_where_the_terminal_has_margins(term: str) -> None:
    with Theatre("quiet", env={"TERM": term}) as theatre:
        theatre.act("tails", ["log", "汉字", "said"])
        for _ in range(12):
            theatre.act("grow", 1)
            theatre.settle()
            assert theatre.alike()
        margins = re.findall(rb"\x1b\[\?69h\x1b\[(\d+;\d+)s", bytes_of(theatre))
        assert bool(margins) == (term == "xterm-256color")


def test_colours_follow_the_console() -> None:
    for system, sign in (("256", rb"\x1b\[[\d;]*38;5;"), ("standard", rb"\x1b\[[\d;]*3[0-7][;m]")):
        with Theatre("quiet", env={"TEXTUAL_COLOR_SYSTEM": system}) as theatre:
            ready(theatre)
            sent = bytes_of(theatre)
            assert re.search(sign, sent) and b"8;2;" not in sent
