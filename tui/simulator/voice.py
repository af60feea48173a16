"""A voice without assets: a tone a syllable, shaped by the text. Enough to know that it plays."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from array import array
from collections.abc import Callable, Iterator
from functools import lru_cache

from tui.environment import for_child
from tui.errors import ConfigError

RATE = 24_000
"""Samples a second: PCM16 little-endian mono, as the service sends it."""

_SYLLABLE = re.compile(r"[^\W\d_]*?[aeiouyàáâäåèéêëìíîïòóôöùúûü]+|\d|[^\w\s]|\w+", re.IGNORECASE)
_VOWEL_PITCH = {"a": 1.0, "e": 1.12, "i": 1.26, "o": 0.94, "u": 0.84, "y": 1.19}
_PITCH = 140.0
_SYLLABLE_SECONDS = 0.14
_PAUSE_SECONDS = 0.18


def speak(text: str) -> bytes:
    """The text as speech-like sound, PCM16 at 24 kHz; the same text always sounds the same."""
    return b"".join(_sounds(text))


def _sounds(text: str) -> Iterator[bytes]:
    for match in _SYLLABLE.finditer(text):
        syllable = match[0].casefold()
        if syllable.isalnum():
            vowel = next((c for c in reversed(syllable) if c in _VOWEL_PITCH), "e")
            yield _tone(round(_PITCH * _VOWEL_PITCH[vowel]))
        else:
            yield silence(_PAUSE_SECONDS)


def silence(seconds: float) -> bytes:
    """Nothing, for so long."""
    return bytes(2 * round(seconds * RATE))


@lru_cache(64)
def _tone(pitch: int) -> bytes:
    """One syllable: a voice's pitch with its overtones, swelling and fading so that nothing clicks."""
    count = round(_SYLLABLE_SECONDS * RATE)
    samples = array("h")
    for n in range(count):
        swell = math.sin(math.pi * n / count)
        phase = 2 * math.pi * pitch * n / RATE
        wave = math.sin(phase) + 0.5 * math.sin(2 * phase) + 0.25 * math.sin(5 * phase)
        samples.append(int(6000 * swell * wave))
    return samples.tobytes()


def frames(pcm: bytes, seconds: float = 0.24) -> Iterator[bytes]:
    """The sound in the pieces the service sends: 240 ms (11,520 bytes) each, the last one shorter."""
    size = 2 * round(seconds * RATE)
    for start in range(0, len(pcm), size):
        yield pcm[start : start + size]


def espeak(text: str) -> bytes:
    """The text spoken by espeak-ng, PCM16. Raises OSError where there is none.

    espeak-ng makes 22,050 samples a second; they are played at 24,000, so it is asked to speak lower and
    slower by as much.
    """
    command = ["espeak-ng", "--stdin", "--stdout", "-s", "150", "-p", "42"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, env=for_child(), check=False)
    return done.stdout.partition(b"data")[2][4:]


def voice_named(name: str) -> Callable[[str], bytes]:
    """`tones`, `espeak`, or `auto`: espeak-ng where it is installed. Raises ConfigError."""
    installed = shutil.which("espeak-ng")
    if name == "espeak" and not installed:
        raise ConfigError("espeak-ng is not installed", hint="Install it, or take --voice tones")
    if name == "auto":
        name = "espeak" if installed else "tones"
    return lru_cache(64)(espeak) if name == "espeak" else speak
