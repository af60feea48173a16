"""The keys in our environment, and what leaves this process without them."""

from __future__ import annotations

import os
from collections.abc import Mapping

KEYS = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
"""Variables that hold a key of the service; the first that is set is the one in use."""


def secrets(env: Mapping[str, str] = os.environ) -> list[str]:
    """The keys themselves."""
    return [env[name] for name in KEYS if env.get(name)]


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
