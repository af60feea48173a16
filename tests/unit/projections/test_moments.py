"""Which moment of a recording is meant by what a person writes."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.projections.moments import Span, read_moment


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


NIGHT = Span(at("2026-11-21 23:50"), at("2026-11-22 00:49"))
MORNING = Span(at("2026-11-22 10:32"), at("2026-11-22 11:00"))
THREE_DAYS = Span(at("2026-11-20 08:00"), at("2026-11-23 07:00"))


@pytest.mark.parametrize(
    ("text", "span", "stands", "moment"),
    [
        ("23:55", NIGHT, None, "2026-11-21 23:55"),
        ("00:20", NIGHT, None, "2026-11-22 00:20"),
        ("0:20:30.5", NIGHT, "2026-11-21 23:50", "2026-11-22 00:20:30.500"),
        ("23:55", NIGHT, "2026-11-22 00:49", "2026-11-21 23:55"),
        ("23:40", NIGHT, None, "2026-11-21 23:40"),
        ("01:00", NIGHT, None, "2026-11-22 01:00"),
        ("10:00", MORNING, None, "2026-11-22 10:00"),
        ("22:00", MORNING, None, "2026-11-22 22:00"),
        ("23:00", MORNING, None, "2026-11-21 23:00"),
        ("09:00", THREE_DAYS, None, "2026-11-20 09:00"),
        ("07:00", THREE_DAYS, None, "2026-11-21 07:00"),
        ("09:00", THREE_DAYS, "2026-11-22 12:00", "2026-11-22 09:00"),
        ("09:00", THREE_DAYS, "2026-11-23 06:30", "2026-11-22 09:00"),
        ("2026-11-22 00:20", MORNING, None, "2026-11-22 00:20"),
        ("2026-11-22T00:20:07", MORNING, None, "2026-11-22 00:20:07"),
        ("2026-11-22", NIGHT, None, "2026-11-22 00:00"),
        ("+5m", NIGHT, None, "2026-11-21 23:55"),
        ("-5m", NIGHT, None, "2026-11-22 00:44"),
        ("+1.5h", NIGHT, "2026-11-22 00:00", "2026-11-22 01:30"),
        ("- 90s", NIGHT, "2026-11-22 00:00", "2026-11-21 23:58:30"),
    ],
)
def test_the_moment_that_is_meant(text: str, span: Span, stands: str | None, moment: str) -> None:
    read = read_moment(text)
    assert read is not None
    assert read.within(span, at(stands) if stands else None) == pytest.approx(at(moment))


@pytest.mark.parametrize(
    "text", ["", "10", "24:00", "10:60", "10:32:60", "5m", "+5", "2026-13-01", "2026-11-22 24:10", "noon"]
)
def test_what_names_no_moment(text: str) -> None:
    assert read_moment(text) is None


@given(st.floats(min_value=0, max_value=4e9), st.floats(min_value=0, max_value=80_000), st.floats(0, 1))
def test_a_time_of_day_that_is_in_the_recording_is_found_there(
    first: float, length: float, part: float
) -> None:
    span = Span(first, first + length)
    there = first + part * length
    second = int(there)
    if second < first:
        return
    read = read_moment(datetime.fromtimestamp(second).strftime("%H:%M:%S"))
    assert read is not None
    for stands in (None, span.first, there, span.last):
        assert abs(read.within(span, stands) - second) in (0, 3600)  # an hour comes twice a year


@given(st.floats(), st.floats(), st.floats())
def test_no_time_of_a_frame_is_too_odd(first: float, last: float, stands: float) -> None:
    for text in ("10:32", "+5m", "-5m", "2026-11-22"):
        read = read_moment(text)
        assert read is not None
        assert isinstance(read.within(Span(first, last), stands), float)


@given(st.text(alphabet="0123456789:.-+ Tsmhd,", max_size=25) | st.text(max_size=20))
def test_no_text_does_worse_than_naming_no_moment(text: str) -> None:
    read_moment(text)
