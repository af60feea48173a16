"""How one family of models, on one backend, says things. Pure: messages in the order they are sent."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from tui.simulator import messages
from tui.simulator.families import CallId, Family, Order
from tui.simulator.messages import Message
from tui.simulator.voice import frames

Speech = Callable[[str], bytes]
"""Text to PCM16 at 24 kHz."""

_LANGUAGE = "es"
"""What translations are in."""


def fragments(text: str, rng: random.Random) -> Iterator[str]:
    """The text in pieces of 4 to 28 characters, cut anywhere: within words too."""
    start = 0
    while start < len(text):
        end = start + rng.randint(4, 28)
        yield text[start:end]
        start = end


def splinters(text: str) -> Iterator[str]:
    """The text in UTF-16 units, so that every emoji is cut in two lone surrogates (`\\ud83d`, `\\ude00`)."""
    units = text.encode("utf-16-le", "surrogatepass")
    for start in range(0, len(units), 2):
        yield units[start : start + 2].decode("utf-16-le", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Dialect:
    """A family on a backend, answering in a modality (`AUDIO` or `TEXT`).

    transcribes: whether spoken words are also written. rng: where fragments are cut, and ids.
    """

    family: Family
    vertex: bool
    modality: str
    transcribes: bool
    speak: Speech
    rng: random.Random

    @property
    def role(self) -> str:
        """Vertex says whose turn it is, the Developer API does not."""
        return "model" if self.vertex else ""

    @property
    def mime(self) -> str:
        """The type of the sound: Vertex's half-cascade leaves the rate out."""
        bare = self.vertex and self.family.order is Order.WORDS_FIRST
        return "audio/pcm" if bare else "audio/pcm;rate=24000"

    def name(self) -> str:
        """A UUID: the name of a session or a handle."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def call_id(self) -> str:
        """The id of a function call."""
        shape = CallId.UUID if self.vertex else self.family.call_id
        number = self.name() if shape is CallId.UUID else str(self.rng.randrange(10**17, 10**19))
        return shape.value.format(number)

    def say(self, text: str) -> Iterator[Message]:
        """An answer."""
        if self.family.order is Order.WORDS_ONLY:
            return self._transcript(text)
        if self.modality == "TEXT":
            return (messages.text(words, role=self.role) for words in fragments(text, self.rng))
        return self.sound(self.speak(text), text)

    def sound(self, pcm: bytes, text: str = "") -> Iterator[Message]:
        """Sound, with the words in it where they are wanted."""
        words = self._transcript(text) if self.transcribes and text else iter(())
        sound = (messages.audio(piece, mime=self.mime, role=self.role) for piece in frames(pcm))
        match self.family.order:
            case Order.WORDS_FIRST:
                return self._one_after_the_other(words, sound)
            case Order.TOGETHER:
                return _merged(words, sound)
            case Order.TRANSLATED:
                return self._ticking(_between(words, sound))
            case _:
                return _between(words, sound)

    def think(self, text: str) -> Message:
        """A summary of thoughts."""
        return messages.text(text, role=self.role, thought=True)

    def heard(self, text: str) -> Message:
        """The user's speech in writing."""
        language = {"languageCode": "en"} if self.family.order is Order.TRANSLATED else {}
        return messages.content(inputTranscription={"text": text} | language)

    def _transcript(self, text: str) -> Iterator[Message]:
        language = {"languageCode": _LANGUAGE} if self.family.order is Order.TRANSLATED else {}
        for words in fragments(text, self.rng):
            yield messages.content(outputTranscription={"text": words} | language)

    def _one_after_the_other(self, words: Iterator[Message], sound: Iterator[Message]) -> Iterator[Message]:
        yield from self.around(*words)
        yield from sound

    def around(self, *spoken: Message) -> Iterator[Message]:
        """Messages between the start and the end of a transcription, where there is one."""
        if self.transcribes:
            yield messages.content(outputTranscription={})
        yield from spoken
        if self.transcribes:
            yield messages.content(outputTranscription={"finished": True})

    def _ticking(self, speech: Iterator[Message]) -> Iterator[Message]:
        """Usage after every few frames, about a second of sound: a translation has no turn to end."""
        for number, message in enumerate(speech, 1):
            yield message
            if number % 8 == 0:
                yield messages.content() | self.usage(25, 25)

    def usage(self, prompt: int, response: int, thoughts: int = 0) -> Message:
        """What a turn cost: the whole context again, and the answer; thoughts apart."""
        answer = "candidates" if self.vertex else "response"
        bill: dict[str, Any] = {
            "promptTokenCount": prompt,
            f"{answer}TokenCount": response,
            "totalTokenCount": prompt + response,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
            f"{answer}TokensDetails": [{"modality": self.modality, "tokenCount": response}],
        }
        bill |= {"thoughtsTokenCount": thoughts} if thoughts else {}
        bill |= {"trafficType": "ON_DEMAND"} if self.vertex else {}
        return {"usageMetadata": bill}


def _merged(words: Iterator[Message], sound: Iterator[Message]) -> Iterator[Message]:
    """Each stretch of sound in one message with the words next in line."""
    for spoken, heard in zip_longest(words, sound, fillvalue=messages.content()):
        yield messages.content(**heard["serverContent"], **spoken["serverContent"])


def _between(words: Iterator[Message], sound: Iterator[Message]) -> Iterator[Message]:
    """In turns, words first."""
    for pair in zip_longest(words, sound):
        yield from (message for message in pair if message is not None)
