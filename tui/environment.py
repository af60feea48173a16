"""The keys that this process was given, and what leaves it without them."""

from __future__ import annotations

import os
from collections.abc import Mapping

KEYS = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
"""Variables that hold a key of the service; the first that is set is the one in use."""


_entered: list[str] = []


def keep_secret(key: str) -> None:
    """A key that was entered for this run is left out wherever those of the environment are."""
    _entered.append(key)


def secrets(env: Mapping[str, str] = os.environ) -> list[str]:
    """The keys themselves: of the environment, and entered."""
    return [env[name] for name in KEYS if env.get(name)] + _entered


def for_child(env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a program that we start is told: all but the keys.

    A command that a model can have run, or a player of sound, has no use for them. One that has takes its
    own from a file or from a variable of another name.
    """
    return {name: value for name, value in env.items() if name not in KEYS}


def without_keys(text: str, env: Mapping[str, str] = os.environ) -> str:
    """The text with every key in it replaced by a word."""
    for secret in secrets(env):
        text = text.replace(secret, "[key]")
    return text
