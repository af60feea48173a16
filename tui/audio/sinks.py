"""A sink is a command line that takes PCM on stdin, plays to the end of file, and dies on a signal."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import socket
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import tui
from tui.audio.pcm import RATE
from tui.audio.probe import Output, Target, probe
from tui.errors import AudioError

JITTER = 0.15
"""Seconds of irregular arrival that a prebuffer is to cover (measured: no hole in 6 of 6 runs)."""

INSTALL = 'pip install "gemini-tui[audio]"'

SIMPLEAUDIO, FORK = "simpleaudio", "simpleaudiohamiltoncs"


@dataclass(frozen=True, slots=True)
class Sink:
    """One way to be heard.

    talks: it says `start`, `gap`, `drained`, `lost` on stdout (see `tui.audio.child`), opens its
    device at the first byte, and so can wait as a warm spare. lead: seconds it reads ahead of the ear.
    delay: seconds from the start of playing until the first sample is heard. place: the host where it comes
    out, where that is not in front of the user.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    talks: bool = False
    lead: float = 0.1
    delay: float = 0.02
    place: str = ""

    @property
    def prebuffer(self) -> float:
        """Seconds to have in hand before the first byte is handed over."""
        return self.lead + JITTER


def choose(spec: str, env: Mapping[str, str]) -> tuple[list[Sink], str]:
    """The sinks to try in order, none to stay mute, and one line that says what and why.

    spec: `auto`, `none`, `device` (as auto, even where none is found), `file:PATH`, `command:CMD`, or the
    name of a sink. Raises AudioError for anything else. Takes well under a millisecond.
    """
    kind, _, rest = spec.partition(":")
    if spec == "none":
        return [], "no sound: switched off"
    if kind == "file" and rest:
        return [recorder(Path(rest).expanduser())], f"sound goes to {rest}"
    if kind == "command":
        sink = command(rest)
        return [sink], f"sound goes to the command {sink.argv[0]}"
    target = probe(env)
    if spec == "auto":
        return _auto(target, env)
    return _by_name(spec, target, env)


def _auto(target: Target, env: Mapping[str, str]) -> tuple[list[Sink], str]:
    if target.output is Output.NONE:
        return [], f"no sound: {target.where}"
    found = installed(target, env)
    if not found:
        return [], f"no sound: {target.output} is there, but no player; {INSTALL}"
    return found, explain(found[0], target)


def _by_name(spec: str, target: Target, env: Mapping[str, str]) -> tuple[list[Sink], str]:
    found = [sink for sink in installed(target, env) if spec in ("device", sink.name)]
    if found:
        return found, explain(found[0], target)
    if spec != "device" and spec not in NAMES:
        raise AudioError(
            f"unknown audio output {spec!r}",
            hint=f"Use auto, none, device, file:PATH, command:CMD or one of {', '.join(NAMES)}",
        )
    wanted = "a player" if spec == "device" else spec
    raise AudioError(f"{wanted} is not installed", hint=f"Try --audio auto, or {INSTALL}")


def explain(sink: Sink, target: Target) -> str:
    """What was chosen, why, and where it will be heard."""
    line = f"{sink.name} on {target.output} ({target.where})"
    if find_simpleaudio() is None:
        line += f"; simpleaudio is not installed: {INSTALL}"
    if sink.place:
        line += f"; heard at {sink.place}, not at your terminal"
    return line


def installed(target: Target, env: Mapping[str, str]) -> list[Sink]:
    """The sinks of this machine that fit the target, best first."""
    far = bool(env.get("SSH_CONNECTION")) and not target.remote
    place = socket.gethostname() if far else ""
    return [replace(sink, place=place) for sink in _known(target) if _is_installed(sink)]


def _is_installed(sink: Sink) -> bool:
    if sink.name == "simpleaudio":
        return find_simpleaudio() is not None
    if sink.talks:
        return importlib.util.find_spec(sink.name) is not None
    return shutil.which(sink.argv[0]) is not None


NAMES = ("simpleaudio", "pacat", "pw-cat", "aplay", "play", "sounddevice")


def _known(target: Target) -> list[Sink]:
    latency = 250 if target.remote else 100
    sinks = [_simpleaudio(target)]
    if target.output in (Output.PULSE, Output.PIPEWIRE):
        sinks.append(_pacat(latency))
    if target.output is Output.PIPEWIRE:
        sinks.append(_pw_cat(latency))
    if target.output is not Output.NATIVE:
        sinks.append(_aplay(latency))
    return [*sinks, _sox(), _sounddevice(target)]


def python_child(module: str, *arguments: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The command line and environment of a module of this package as a process."""
    # -P: not from the current directory. Neither -E nor -I, which would undo PYTHONMALLOC, nor -s, since
    # the libraries may be installed in the user's own site. The child finds this package where we did.
    places = (str(Path(tui.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
    argv = (sys.executable, "-P", "-m", f"tui.audio.{module}", *arguments)
    return argv, {"PYTHONPATH": os.pathsep.join(filter(None, places))}


def _child(name: str, module: str, argument: str, lead: float, env: Mapping[str, str] | None = None) -> Sink:
    argv, paths = python_child(module, argument)
    return Sink(name, argv, paths | dict(env or {}), talks=True, lead=lead)


def find_simpleaudio() -> str | None:
    """The module to import for simpleaudio: the package itself, or its fork that has wheels."""
    return next((name for name in (SIMPLEAUDIO, FORK) if importlib.util.find_spec(name)), None)


def _simpleaudio(target: Target) -> Sink:
    # PYTHONMALLOC: simpleaudio 1.0.4 frees memory in a thread without a thread state, which from
    # CPython 3.12 on is a crash with Python's own allocator.
    # PULSE_LATENCY_MSEC: with less than the 100 ms that simpleaudio asks for, as it may be set for others,
    # ALSA's plugin stops in mid-turn on a busy machine, and nobody is told.
    lead = 0.2 if target.remote else 0.1
    env = {"PYTHONMALLOC": "malloc", "PULSE_LATENCY_MSEC": str(int(lead * 1000))}
    module = find_simpleaudio() or SIMPLEAUDIO
    if module == FORK and (plugins := _alsa_plugins()):
        env["ALSA_PLUGIN_DIR"] = plugins
    return _child("simpleaudio", "player", module, lead, env)


def _alsa_plugins() -> str:
    """Where this system keeps ALSA's plugins: the fork's wheel brings a libasound that looks elsewhere."""
    directory = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "", "alsa-lib")
    return str(directory) if directory.is_dir() else ""


def _sounddevice(target: Target) -> Sink:
    lead = 0.3 if target.remote else 0.1
    return _child("sounddevice", "device", str(lead), lead)


def _pacat(latency: int) -> Sink:
    argv = ("pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1")
    own = (f"--latency-msec={latency}", "--client-name=gemini-tui")
    return Sink("pacat", argv + own, lead=latency / 1000)


def _pw_cat(latency: int) -> Sink:
    argv = ("pw-cat", "--playback", "--raw", "--format=s16", f"--rate={RATE}", "--channels=1")
    return Sink("pw-cat", (*argv, f"--latency={latency}ms", "-"), lead=latency / 1000)


def _aplay(latency: int) -> Sink:
    argv = ("aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", str(RATE), "-c", "1")
    return Sink("aplay", (*argv, f"--buffer-time={latency * 1000}", "-"), lead=latency / 1000)


def _sox() -> Sink:
    argv = ("play", "-q", "-V1", "--buffer", "2048", "-t", "raw", "-e", "signed", "-b", "16")
    return Sink("play", (*argv, "-r", str(RATE), "-c", "1", "-"), lead=0.1)


def recorder(path: Path) -> Sink:
    """A WAV file as a sink: written at the pace of the ear, so that it holds what would be heard."""
    return replace(_child("file", "recorder", str(path.absolute()), lead=0.0), delay=0.0)


def command(line: str) -> Sink:
    """The user's own command, without a shell. Raises AudioError where the line cannot be split."""
    return Sink("command", split(line, '--audio command:"aplay -q …"'), lead=0.1)


def split(line: str, example: str) -> tuple[str, ...]:
    """The words of a command line, at least one. Raises AudioError, with an example of how to say it."""
    try:
        argv = tuple(shlex.split(line))
    except ValueError as error:
        raise AudioError(f"cannot read the command {line!r}: {error}", hint="Check its quotes") from error
    if not argv:
        raise AudioError("the command is empty", hint=f"Say {example}")
    return argv
