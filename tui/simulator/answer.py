"""How an answer goes over the wire: fragments, sound, what it cost. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import zip_longest

from tui.simulator import messages, voice
from tui.simulator.messages import Message


def fragments(text: str, rng: random.Random) -> Iterator[str]:
    """The text in pieces of one to five words' length, cut anywhere: within words too."""
    start = 0
    while start < len(text):
        end = start + rng.randint(4, 28)
        yield text[start:end]
        start = end


def spoken(text: str, rng: random.Random, *, transcribed: bool) -> Iterator[Message]:
    """Words as sound, with their transcription in between where it is wanted."""
    words = fragments(text, rng) if transcribed else iter(())
    for fragment, pcm in zip_longest(words, voice.frames(voice.speak(text))):
        if fragment is not None:
            yield messages.content(outputTranscription={"text": fragment})
        if pcm is not None:
            yield messages.audio(pcm)


def written(text: str, rng: random.Random) -> Iterator[Message]:
    """Words as words."""
    for fragment in fragments(text, rng):
        yield messages.text(fragment)


def usage(prompt: int, response: int, modality: str) -> Message:
    """What a turn cost: the whole context again, and the answer."""
    return {
        "usageMetadata": {
            "promptTokenCount": prompt,
            "responseTokenCount": response,
            "totalTokenCount": prompt + response,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
            "responseTokensDetails": [{"modality": modality, "tokenCount": response}],
        }
    }
