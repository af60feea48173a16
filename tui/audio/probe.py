"""What there is to play on, found in microseconds: no library is loaded, nothing is written anywhere."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Output(StrEnum):
    """Who would take the sound."""

    PULSE = "PulseAudio"
    PIPEWIRE = "PipeWire"
    ALSA = "ALSA"
    NATIVE = "the system"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """What was found, and where. `remote`: the sound leaves this machine, so it needs more read-ahead."""

    output: Output
    where: str
    remote: bool = False


def probe(env: Mapping[str, str]) -> Target:
    """What a player started with this environment would reach.

    A server that accepts and never answers (a dead tunnel) is not told from a good one here: that takes
    seconds, and is found when the first turn is played.
    """
    if sys.platform in ("darwin", "win32"):
        return Target(Output.NATIVE, sys.platform)
    if server := env.get("PULSE_SERVER", ""):
        return _pulse_server(server, in_ssh=bool(env.get("SSH_CONNECTION")))
    runtime = Path(env.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    pulse = runtime / "pulse" / "native"
    if _accepts(pulse):
        return Target(Output.PULSE, str(pulse))
    pipewire = runtime / env.get("PIPEWIRE_REMOTE", "pipewire-0")
    if _accepts(pipewire):
        return Target(Output.PIPEWIRE, str(pipewire))
    if _has_card():
        return Target(Output.ALSA, "/dev/snd")
    return Target(Output.NONE, "no sound server and no sound card")


def _pulse_server(server: str, *, in_ssh: bool) -> Target:
    where = f"PULSE_SERVER={server}"
    path = (server.rpartition("unix:")[2].split() or [""])[0] if "unix:" in server else server
    if not path.startswith("/"):
        return Target(Output.PULSE, where, remote=True)
    if _accepts(Path(path)):
        return Target(Output.PULSE, where, remote=in_ssh)
    return Target(Output.NONE, f"{where} does not answer")


def _accepts(path: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(0.2)
        client.connect(str(path))
        return True
    return False


def _has_card() -> bool:
    return any(True for _ in Path("/dev/snd").glob("pcm*p"))
