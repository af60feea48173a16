"""A source is a command line that writes PCM to stdout until it is killed: a microphone, near or far."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.audio.pcm import MIC_RATE
from tui.audio.players import python_child, split
from tui.audio.probe import Output, probe
from tui.errors import AudioError

INSTALL = 'pip install "gemini-tui[mic]"'
NAMES = ("parec", "arecord", "sounddevice")


@dataclass(frozen=True, slots=True)
class Source:
    """One way to hear the user: s16le mono at `MIC_RATE` on its stdout."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


def choose(spec: str, env: Mapping[str, str]) -> tuple[list[Source], str]:
    """The sources to try in order, none where nobody can be heard, and one line that says what and why.

    spec: `auto`, `none`, `command:CMD`, or the name of a source. Raises AudioError for anything else.
    """
    if spec == "none":
        return [], "no microphone: switched off"
    kind, _, rest = spec.partition(":")
    if kind == "command":
        source = command(rest)
        return [source], f"the microphone is the command {source.argv[0]}"
    if spec != "auto" and spec not in NAMES:
        hint = f"Use auto, none, command:CMD or one of {', '.join(NAMES)}"
        raise AudioError(f"unknown microphone {spec!r}", hint=hint)
    target = probe(env)
    if target.output is Output.NONE:
        return [], f"no microphone: {target.where}"
    found = [source for source in _known() if spec in ("auto", source.name) and _is_installed(source)]
    if not found:
        return [], f"no microphone: nothing to record with; {INSTALL}"
    return found, f"microphone: {found[0].name} on {target.output} ({target.where})"


def _known() -> list[Source]:
    rate = str(MIC_RATE)
    pulse = ("parec", "--raw", "--format=s16le", f"--rate={rate}", "--channels=1", "--latency-msec=40")
    alsa = ("arecord", "-q", "-t", "raw", "-f", "S16_LE", "-r", rate, "-c", "1", "--buffer-time=200000", "-")
    argv, env = python_child("microphone")
    return [Source("parec", pulse), Source("arecord", alsa), Source("sounddevice", argv, env)]


def _is_installed(source: Source) -> bool:
    if source.name == "sounddevice":
        return importlib.util.find_spec(source.name) is not None
    return shutil.which(source.argv[0]) is not None


def command(line: str) -> Source:
    """The user's own command, without a shell. Raises AudioError where the line cannot be split."""
    return Source("command", split(line, '--mic command:"arecord -q …"'))
