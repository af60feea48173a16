"""One theme file: TOML in, a Textual theme out, or a ThemeError that names the file and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.design import ColorSystem
from textual.theme import Theme

from tui.errors import ThemeError
from tui.text import clean_line

COLORS = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
    "boost",
)
_SETTINGS = ("name", "dark", "ansi", "colors", "textual")
_TEXT_STYLES = frozenset(
    ["none", "not", "bold", "dim", "italic", "underline", "underline2", "reverse", "strike", "blink"]
)
_TEXTUAL = frozenset(ColorSystem(primary="red").generate()) | {"text", "text-muted", "text-disabled"}


def read_theme(path: Path, variables: Iterable[str]) -> Theme:
    """The theme of a file; `variables` are the names that it may set beside Textual's own.

    Sections other than `[colors]` and `[textual]` are prefixes: `user` in `[speaker]` is `speaker-user`.
    Raises ThemeError.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ThemeError(f"{path.name} cannot be read: {error.strerror}", path=path) from error
    except ValueError as error:
        raise ThemeError(f"{path.name} is not TOML: {error}", path=path) from error
    return _Reader(path, frozenset(variables)).theme(document)


class _Reader:
    def __init__(self, path: Path, variables: frozenset[str]) -> None:
        self.path = path
        self.variables = variables

    def theme(self, document: Mapping[str, Any]) -> Theme:
        sections = {name.partition("-")[0] for name in self.variables}
        self._known(document, {*_SETTINGS, *sections})
        palette = self._section(document, "colors")
        self._known(palette, COLORS, "colors.")
        if "primary" not in palette:
            raise self._wrong("colors.primary", "is missing; it is the one colour a theme must have")
        theme = Theme(
            name=self._setting(document, "name", self.path.stem, str),
            primary=self._color("colors.primary", palette["primary"]),
            dark=self._setting(document, "dark", True, bool),
            ansi=self._setting(document, "ansi", False, bool),
            variables=self._variables(document, sections),
        )
        colors: dict[str, Any] = {
            name: self._color(f"colors.{name}", value) for name, value in palette.items()
        }
        return replace(theme, **colors)

    def _variables(self, document: Mapping[str, Any], sections: Iterable[str]) -> dict[str, str]:
        found = {}
        for section in sections:
            members = self._section(document, section)
            allowed = [name[len(section) + 1 :] for name in self.variables if name.startswith(section + "-")]
            self._known(members, allowed, section + ".")
            for name, value in members.items():
                found[f"{section}-{name}"] = self._color(f"{section}.{name}", value)
        own = self._section(document, "textual")
        self._known(own, _TEXTUAL, "textual.")
        return found | {name: self._textual(name, value) for name, value in own.items()}

    def _setting(self, document: Mapping[str, Any], key: str, default: Any, kind: type) -> Any:
        value = document.get(key, default)
        if not isinstance(value, kind):
            raise self._wrong(key, f"should be {'text' if kind is str else 'true or false'}")
        return clean_line(str(value)) if kind is str else value

    def _section(self, document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = document.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, f"should be a section, [{key}]")
        return dict(value)

    def _known(self, members: Mapping[str, Any], allowed: Iterable[str], prefix: str = "") -> None:
        names = sorted(allowed)
        for name in members:
            if name not in names:
                near = get_close_matches(name, names, n=1)
                raise self._wrong(
                    prefix + name, "is unknown" + (f"; did you mean {prefix}{near[0]}?" if near else "")
                )

    def _color(self, key: str, value: object) -> str:
        try:
            return Color.parse(str(value)).hex
        except ColorParseError as error:
            raise self._wrong(key, f"is not a colour: {value!r}") from error

    def _textual(self, name: str, value: object) -> str:
        """A variable of Textual's own: a text style, or a colour that may carry its opacity (`red 50%`)."""
        text = str(value)
        if "style" in name:
            if not text or set(text.split()) - _TEXT_STYLES:
                raise self._wrong(f"textual.{name}", f"is no text style: {value!r}")
            return text
        color, _, opacity = text.partition(" ")
        if opacity and not opacity.removesuffix("%").isdigit():
            raise self._wrong(f"textual.{name}", f"is not a colour: {value!r}")
        return text if color == "auto" else f"{self._color(f'textual.{name}', color)} {opacity}".strip()

    def _wrong(self, key: str, what: str) -> ThemeError:
        key, what = clean_line(key), clean_line(what)
        return ThemeError(f"{self.path.name}: {key} {what}", path=self.path, key=key)
