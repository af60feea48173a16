"""Copying from a terminal: OSC 52 always, a native helper only where the clipboard is this machine's."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.environment import for_child

OSC_52_LIMIT = 74_994
"""Bytes of text in one sequence: the strictest common terminals take 100,000 characters of base64."""

_SCREEN_CHUNK = 700  # screen cuts a string at 768 bytes
_HELPERS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
)
_TIMEOUT = 2.0


@dataclass(frozen=True, slots=True)
class Copied:
    """Which roads the text of `size` characters took; `str()` says it in words."""

    size: int
    to_terminal: bool
    helper: str = ""

    def __str__(self) -> str:
        if self.helper:
            return f"Copied {_characters(self.size)} with {self.helper}"
        if self.to_terminal:
            return f"Sent {_characters(self.size)} to the terminal (OSC 52); it may refuse"
        return f"Not copied: {_characters(self.size)} is more than a terminal takes. Export it to a file"


def _characters(size: int) -> str:
    return "1 character" if size == 1 else f"{size:,} characters"


def osc52(text: str, multiplexer: str = "") -> str:
    """The sequence that sets the terminal's clipboard, wrapped so that tmux or screen passes it on.

    tmux needs `allow-passthrough on` or `set-clipboard on`, so it gets both forms.
    """
    sequence = f"\x1b]52;c;{base64.b64encode(text.encode(errors='replace')).decode()}\x07"
    if multiplexer == "tmux":
        escaped = sequence.replace("\x1b", "\x1b\x1b")
        return f"{sequence}\x1bPtmux;{escaped}\x1b\\"
    if multiplexer == "screen":
        pieces = (sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return sequence


def find_helper(env: Mapping[str, str]) -> tuple[str, ...]:
    """The native helper's command line; none over SSH, where it would set the wrong machine's clipboard."""
    if env.get("SSH_CONNECTION"):
        return ()
    for needs, command in _HELPERS:
        program = shutil.which(command[0], path=env.get("PATH"))
        if program and (not needs or env.get(needs)):
            return (program, *command[1:])
    return ()


def copy(text: str, write: Callable[[str], object], env: Mapping[str, str], multiplexer: str = "") -> Copied:
    """Copy by every road there is; `write` takes what goes to the terminal."""
    fits = len(text.encode(errors="replace")) <= OSC_52_LIMIT
    if fits:
        write(osc52(text, multiplexer))
    helper = find_helper(env)
    used = Path(helper[0]).name if helper and _run(helper, text) else ""
    return Copied(len(text), fits, used)


def _run(command: tuple[str, ...], text: str) -> bool:
    """Whether the helper took the text. wl-copy and xclip stay behind as servers: their output is closed."""
    try:
        done = subprocess.run(
            command,
            input=text.encode(errors="replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            env=for_child(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
