"""Scenarios in TOML files: the packaged ones by name, a user's own by path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import tui.simulator.verbs  # noqa: F401  makes the verbs known
from tui.errors import ConfigError
from tui.simulator.scenario import OCCASIONS, Rule, Scenario
from tui.simulator.steps import Step, parse_step

_PACKAGED = resources.files("tui.simulator") / "scenarios"
_HINT = "`gemini-tui simulate --steps` lists what a scenario can say"
_DOLLAR = re.compile(r"\$(?:(\w+)|\{(\w+)\})")


def packaged() -> list[str]:
    """The names of the scenarios that come with the program."""
    return sorted(
        path.name.removesuffix(".toml") for path in _PACKAGED.iterdir() if path.name.endswith(".toml")
    )


def load(name: str, overrides: Mapping[str, str] | None = None) -> Scenario:
    """A packaged scenario by name, or a file by its path. Raises ConfigError with the line."""
    if name in packaged():
        return parse_scenario(
            (_PACKAGED / f"{name}.toml").read_text("utf-8"), Path(name + ".toml"), overrides
        )
    path = Path(name).expanduser()
    try:
        return parse_scenario(path.read_text("utf-8"), path, overrides)
    except OSError as error:
        hint = f"Give a file, or one of {', '.join(packaged())}"
        raise ConfigError(f"there is no scenario {name}: {error.strerror}", hint=hint, path=path) from error


def parse_scenario(text: str, path: Path, overrides: Mapping[str, str] | None = None) -> Scenario:
    """The scenario of a file's text. Raises ConfigError with all that is wrong, each with its line."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        problems = [(int(line[1]) if line else text.count("\n") + 1, str(error))]
        raise _wrong(path, problems) from error
    reader = _Reader(_Lines(text), document, overrides or {})
    scenario = reader.read(path.stem)
    if reader.problems:
        raise _wrong(path, reader.problems)
    if reader.base:
        scenario = replace(scenario, rules=scenario.rules + load(reader.base).rules)
    return scenario


def _wrong(path: Path, problems: list[tuple[int, str]]) -> ConfigError:
    message = "; ".join(f"{path}:{line}: {what}" for line, what in problems)
    return ConfigError(message, hint=_HINT, path=path)


class _Lines:
    """Where things stand in a file, for people: lines from 1."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._rules = [n for n, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]

    def of_key(self, name: str, rule: int | None) -> int:
        """The line of a member of a rule (from 0) or of the file; else where that starts."""
        return self._find(rf"\s*(\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[]=.]", rule)

    def of_text(self, text: str, rule: int | None) -> int:
        """The line of a text in a rule; else where that starts."""
        return self._find(f".*{re.escape(text)}", rule)

    def _find(self, pattern: str, rule: int | None) -> int:
        start, stop = self._bounds(rule)
        found = (n for n in range(start, stop) if re.match(pattern, self._lines[n]))
        return next(found, start) + 1

    def _bounds(self, rule: int | None) -> tuple[int, int]:
        """Where a rule starts and stops. Rules that are not `[[rule]]` tables are anywhere."""
        starts = [*self._rules, len(self._lines)]
        if rule is None:
            return 0, starts[0]
        return (starts[rule], starts[rule + 1]) if rule < len(self._rules) else (0, len(self._lines))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value has to be, and how it is read."""

    name: str
    fits: Callable[[Any], bool]


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


_TEXT = _Kind("a text", lambda value: isinstance(value, str))
_NUMBER = _Kind("a number", _number)
_TEXTS = _Kind("a list of texts", _texts)
_COUNT = _Kind("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool))
_TABLE = _Kind("a table", lambda value: isinstance(value, dict))
_TABLES = _Kind("`[[rule]]` tables", _tables)
_TOP = {
    "about": _TEXT,
    "base": _TEXT,
    "pace": _NUMBER,
    "playback": _NUMBER,
    "hears": _TEXTS,
    "parameters": _TABLE,
    "rule": _TABLES,
}
_RULE = {"on": _TEXT, "when": _TEXT, "after": _TEXT, "model": _TEXT, "times": _COUNT, "steps": _TEXTS}


class _Reader:
    """Reads a parsed document; what is wrong with it is in `problems`, as (line, words)."""

    def __init__(self, lines: _Lines, document: dict[str, Any], overrides: Mapping[str, str]) -> None:
        self.problems: list[tuple[int, str]] = []
        self._lines = lines
        self._document = document
        self._parameters = self._override(overrides)
        self.base = ""

    def _override(self, overrides: Mapping[str, str]) -> dict[str, str]:
        table = self._document.get("parameters", {})
        known = {name: str(value) for name, value in table.items()} if isinstance(table, dict) else {}
        for name in overrides.keys() - known.keys():
            names = ", ".join(known) or "none"
            self.problems.append((1, f"there is no parameter `{name}`; there are: {names}"))
        return known | dict(overrides)

    def read(self, name: str) -> Scenario:
        top = self._checked(self._document, _TOP, None)
        self.base = top.get("base", "")
        if self.base and self.base not in packaged():
            self._wrong("base", None, f"`base` is one of {', '.join(packaged())}")
        rules = [self._rule(table, number) for number, table in enumerate(top.get("rule", []))]
        return Scenario(
            name=name,
            about=top.get("about", ""),
            pace=float(top.get("pace", 0)),
            playback=float(top.get("playback", 0)),
            hears=tuple(top.get("hears", ())),
            parameters=self._parameters,
            rules=tuple(rules),
        )

    def _checked(self, table: dict[str, Any], kinds: dict[str, _Kind], rule: int | None) -> dict[str, Any]:
        """The members that are known and of their kind; the others are problems."""
        good = {}
        for name, value in table.items():
            if name not in kinds:
                self._wrong(name, rule, f"there is no `{name}` here; there are: {', '.join(kinds)}")
            elif not kinds[name].fits(value):
                self._wrong(name, rule, f"`{name}` is {kinds[name].name}")
            else:
                good[name] = value
        return good

    def _wrong(self, key: str, rule: int | None, what: str) -> None:
        self.problems.append((self._lines.of_key(key, rule), what))

    def _rule(self, table: dict[str, Any], number: int) -> Rule:
        members = self._checked(table, _RULE, number)
        on = members.get("on", "turn")
        if on not in OCCASIONS:
            self._wrong("on", number, f"`on` is one of {', '.join(OCCASIONS)}, not `{on}`")
        patterns = {
            name: self._pattern(members[name], name, number)
            for name in ("when", "after", "model")
            if name in members
        }
        steps = tuple(self._steps(members.get("steps", []), on, number))
        return Rule(on=on, times=members.get("times"), steps=steps, **patterns)

    def _pattern(self, value: str, name: str, number: int) -> re.Pattern[str]:
        try:
            return re.compile(value, re.IGNORECASE)
        except re.error as error:
            self._wrong(name, number, f"`{name}` is no regular expression: {error}")
            return re.compile("")

    def _steps(self, lines: list[str], on: str, number: int) -> Iterator[Step]:
        for line in lines:
            try:
                yield self._step(line, on)
            except ValueError as error:
                self.problems.append((self._lines.of_text(line, number), str(error)))

    def _step(self, line: str, on: str) -> Step:
        """A line's step. Raises ValueError where it is none, or none for the occasion."""
        step = parse_step(_DOLLAR.sub(self._fill, line))
        if on == "upgrade" and not step.verb.concerns_service:
            raise ValueError(f"`{step.verb.name}` needs a client, and on upgrade there is none")
        return step

    def _fill(self, match: re.Match[str]) -> str:
        """A parameter's value; what is no parameter is left for when the step is played."""
        return self._parameters.get(match[1] or match[2], match[0])
