"""The colours of the program, by name, and the themes that give them.

Widgets use these as theme variables, `$speaker-user` in TCSS and in `Content` styles, beside Textual's
own (`$primary`, `$text-muted`, `$error`, …). A theme file sets them by section: `user` in `[speaker]`.

    speaker-    user model thought tool note
    direction-  send receive event
    kind-       setup text thought audio media code transcript turn tool usage handle voice content
                event error unknown
    json-       key string number keyword punctuation payload
    state-      live ready expiring expired refused
    diff-       added removed changed
    match-      foreground background

Nothing is said by colour alone: each of them stands beside a word or a shape.
"""

from __future__ import annotations

from pathlib import Path

from textual.color import Color
from textual.theme import Theme

from tui.errors import ThemeError
from tui.ui.themefile import read_theme
from tui.wire.kinds import Kind

DEFAULT = "dusk"
NO_HUE = "terminal"
"""The theme for sixteen colours and for none: it reverses where others colour."""

_FAINT = "faint"
_SOURCES = {
    "speaker-user": "text-accent",
    "speaker-model": "text-primary",
    "speaker-thought": _FAINT,
    "speaker-tool": "text-secondary",
    "speaker-note": _FAINT,
    "direction-send": "text-accent",
    "direction-receive": "text-primary",
    "direction-event": _FAINT,
    "kind-setup": "text-secondary",
    "kind-text": "foreground",
    "kind-thought": _FAINT,
    "kind-audio": _FAINT,
    "kind-media": _FAINT,
    "kind-code": "text-secondary",
    "kind-transcript": "foreground",
    "kind-turn": "text-success",
    "kind-tool": "text-secondary",
    "kind-usage": "text-warning",
    "kind-handle": "text-accent",
    "kind-voice": _FAINT,
    "kind-content": "foreground",
    "kind-event": _FAINT,
    "kind-error": "text-error",
    "kind-unknown": "text-warning",
    "json-key": "text-primary",
    "json-string": "text-success",
    "json-number": "text-warning",
    "json-keyword": "text-secondary",
    "json-punctuation": _FAINT,
    "json-payload": _FAINT,
    "state-live": "text-success",
    "state-ready": "text-primary",
    "state-expiring": "text-warning",
    "state-expired": _FAINT,
    "state-refused": "text-error",
    "diff-added": "text-success",
    "diff-removed": "text-error",
    "diff-changed": "text-warning",
    "match-foreground": "background",
    "match-background": "warning",
}
_ANSI = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""What Textual's own styles want of a theme with `ansi = true`, and its palette does not make."""

VARIABLES = tuple(_SOURCES)
"""Every name of our own, in the order of the table above."""

_FAMILIES = {
    "setup": (Kind.SETUP, Kind.SETUP_COMPLETE, Kind.CONTEXT_UPDATE),
    "text": (Kind.TEXT, Kind.CLIENT_CONTENT, Kind.REALTIME_TEXT),
    "thought": (Kind.THOUGHT,),
    "audio": (Kind.AUDIO, Kind.REALTIME_AUDIO),
    "media": (Kind.MEDIA, Kind.REALTIME_VIDEO),
    "code": (Kind.CODE,),
    "transcript": (Kind.OUTPUT_TRANSCRIPTION, Kind.INPUT_TRANSCRIPTION, Kind.INTERIM_TRANSCRIPTION),
    "turn": (Kind.GENERATION_COMPLETE, Kind.TURN_COMPLETE, Kind.INTERRUPTED),
    "tool": (Kind.TOOL_CALL, Kind.TOOL_CANCEL, Kind.TOOL_RESPONSE),
    "usage": (Kind.USAGE,),
    "handle": (Kind.RESUMPTION,),
    "voice": (Kind.VOICE_ACTIVITY, Kind.ACTIVITY, Kind.INTERACTION_STATUS, Kind.WAITING_FOR_INPUT),
    "content": (Kind.SERVER_CONTENT, Kind.GROUNDING, Kind.URL_CONTEXT),
    "event": (Kind.EVENT,),
    "error": (Kind.ERROR, Kind.CLOSE, Kind.GO_AWAY),
    "unknown": (Kind.UNKNOWN, Kind.NOT_JSON),
}
KIND_VARIABLES = {kind: f"kind-{family}" for family, kinds in _FAMILIES.items() for kind in kinds}
"""The variable of each kind: `KIND_VARIABLES[Kind.USAGE]` is `kind-usage`."""


def variable_defaults(theme: Theme) -> dict[str, str]:
    """A literal colour for every name of ours, from a theme's palette (Textual takes no `$names` here)."""
    palette = theme.to_color_system().generate()
    palette[_FAINT] = _faint(palette)
    if theme.ansi:
        palette["background"] = "ansi_black"
    return _ANSI | {name: palette[source] for name, source in _SOURCES.items()}


def _faint(palette: dict[str, str]) -> str:
    foreground, background = (Color.parse(palette[name]) for name in ("foreground", "background"))
    if foreground.ansi is not None or background.ansi is not None:
        return foreground.hex
    return background.blend(foreground, 0.68).hex


def load_theme(path: Path) -> Theme:
    """The theme of one file. Raises ThemeError."""
    return read_theme(path, VARIABLES)


def load_themes(*directories: Path) -> tuple[list[Theme], list[ThemeError]]:
    """The themes of every `*.toml` in the directories, and what is wrong with the others.

    A directory that is not there holds none; a later theme of the same name replaces an earlier one.
    """
    good: dict[str, Theme] = {}
    problems = []
    for path in (path for directory in directories for path in sorted(directory.glob("*.toml"))):
        try:
            theme = load_theme(path)
            good[theme.name] = theme
        except ThemeError as problem:
            problems.append(problem)
    return list(good.values()), problems


def stamp(directory: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a theme in the directory is saved, added or removed: names, times and sizes."""
    return tuple(sorted(_entries(directory)))


def _entries(directory: Path) -> list[tuple[str, int, int]]:
    found = []
    for path in directory.glob("*.toml"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found.append((path.name, status.st_mtime_ns, status.st_size))
    return found
