"""The single checks of the doctor. Each looks and tells; none changes anything or shows a secret."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import tui
from tui.config import Config
from tui.environment import KEYS, key_in
from tui.errors import AudioError, ConfigError
from tui.paths import config_file, data_dir
from tui.text import clean_line, counted

if TYPE_CHECKING:
    from tui.audio.sink import Sink

PACKAGES = ("google-genai", "textual", "websockets", "soxr")
OPTIONAL = ("simpleaudio", "simpleaudiohamiltoncs", "sounddevice")
PLAYER_HINT = (
    'pip install "gemini-tui[audio-wheels]", or with gcc, python3-dev and libasound2-dev: '
    'pip install "gemini-tui[audio]"; over PulseAudio both need libasound2-plugins'
)
FAR_HINT = "Over SSH sound needs a way home: see docs/sound.md"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. state: `bad` is what should work and does not."""

    name: str
    state: Literal["good", "note", "bad"]
    what: str
    hint: str = ""


def program() -> Finding:
    """This program, and what runs it."""
    runs = f"Python {platform.python_version()} ({sys.executable}) on {platform.platform()}"
    return Finding("gemini-tui", "good", f"{tui.__version__}, {runs}")


def packages() -> Iterator[Finding]:
    """What it stands on, by version."""
    for name in PACKAGES:
        found = _version(name)
        hint = "" if found else f"pip install {name}"
        yield Finding(name, "good" if found else "bad", found or "not installed", hint)
    there = [f"{name} {found}" for name in OPTIONAL if (found := _version(name))]
    yield Finding("optional", "note", ", ".join(there) or "none of " + ", ".join(OPTIONAL))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def terminal(env: Mapping[str, str]) -> Finding:
    """What it is, how large, and what stands between."""
    size = shutil.get_terminal_size()
    between = [name for name, variable in (("ssh", "SSH_CONNECTION"), ("tmux", "TMUX")) if env.get(variable)]
    names = (env.get("TERM", "TERM is not set"), env.get("COLORTERM", ""), env.get("TERM_PROGRAM", ""))
    what = " ".join(clean_line(name) for name in names if name)
    what += f", {size.columns}×{size.lines}" + "".join(f", over {name}" for name in between)
    if not sys.stdout.isatty():
        return Finding("terminal", "note", f"{what}; this output is not one")
    dumb = env.get("TERM", "dumb") == "dumb"
    return Finding("terminal", "bad" if dumb else "good", what, "Set TERM to your terminal's" if dumb else "")


def data(override: Path | None, env: Mapping[str, str]) -> Finding:
    """Whether sessions can be kept."""
    path = data_dir(override, env)
    there = next(place for place in (path, *path.parents) if place.exists())
    if not os.access(there, os.W_OK):
        return Finding("data", "bad", f"{path} cannot be written", "Choose another with --data-dir")
    free = shutil.disk_usage(there).free
    sessions = sum(1 for _ in path.glob("sessions/*/session.toml"))
    what = f"{path}, {counted(sessions, 'session')}, {free / 1e9:.1f} GB free"
    return Finding("data", "good" if free > 1e8 else "bad", what, "" if free > 1e8 else "Make room")


def settings(env: Mapping[str, str]) -> Iterator[Finding]:
    """Whether there is a config.toml, and all that is wrong with it."""
    from tui.commands.proofreading import all_mistakes

    path = config_file(env)
    if not path.exists():
        yield Finding("config", "note", f"{path} is not there, the defaults hold", "gemini-tui config init")
        return
    try:
        wrong = all_mistakes(Config.load(path))
    except ConfigError as error:
        yield Finding("config", "bad", error.message, error.hint)
        return
    yield from (Finding("config", "bad", clean_line(mistake), "Correct it") for mistake in wrong)
    if not wrong:
        yield Finding("config", "good", str(path))


def credentials(env: Mapping[str, str]) -> Finding:
    """Whether there is something to authenticate with; never what."""
    from tui.errors import CredentialsError
    from tui.live.setup import Endpoint

    try:
        endpoint = Endpoint.from_env(env)
    except CredentialsError as error:
        return Finding("key", "bad" if key_in(env) else "note", error.message, error.hint)
    except ConfigError as error:
        return Finding("address", "bad", error.message, error.hint)
    source = next((name for name in KEYS if env.get(name, "").strip()), "the project's own credentials")
    return Finding("key", "good", f"present, from {source}, for the {endpoint.backend} API")


def sound(spec: str, env: Mapping[str, str], *, silent: bool) -> Iterator[Finding]:
    """What was chosen, and whether a tone comes out."""
    from tui.audio.sinks import choose

    try:
        sinks, why = choose(spec, env)
    except AudioError as error:
        yield Finding("sound", "bad", error.message, error.hint)
        return
    hint = _hint(sinks_found=bool(sinks), spec=spec, env=env)
    yield Finding("sound", "good" if sinks else "note", why, hint)
    if sinks and not silent:
        yield from _tone(sinks)


def _hint(*, sinks_found: bool, spec: str, env: Mapping[str, str]) -> str:
    from tui.audio.players import find_simpleaudio

    if spec == "none":
        return ""
    if not sinks_found and env.get("SSH_CONNECTION"):
        return FAR_HINT
    return PLAYER_HINT if find_simpleaudio() is None and spec in ("auto", "device", "simpleaudio") else ""


def _tone(sinks: list[Sink]) -> Iterator[Finding]:
    from tui.audio.trial import try_out

    for trial in asyncio.run(try_out(sinks)):
        if trial.why:
            yield Finding("tone", "bad", f"{trial.sink} failed: {trial.why}", "Try another: --audio NAME")
        else:
            yield Finding("tone", "good", f"{trial.sink} played it; did you hear it?")


def microphone(env: Mapping[str, str]) -> Finding:
    """What would hear the user."""
    from tui.audio.sources import choose

    sources, why = choose("auto", env)
    hint = "" if sources else 'Over SSH: --mic command:"ssh -T laptop arecord -q -f S16_LE -r 16000 -c 1"'
    return Finding("microphone", "good" if sources else "note", why, hint)
