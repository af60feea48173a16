"""The players we know: what each is called, needs and costs."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import site
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import tui
from tui.audio.pcm import RATE
from tui.audio.probe import Output, Target
from tui.audio.sink import NEAR, Sink
from tui.errors import AudioError

SIMPLEAUDIO, FORK = "simpleaudio", "simpleaudiohamiltoncs"
NAMES = ("simpleaudio", "pacat", "pw-cat", "aplay", "play", "sounddevice")


def installed(target: Target) -> list[Sink]:
    """The players of this machine that fit the target, best first."""
    return [sink for sink in _known(target) if _is_installed(sink)]


def _known(target: Target) -> list[Sink]:
    sinks = [_simpleaudio(target)]
    if target.output is Output.PULSE:
        sinks.append(_pacat(target))
    if target.output is Output.PIPEWIRE:
        sinks.append(_pw_cat(target))
    if target.output is not Output.NATIVE:
        sinks.append(_aplay(target))
    return [*sinks, _sox(), _sounddevice(target)]


def _is_installed(sink: Sink) -> bool:
    if sink.name == SIMPLEAUDIO:
        return find_simpleaudio() is not None
    if sink.talks:
        return importlib.util.find_spec(sink.name) is not None
    return shutil.which(sink.name) is not None


def find_simpleaudio() -> str | None:
    """The module to import for simpleaudio: the package itself, or its fork that has wheels."""
    return next((name for name in (SIMPLEAUDIO, FORK) if importlib.util.find_spec(name)), None)


def python_child(module: str, *arguments: str, library: str = "") -> tuple[tuple[str, ...], dict[str, str]]:
    """The command line and environment of a module of this package as a process that imports `library`."""
    # Neither -E nor -I, which would undo PYTHONMALLOC. -P: nothing from the current directory. -s: nothing
    # from the user's own site, unless the library is there. The child finds this package where we did.
    flags = ("-P",) if library and _is_in_user_site(library) else ("-s", "-P")
    places = (str(Path(tui.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
    argv = (sys.executable, *flags, "-m", f"tui.audio.{module}", *arguments)
    return argv, {"PYTHONPATH": os.pathsep.join(filter(None, places))}


def _is_in_user_site(library: str) -> bool:
    spec = importlib.util.find_spec(library) if site.ENABLE_USER_SITE else None
    return spec is not None and str(spec.origin).startswith(site.getusersitepackages())


def _simpleaudio(target: Target) -> Sink:
    # PYTHONMALLOC: simpleaudio 1.0.4 frees memory in a thread without a thread state, which from
    # CPython 3.12 on is a crash with Python's own allocator.
    # PULSE_LATENCY_MSEC: with less than the 100 ms that simpleaudio asks for, as it may be set for others,
    # ALSA's plugin stops in mid-turn on a busy machine, and nobody is told.
    ahead = 0.2 if target.remote else 0.1
    env = {"PYTHONMALLOC": "malloc", "PULSE_LATENCY_MSEC": str(int(ahead * 1000))}
    module = find_simpleaudio() or SIMPLEAUDIO
    if module == FORK and (plugins := _alsa_plugins()):
        env["ALSA_PLUGIN_DIR"] = plugins
    argv, paths = python_child("player", module, library=module)
    return Sink(SIMPLEAUDIO, argv, paths | env, talks=True, lead=ahead + 0.105, reach=ahead + 0.01)


def _alsa_plugins() -> str:
    """Where this system keeps ALSA's plugins: the fork's wheel brings a libasound that looks elsewhere."""
    directory = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "", "alsa-lib")
    return str(directory) if directory.is_dir() else ""


def _pacat(target: Target) -> Sink:
    argv = ("pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1")
    own = (f"--latency-msec={_latency(target)}", "--client-name=gemini-tui")
    return _program(argv + own, target)


def _pw_cat(target: Target) -> Sink:
    # The older ones (0.3.65 of Debian 12) do not know --raw, and take stdin for raw without it.
    script = 'pw-cat --help | grep -q -e --raw && set -- --raw "$@"; exec pw-cat "$@"'
    options = ("--playback", "--format=s16", f"--rate={RATE}", "--channels=1")
    argv = ("sh", "-c", script, "pw-cat", *options, f"--latency={_latency(target)}ms", "-")
    return replace(_program(argv, target), name="pw-cat")


def _aplay(target: Target) -> Sink:
    argv = ("aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", str(RATE), "-c", "1")
    return _program((*argv, f"--buffer-time={_latency(target) * 1000}", "-"), target)


def _sox() -> Sink:
    argv = ("play", "-q", "-V1", "--buffer", "2048", "-t", "raw", "-e", "signed", "-b", "16")
    return Sink("play", (*argv, "-r", str(RATE), "-c", "1", "-"), reach=0.1)


def _latency(target: Target) -> int:
    """Milliseconds that a player is told to have at hand; a server far away has all of them underway."""
    return 250 if target.remote else 100


def _program(argv: tuple[str, ...], target: Target) -> Sink:
    lead = _latency(target) / 1000
    return Sink(argv[0], argv, lead=lead, reach=lead if target.remote else NEAR)


def _sounddevice(target: Target) -> Sink:
    lead = 0.3 if target.remote else 0.1
    argv, paths = python_child("device", str(lead), library="sounddevice")
    return Sink("sounddevice", argv, paths, talks=True, lead=lead, reach=lead if target.remote else NEAR)


def recorder(path: Path) -> Sink:
    """A WAV file as a sink: written at the pace of the ear, so that it holds what would be heard."""
    argv, paths = python_child("recorder", str(path.absolute()))
    return Sink("file", argv, paths, talks=True, lead=0.0, reach=0.01, delay=0.0)


def command(line: str) -> Sink:
    """The user's own command, without a shell. Raises AudioError where the line cannot be split."""
    return Sink("command", split(line, '--audio command:"aplay -q …"'), reach=0.1)


def split(line: str, example: str) -> tuple[str, ...]:
    """The words of a command line, at least one. Raises AudioError, with an example of how to say it."""
    try:
        argv = tuple(shlex.split(line))
    except ValueError as error:
        raise AudioError(f"cannot read the command {line!r}: {error}", hint="Check its quotes") from error
    if not argv:
        raise AudioError("the command is empty", hint=f"Say {example}")
    return argv
