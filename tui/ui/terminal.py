"""What the terminal can do, and the environment that tells Textual so.

Textual reads its environment once, at import: this module knows no Textual and runs before it.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Literal

Color = Literal["truecolor", "256", "16", "none"]

COLORS = ("auto", "truecolor", "256", "16", "none")
"""The values of `--color`."""

_TRUECOLOR_TERMS = ("kitty", "ghostty", "alacritty", "foot", "wezterm", "contour", "rio", "direct")
_TRUECOLOR_SIGNS = ("WT_SESSION", "KONSOLE_VERSION", "VTE_VERSION", "KITTY_WINDOW_ID")
_TRUECOLOR_PROGRAMS = ("iTerm2", "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio")
_SYSTEMS: dict[Color, str] = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": "standard"}


@dataclass(frozen=True, slots=True)
class Terminal:
    """What there is to draw on. `multiplexer` is `tmux`, `screen` or empty."""

    color: Color = "truecolor"
    remote: bool = False
    slow: bool = False
    mouse: bool = True
    reader: bool = False
    multiplexer: str = ""

    @property
    def flushes_per_second(self) -> int:
        """How often the panes may pull what is new."""
        return 2 if self.slow else 5 if self.remote else 10

    @property
    def still(self) -> bool:
        """Nothing may move by itself: no spinner, no blinking, no meter that runs."""
        return self.remote or self.slow or self.reader

    @property
    def hueless(self) -> bool:
        """Whether only a theme that reverses instead of colouring will do."""
        return self.color in ("16", "none")


def detect(
    env: Mapping[str, str],
    *,
    color: str = "auto",
    slow_link: str = "auto",
    mouse: bool = True,
    reader: bool = False,
) -> Terminal:
    """The terminal as the environment and the options (`--color`, `--slow-link`, …) describe it.

    `SSH_CONNECTION` is what counts, not `SSH_TTY`: inside tmux the latter is stale.
    """
    return Terminal(
        color=_color(env) if color == "auto" else _chosen(color),
        remote=bool(env.get("SSH_CONNECTION")) and slow_link != "off",
        slow=slow_link == "on",
        mouse=mouse and not reader,
        reader=reader,
        multiplexer=_multiplexer(env),
    )


def _chosen(color: str) -> Color:
    return next((known for known in _SYSTEMS if known == color), "truecolor")


def _color(env: Mapping[str, str]) -> Color:
    """`NO_COLOR` (when not empty), then what the terminal says of itself; ssh does not forward COLORTERM."""
    term = env.get("TERM", "")
    if env.get("NO_COLOR") or term == "dumb":
        return "none"
    told = env.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if told and _multiplexer(env) != "screen":  # hands on the word of the terminal around it
        return "truecolor"
    if any(name in term for name in _TRUECOLOR_TERMS) or _is_known_for_truecolor(env):
        return "truecolor"
    return "256" if "256color" in term else "16"


def _is_known_for_truecolor(env: Mapping[str, str]) -> bool:
    if _multiplexer(env):
        return False
    programs = (env.get("TERM_PROGRAM"), env.get("LC_TERMINAL", "").replace("iTerm2", "iTerm.app"))
    return any(sign in env for sign in _TRUECOLOR_SIGNS) or any(
        name in _TRUECOLOR_PROGRAMS for name in programs
    )


def _multiplexer(env: Mapping[str, str]) -> str:
    if env.get("TMUX"):
        return "tmux"
    return "screen" if env.get("STY") else ""


def shape(env: MutableMapping[str, str], terminal: Terminal) -> None:
    """Tell Textual, through its environment. What the user has set for Textual by hand stays."""
    env["TEXTUAL_COLOR_SYSTEM"] = _SYSTEMS[terminal.color]
    env.setdefault("TEXTUAL_ANIMATIONS", "none")
    env.setdefault("TEXTUAL_FPS", "30" if not terminal.still else "15")
    if terminal.still:
        env.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    env.pop("NO_COLOR", None)  # Textual turns grey where it stands, even empty
    if terminal.color == "none":
        env["NO_COLOR"] = "1"
    if terminal.hueless:
        env.setdefault("TEXTUAL_THEME", "ansi-dark")  # the one way to be colourless from the first frame
