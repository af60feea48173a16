"""The keys that this process was given, which of them can be one, and what leaves it without them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from tui.errors import CredentialsError

KEYS = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
"""Variables that hold a key of the service; the first that is set is the one in use."""

_SHORTEST = 6
"""A shorter one is a placeholder, for a service that asks for none: it would be found in every text."""
_entered: list[str] = []


def key_in(env: Mapping[str, str]) -> str:
    """The key in use, without the space around it; empty where there is none."""
    return next((key for name in KEYS if (key := env.get(name, "").strip())), "")


def require_key(key: str) -> None:
    """Raises CredentialsError for what no service can be sent as a key: it goes into a header."""
    if not (key.isascii() and key.isprintable()) or " " in key:
        what = "the API key holds characters that no key has, such as a space or a curly quote"
        raise CredentialsError(what, hint="Copy it again, whole and without anything around it")


def keep_secret(key: str) -> None:
    """A key that was entered for this run is left out wherever those of the environment are."""
    _entered.append(key)


def secrets(env: Mapping[str, str] = os.environ) -> list[str]:
    """The keys themselves: of the environment, and entered."""
    keys = [*(env.get(name, "").strip() for name in KEYS), *_entered]
    return [key for key in keys if len(key) >= _SHORTEST]


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
