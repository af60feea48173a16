"""session.toml: whatever stands in it, what can be used is used and the rest is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.store.scenes import saved
from tui.store.line import decode
from tui.store.metadata import Handle, Metadata, Parent, Totals, read
from tui.store.recovery import recover
from tui.store.session import Session
from tui.store.tally import Tally

ANYWHERE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = st.text(max_size=30)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
MEMBERS = [
    "schema",
    "title",
    "started",
    "tags",
    "marks",
    "handles",
    "totals",
    "parent",
    "setup",
    "pinned",
    "other",
]


@ANYWHERE
@given(
    title=TEXT,
    tags=st.lists(TEXT),
    note=TEXT,
    setup=st.dictionaries(TEXT, PLAIN),
    marks=st.dictionaries(TEXT, TEXT),
)
def test_what_is_written_is_read(
    tmp_path: Path, title: str, tags: list[str], note: str, setup: dict[str, Any], marks: dict[str, str]
) -> None:
    path = tmp_path / "session.toml"
    handle = Handle("h", 3, 1.5, 2, 0.0, note)
    metadata = Metadata(
        title=title, tags=tags, note=note, setup=setup, marks=marks, handles=[handle],
        totals=Totals(1, 2, 3, 4, 5), parent=Parent("x", 7),
    )  # fmt: skip
    path.write_bytes(metadata.to_toml())
    again, problems = read(path)
    assert problems == []
    assert again is not None
    assert again.to_toml() == metadata.to_toml()


@ANYWHERE
@given(
    content=st.binary(max_size=200)
    | st.dictionaries(st.sampled_from(MEMBERS), PLAIN.filter(lambda v: v is not None))
)
def test_any_file_is_read(tmp_path: Path, content: bytes | dict[str, Any]) -> None:
    path = tmp_path / "session.toml"
    try:
        path.write_bytes(
            content if isinstance(content, bytes) else tomli_w.dumps(content).encode(errors="replace")
        )
    except TypeError:  # a null deep inside: TOML has none
        return
    metadata, _ = read(path)
    if metadata is not None:
        metadata.to_toml()
        assert all(isinstance(tag, str) for tag in metadata.tags)
    found = recover(tmp_path)
    assert found.metadata.newest_handle is None or isinstance(found.metadata.newest_handle, Handle)


@pytest.mark.parametrize("times", [1, 200])
def test_a_lost_file_is_made_anew_as_if_every_frame_had_been_taken(tmp_path: Path, times: int) -> None:
    directory = saved(tmp_path).directory
    path = directory / "journal.jsonl"
    written = path.read_bytes()
    lines = written.splitlines(keepends=True)
    path.write_bytes(written * times + b"junk\n\n" + lines[1] + lines[-1][:40])
    wanted = Metadata()
    tally = Tally(wanted)
    for line in [*lines * times, lines[1]]:
        tally.feed(decode(line))
    (directory / "session.toml").unlink()
    found = recover(directory).metadata
    wanted.totals.bytes = found.totals.bytes
    assert found == wanted
    assert found.totals.bytes == path.stat().st_size - 40
    path.write_bytes(path.read_bytes() + lines[-1][40:])
    (directory / "session.toml").write_bytes(found.to_toml())
    tally.feed(decode(lines[-1]))
    assert recover(directory).metadata.totals.frames == wanted.totals.frames


def test_members_that_cannot_be_used_are_named() -> None:
    values = {"schema": 1, "title": 3, "totals": {"frames": "x"}, "tags": ["a", 1], "started": 5}
    metadata, problems = Metadata.from_mapping(values)
    assert problems == ["title is not str", "totals.frames is not int"]
    assert (metadata.title, metadata.tags, metadata.started) == ("", ["a"], 5.0)


def test_a_later_version_is_told(tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    path = directory / "session.toml"
    path.write_text(path.read_text().replace("schema = 1", "schema = 2"))
    with Session.open(directory) as session:
        assert session.problems == ["written by a later version of gemini-tui (schema 2): read-only"]


@pytest.mark.parametrize("name", ["title", "note"])
def test_what_no_terminal_can_show_can_be_kept(tmp_path: Path, name: str) -> None:
    directory = saved(tmp_path).directory
    with Session.open(directory, write=True) as session:
        session.edit(**{name: "a\x00b\ud800c"})
    assert getattr(Session.open(directory).metadata, name) == "a\x00b?c"
