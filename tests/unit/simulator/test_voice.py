"""A voice that can be told from silence."""

from __future__ import annotations

import shutil
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import ConfigError
from tui.simulator import voice


def seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / voice.RATE


def test_a_sentence_takes_about_as_long_as_a_person_needs() -> None:
    assert 2 < seconds(voice.speak("The capital of Brazil is Brasília, not Rio de Janeiro.")) < 5


def test_the_same_words_sound_the_same_and_others_do_not() -> None:
    assert voice.speak("banana") == voice.speak("banana") != voice.speak("orange")


def test_it_is_loud_and_never_clips() -> None:
    samples = array("h", voice.speak("Hello there"))
    assert 5_000 < max(map(abs, samples)) < 20_000


def test_syllables_start_and_end_in_silence() -> None:
    samples = array("h", voice.speak("la"))
    assert abs(samples[0]) < 200
    assert abs(samples[-1]) < 200


@given(st.text(max_size=60))
def test_any_text_is_whole_samples_and_comes_back_from_its_frames(text: str) -> None:
    pcm = voice.speak(text)
    assert len(pcm) % 2 == 0
    pieces = list(voice.frames(pcm))
    assert b"".join(pieces) == pcm
    assert all(len(piece) <= 11_520 for piece in pieces)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_espeak_speaks_where_it_is_installed() -> None:
    pcm = voice.voice_named("auto")("The capital of Brazil is Brasília.")
    assert 1 < seconds(pcm) < 6
    assert pcm != voice.speak("The capital of Brazil is Brasília.")
    assert max(map(abs, array("h", pcm[: len(pcm) // 2 * 2]))) > 2_000


def test_a_voice_that_is_not_installed_is_said_before_anyone_dials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert voice.voice_named("auto")("Hello") == voice.speak("Hello")
    with pytest.raises(ConfigError, match="espeak-ng is not installed"):
        voice.voice_named("espeak")
