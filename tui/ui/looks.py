"""How the app looks: the `[ui]` section of config.toml, and what an option overrules. Knows no Textual."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from tui.paths import make_private
from tui.store.saved_filters import SavedFilters
from tui.text import clean_line, nearest
from tui.ui.terminal import COLORS, Terminal

SWITCH = ("auto", "on", "off")
LineChoice = Literal["quiet", "stock"]
LINES: tuple[LineChoice, ...] = ("quiet", "stock")


def _setting(default: Any, doc: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"doc": doc, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[ui]` section. Each field's metadata say what it is for and what it may be."""

    theme: str = _setting("", "The colours: a shipped theme, one of Textual's, or your own.")
    color: str = _setting("auto", "What the terminal can show.", COLORS)
    mouse: bool = _setting(True, "Whether the mouse works in the app, or selects in the terminal.")
    slow_link: str = _setting("auto", "Send less to the terminal. auto: less over SSH.", SWITCH)
    screen_reader: bool = _setting(False, "One column, nothing that rewrites itself, said line by line.")
    line: str = _setting(
        "quiet", "quiet: only what changed, a frame at a time. stock: as Textual does.", LINES
    )


@dataclass(frozen=True, slots=True)
class Looks:
    """What the app is handed: the terminal, the theme's name, the user's keys and filters, what is wrong
    in config.toml, to be asked after the first frame.

    theme_kept: the file that remembers which theme was chosen last. theme_fixed: the one that config.toml
    names: it is worn at every start, whatever was chosen.
    """

    terminal: Terminal = field(default_factory=Terminal)
    theme: str = ""
    line: LineChoice = "quiet"
    user_themes: Path | None = None
    theme_kept: Path | None = None
    theme_fixed: str = ""
    keys: Mapping[str, object] = field(default_factory=dict)
    filters: SavedFilters = field(default_factory=SavedFilters)
    proofread: Callable[[], Sequence[str]] = tuple


def kept_theme(path: Path) -> str:
    """The name of the theme that was chosen last; empty where none was."""
    try:
        return clean_line(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return ""


def keep_theme(path: Path, name: str) -> None:
    """Remember that a theme was chosen. Raises OSError."""
    make_private(path.parent)
    path.write_text(f"{name}\n", encoding="utf-8")


def read_settings(table: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """The `[ui]` table, and what is wrong with it; a setting with a mistake keeps its default."""
    known = {setting.name: setting for setting in fields(Settings)}
    good: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        setting = known.get(name)
        choices = setting.metadata["choices"] if setting else ()
        if setting is None:
            problems.append(f"ui.{clean_line(name)} is no setting{nearest(name, known)}")
        elif type(value) is not type(setting.default):
            wanted = "true or false" if isinstance(setting.default, bool) else "text"
            problems.append(f"ui.{name} should be {wanted}")
        elif choices and value not in choices:
            problems.append(f"ui.{name} should be one of {', '.join(choices)}")
        else:
            good[name] = value
    return Settings(**good), problems
