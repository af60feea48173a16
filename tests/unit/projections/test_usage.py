from __future__ import annotations

from tests.unit.projections.script import Script
from tui.projections.transcript import Transcript
from tui.projections.usage import Counts, Usage

DEVELOPER = {
    "promptTokenCount": 515,
    "responseTokenCount": 26,
    "totalTokenCount": 541,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 500}, {"modality": "AUDIO", "tokenCount": 15}],
    "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": 26}],
    "thoughtsTokenCount": 24,
}
VERTEX = {
    "promptTokenCount": 100,
    "candidatesTokenCount": 10,
    "totalTokenCount": 110,
    "candidatesTokensDetails": [{"modality": "AUDIO", "tokenCount": 10}],
    "trafficType": "ON_DEMAND",
}


def test_both_spellings_of_the_wire() -> None:
    usage = Script().turn(DEVELOPER).turn(VERTEX).into(Usage())
    assert usage.last == Counts(prompt=100, response=10, total=110, response_by={"AUDIO": 10})
    assert (usage.total.prompt, usage.total.response, usage.total.total) == (615, 36, 651)
    assert usage.total.thoughts == 24
    assert usage.total.response_by == {"AUDIO": 36}
    assert usage.total.prompt_by == {"TEXT": 500, "AUDIO": 15}


def test_tool_use_and_cache_apart() -> None:
    counts = Counts.read(
        {
            "toolUsePromptTokenCount": 7,
            "toolUsePromptTokensDetails": [{"modality": "TEXT", "tokenCount": 7}],
            "cachedContentTokenCount": 9,
            "cacheTokensDetails": [{"modality": "TEXT", "tokenCount": 9}],
        }
    )
    assert (counts.tool_use, counts.tool_use_by, counts.cached, counts.cached_by) == (
        7,
        {"TEXT": 7},
        9,
        {"TEXT": 9},
    )


def test_counts_that_add_up_have_no_oddity() -> None:
    assert Counts.read(DEVELOPER).oddities() == []


def test_counts_that_do_not_add_up_are_said_and_kept() -> None:
    counts = Counts.read(
        {
            "promptTokenCount": 482,
            "responseTokenCount": 69,
            "totalTokenCount": 600,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 360}],
            "responseTokensDetails": [{"modality": "AUDIO"}],
        }
    )
    assert counts.oddities() == [
        "prompt 482 + response 69 = 551, total 600",
        "prompt 482, its details 360",
        "response 69, its details 0",
    ]
    assert counts.response_by == {"AUDIO": 0}


def test_numbers_in_words_and_nonsense() -> None:
    counts = Counts.read({"promptTokenCount": "12", "responseTokenCount": True, "totalTokenCount": None})
    assert (counts.prompt, counts.response, counts.total) == (12, 0, 0)


def test_the_ledger_by_turn() -> None:
    script = Script().receive(usageMetadata=VERTEX).ask("One").text("1").turn(DEVELOPER).ask("Two")
    script.text("2").receive(serverContent={}, usageMetadata=VERTEX).turn(VERTEX)
    transcript, usage = script.into(Transcript()), script.into(Usage())
    ledger = usage.by_turn(transcript)
    assert {number: [report.counts.total for report in reports] for number, reports in ledger.items()} == {
        0: [110],
        1: [541],
        2: [110, 110],
    }


def test_nothing_counted_yet() -> None:
    usage = Script().ask("Hi").into(Usage())
    assert (usage.last, usage.total) == (None, Counts())
