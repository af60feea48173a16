"""Which sinks to use, and why."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tui.audio import players
from tui.audio.players import NAMES, find_simpleaudio
from tui.audio.probe import Output, Target, probe
from tui.audio.sink import Sink
from tui.errors import AudioError

INSTALL = 'pip install "gemini-tui[audio]"'


def choose(spec: str, env: Mapping[str, str]) -> tuple[list[Sink], str]:
    """The sinks to try in order, none to stay mute, and one line that says what and why.

    spec: `auto`, `none`, `device` (as auto, even where none is found), `file:PATH`, `command:CMD`, or the
    name of a sink. Raises AudioError for anything else. Takes well under a millisecond.
    """
    kind, _, rest = spec.partition(":")
    if spec == "none":
        return [], "no sound: switched off"
    if kind == "file" and rest:
        return [players.recorder(Path(rest).expanduser())], f"sound goes to {rest}"
    if kind == "command":
        sink = players.command(rest)
        return [sink], f"sound goes to the command {sink.argv[0]}"
    target = probe(env)
    if spec == "auto":
        return _auto(target, env)
    return _by_name(spec, target, env)


def _auto(target: Target, env: Mapping[str, str]) -> tuple[list[Sink], str]:
    if target.output is Output.NONE:
        return [], f"no sound: {target.where}"
    found = _installed(target, env)
    if not found:
        return [], f"no sound: {target.output} is there, but no player; {INSTALL}"
    return found, explain(found[0], target)


def _by_name(spec: str, target: Target, env: Mapping[str, str]) -> tuple[list[Sink], str]:
    found = [sink for sink in _installed(target, env) if spec in ("device", sink.name)]
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


def _installed(target: Target, env: Mapping[str, str]) -> list[Sink]:
    far = bool(env.get("SSH_CONNECTION")) and not target.remote
    place = socket.gethostname() if far else ""
    return [replace(sink, place=place) for sink in players.installed(target)]
