"""Everything that is wrong in config.toml, each mistake with its line, its key and the nearest right one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from tui.config import MEMBERS, Config
from tui.errors import ConfigError
from tui.store.saved_filters import SavedFilters
from tui.store.standing import Lifetimes
from tui.text import nearest
from tui.ui.looks import Settings, read_settings

_TABLES = ("profiles", "ui", "shelf", "filters", "keys")
_HOMES = (
    dict.fromkeys(MEMBERS, "[profiles.NAME]")
    | dict.fromkeys((setting.name for setting in fields(Settings)), "[ui]")
    | dict.fromkeys(Lifetimes.SETTINGS, "[shelf]")
)
"""Which section a setting belongs into."""


def mistakes(config: Config) -> Iterator[str]:
    """What is wrong with names, kinds and values, as far as it can be told at a start."""
    yield from _top(config)
    yield from _profiles(config)
    _, wrong = read_settings(config.table("ui"))
    yield from map(config.placed, wrong)
    yield from map(config.placed, Lifetimes.problems(config.table("shelf")))


def all_mistakes(config: Config) -> list[str]:
    """Also what the SDK says of the profiles, and the screen of keys and filters. It loads them: a second."""
    from tui.ui.actions import ACTIONS
    from tui.ui.keymap import read_keymap

    _, wrong = read_keymap(config.table("keys"), ACTIONS)
    wrong = [f"keys: {clash}" if clash.startswith("'") else f"keys.{clash}" for clash in wrong]
    wrong += SavedFilters(None, config.table("filters")).problems
    return [*mistakes(config), *_fields(config), *map(config.placed, wrong)]


def _top(config: Config) -> Iterator[str]:
    for key, value in config.values.items():
        if key in _TABLES:
            if not isinstance(value, Mapping):
                yield config.problem((key,), "must be a section").message
        elif key == "profile":
            if not isinstance(value, str):
                yield config.problem((key,), "must be text").message
            elif value not in config.table("profiles"):
                yield config.problem((key,), f"names no profile{nearest(value, config.profiles)}").message
        else:
            yield config.problem((key,), _astray(key, value)).message


def _astray(key: str, value: Any) -> str:
    if (home := _HOMES.get(key)) is not None:
        return f"belongs into {home[:-1]}.{key}]" if isinstance(value, Mapping) else f"belongs into {home}"
    guess = nearest(key, [*_TABLES, "profile", *_HOMES])
    home = next((f" in {home}" for name, home in _HOMES.items() if repr(name) in guess), "")
    return f"is not known here{guess.rstrip('?')}{home}?" if guess else "is not known"


def _profiles(config: Config) -> Iterator[str]:
    from tui.live import profiles

    for name in config.profiles:
        wrong = [*config.problems_of(name)]
        yield from (error.message for error in wrong)
        if not wrong:
            yield from (error.message for error in profiles.problems(config, config.profile(name)))


def _fields(config: Config) -> Iterator[str]:
    """What the SDK says of those profiles that are right for us."""
    from tui.live.validation import problems

    for name in config.profiles:
        try:
            live = config.profile(name).live
        except ConfigError:
            continue
        for problem in problems(live):
            yield f"{config.place(('profiles', name, 'live', *problem.path))}: {problem.what}"
