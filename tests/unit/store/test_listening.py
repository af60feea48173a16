"""What was said in a journal, followed as it grows: the same as if it were read at once."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.store.line import encode
from tui.store.listening import Place, listen
from tui.store.utterances import LONGEST, Utterance, utterances
from tui.wire.frame import Direction, Frame, Opcode


class Follower:
    """Looks at a journal now and then; a place is kept as text, as the catalog does."""

    def __init__(self, path: Path, step: int) -> None:
        self.path = path
        self.step = step
        self.said: list[Utterance] = []
        self._place = ""

    def look(self) -> None:
        """To the end of the journal."""
        is_last = False
        while not is_last:
            place, first, said, is_last = listen(self.path, Place.from_json(self._place), self.step)
            self.said[first:], self._place = said, place.to_json()


@contextmanager
def following(step: int) -> Iterator[Follower]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "journal.jsonl")
        path.touch()
        yield Follower(path, step)


def heard(text: str, who: str = "output") -> bytes:
    """A line in which one side says something."""
    message = {"serverContent": {f"{who}Transcription": {"text": text}}}
    return encode(Frame(7, 1, 0.5, Direction.RECEIVE, Opcode.TEXT, json.dumps(message).encode()))


def typed(text: str) -> bytes:
    """A line in which the user types something."""
    message = json.dumps({"realtimeInput": {"text": text}}).encode()
    return encode(Frame(8, 1, 0.5, Direction.SEND, Opcode.TEXT, message))


def all_in(path: Path) -> list[Utterance]:
    """What one reading finds."""
    with path.open("rb") as lines:
        return list(utterances(lines))


words = st.text('ab \n\tß首\x1b\ud800"\\', max_size=12)
line = st.one_of(
    st.builds(heard, words, st.sampled_from(["input", "output"])),
    st.builds(typed, words),
    st.sampled_from([b"\n", b"text\n", b'{"seq":1}\n', b'{"text":{}}\n', b"\xfftext\n"]),
)
journal = st.lists(line, max_size=12).map(b"".join)
steps = st.sampled_from([1, 100, 1000, 1 << 20])


@given(journal, st.lists(st.integers(0, 3000)), steps)
def test_any_looks_at_a_growing_journal_find_what_one_finds(
    content: bytes, looks: list[int], step: int
) -> None:
    """Wherever an append ends: within a line, or within a character."""
    with following(step) as follower:
        for end in [*sorted(looks), len(content)]:
            follower.path.write_bytes(content[:end])
            follower.look()
            assert follower.said == all_in(follower.path)


@given(st.lists(st.tuples(st.sampled_from(["append", "replace", "cut"]), journal), max_size=5), steps)
def test_a_journal_that_was_replaced_or_cut_is_read_anew(changes: list[tuple[str, bytes]], step: int) -> None:
    with following(step) as follower:
        for how, content in changes:
            if how == "append":
                content = follower.path.read_bytes() + content
            if how == "replace":
                new = follower.path.with_suffix(".new")
                new.write_bytes(content)
                new.replace(follower.path)
            else:
                follower.path.write_bytes(content)
            follower.look()
            assert follower.said == all_in(follower.path)


def test_what_was_read_is_not_read_again() -> None:
    """The middle of a journal is not looked at twice: there nothing changes."""
    with following(1 << 20) as follower:
        filling = typed("x" * 5000)
        follower.path.write_bytes(filling + heard("Brazil") + filling)
        follower.look()
        follower.path.write_bytes(filling + heard("Canada") + filling + heard("Chile"))
        follower.look()
    assert [one.text for one in follower.said if "x" not in one.text] == ["Brazil", "Chile"]


@given(st.lists(st.integers(1, 3 * LONGEST), min_size=1, max_size=6), st.sampled_from(["a", "word ", "首 "]))
def test_a_monologue_goes_on_in_another_utterance_between_two_words(sizes: list[int], word: str) -> None:
    """However it came in pieces: none is long, none of its words is lost or cut that need not be."""
    spoken = (word * sum(sizes))[: sum(sizes)]
    with following(1000) as follower:
        for end in range(len(sizes)):
            start = sum(sizes[:end])
            with follower.path.open("ab") as file:
                file.write(heard(spoken[start : start + sizes[end]]))
            follower.look()
        assert follower.said == all_in(follower.path)
    texts = [one.text for one in follower.said]
    assert max(map(len, texts)) <= LONGEST
    joint = " " if " " in word else ""
    assert joint.join(texts) == spoken.strip()


def test_a_journal_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    step = listen(tmp_path / "none", Place(10, 3, "x"))
    assert (step.place, step.first, step.said, step.is_last) == (Place(), 0, [], True)
