"""config.toml: profiles, and which of them is the default.

    profile = "work"

    [profiles.work]
    model = "gemini-3.8-live"
    voice = "Puck"

    [profiles.work.live]            # any field of google-genai's LiveConnectConfig
    temperature = 0.4

    [profiles.work.tools.get_time]  # a function the model may call, and its answer
    description = "The time of day"
    command = ["date", "+%H:%M"]

Other sections belong to the screen and are left alone here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from tui.errors import ConfigError
from tui.text import nearest


@dataclass(frozen=True, slots=True)
class Profile:
    """A named choice of service, model and setup. Empty strings are not set."""

    name: str = ""
    model: str = ""
    modality: str = ""
    voice: str = ""
    system: str = ""
    input: str = ""
    audio: str = ""
    mic: str = ""
    base_url: str = ""
    api_version: str = ""
    live: Mapping[str, Any] = field(default_factory=dict)
    tools: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


MEMBERS = tuple(member.name for member in fields(Profile) if member.name != "name")
"""What a profile may set."""
_CHOICES = {"modality": ("audio", "text"), "input": ("clientContent", "realtimeInput")}
_TABLES = ("live", "tools")


@dataclass(frozen=True, slots=True)
class Config:
    """The file's content. values: all of it, as TOML has it."""

    path: Path
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it; a file that is not there is an empty one. Raises ConfigError."""
        try:
            text = path.read_text(encoding="utf-8")
            return cls(path, text, tomllib.loads(text))
        except FileNotFoundError:
            return cls(path)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: {error}", hint="Correct the line", path=path) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"cannot read {path}: {error}", hint="Make it readable", path=path) from error

    def table(self, name: str) -> Mapping[str, Any]:
        """A section that belongs to somebody else; empty where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, Mapping) else {}

    def profile(self, name: str | None = None) -> Profile:
        """The profile named, else the file's default, else an empty one. Raises ConfigError."""
        chosen = name or self.values.get("profile") or ""
        if not chosen:
            return Profile()
        if chosen not in self.profiles:
            known = ", ".join(self.profiles) or "none"
            raise ConfigError(f"no profile {chosen}", hint=f"Known: {known}", path=self.path, key="profile")
        for error in self.problems_of(chosen):
            raise error
        return Profile(name=chosen, **self.table("profiles")[chosen])

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of those there are."""
        return tuple(self.table("profiles"))

    def problems_of(self, name: str) -> Iterator[ConfigError]:
        """What is wrong with the members of a profile, but for what is within `live` and `tools`."""
        table = self.table("profiles")[name]
        if not isinstance(table, Mapping):
            yield self.problem(("profiles", name), "must be a table")
            return
        for key, value in table.items():
            here = ("profiles", name, key)
            if key not in MEMBERS:
                guess = nearest(key, MEMBERS) or f"; fields of the SDK go into [profiles.{name}.live]"
                yield self.problem(here, f"is not known here{guess}")
            elif not isinstance(value, Mapping if key in _TABLES else str):
                yield self.problem(here, "must be a table" if key in _TABLES else "must be text")
            elif key in _CHOICES and value not in _CHOICES[key]:
                yield self.problem(here, f"must be {' or '.join(_CHOICES[key])}")

    def placed(self, problem: str) -> str:
        """A problem that begins with its key, with file and line before it."""
        key, colon, what = problem.partition(": " if ": " in problem.partition(" ")[0] + " " else " ")
        return f"{self.place(tuple(key.split('.')))}{colon}{what}"

    def problem(self, key: tuple[str, ...], what: str) -> ConfigError:
        """An error that names file, line and key."""
        dotted = ".".join(key)
        return ConfigError(f"{self.place(key)} {what}", hint="Correct it", path=self.path, key=dotted)

    def place(self, key: tuple[str, ...]) -> str:
        """File, line and key."""
        return f"{self.path}:{line_of(self.text, key)}: {'.'.join(key)}"


def line_of(text: str, key: tuple[str, ...]) -> int:
    """The line, from 1, that sets a key, or the nearest table above it."""
    table: tuple[str, ...] = ()
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("["):
            table = here = _names(line.partition("]")[0].strip("[ "))
        else:
            here = table + _names(line.partition("=")[0]) if "=" in line else ()
        if here and len(here) > depth and key[: len(here)] == here:
            best, depth = number, len(here)
    return best


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
