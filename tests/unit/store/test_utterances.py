"""What was said, read from the journal itself."""

from __future__ import annotations

from pathlib import Path

from tests.unit.store.scenes import saved
from tui.store.utterances import last_utterances


def test_of_a_long_session_the_last_is_shown_and_not_the_first(tmp_path: Path) -> None:
    journal = saved(tmp_path, turns=9).directory / "journal.jsonl"
    last = [(one.who, one.text) for one in last_utterances(journal, 3)]
    assert last == [("model", "So it is 8."), ("user", "What of Brazil 9?"), ("model", "So it is 9.")]
    assert len(last_utterances(journal, 200)) == 18
