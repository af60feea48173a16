"""With which service a conversation is held, and whether it is the one that a saved session was held with."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, replace
from shlex import join
from typing import Self

from tui.commands import options
from tui.errors import ConfigError, HeldElsewhere
from tui.live.setup import Endpoint
from tui.store.metadata import Metadata
from tui.store.session import without_secrets
from tui.text import clean_line

DEMO = "simulator"
"""The endpoint that a session's metadata names when it was held with the built-in simulator."""
GOOGLE = "generativelanguage.googleapis.com"


@dataclass(frozen=True, slots=True)
class Place:
    """As a session's metadata has it. backend: `developer` or `vertex`. endpoint: an address without
    secrets, empty for Google's own, or `DEMO`.
    """

    backend: str = "developer"
    endpoint: str = ""

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        """Where an endpoint leads."""
        return cls(endpoint.backend, without_secrets(endpoint.base_url))

    @classmethod
    def held(cls, metadata: Metadata) -> Self:
        """Where a session was held."""
        return cls(metadata.backend, metadata.endpoint)

    @property
    def is_demo(self) -> bool:
        """Whether it is the built-in simulator, and no key goes anywhere."""
        return self.endpoint == DEMO

    def is_same(self, other: Place) -> bool:
        """Whether a handle of one is known to the other: however the address is written."""
        return self._key == other._key

    @property
    def _key(self) -> tuple[str, str]:
        """The SDK dials wss, whatever the scheme says."""
        authority, slash, path = self.endpoint.rpartition("://")[2].rstrip("/").partition("/")
        address = authority.lower().removesuffix(":443") + slash + path
        if self.is_demo:
            return "", DEMO
        return self.backend, "" if (self.backend, address) == ("developer", GOOGLE) else address

    def __str__(self) -> str:
        """In words."""
        if self.is_demo:
            return "the built-in simulator"
        vertex = self.backend == "vertex"
        if not self.endpoint:
            return "Vertex AI" if vertex else "the Gemini API of Google"
        return clean_line(self.endpoint) + (", as Vertex AI" if vertex else "")

    def reached(self, env: Mapping[str, str], api_version: str = "") -> Endpoint:
        """How to get there, with the credentials that there are. Raises CredentialsError."""
        vertex = str(self.backend == "vertex")
        named = Endpoint.named_in({**env, "GOOGLE_GENAI_USE_VERTEXAI": vertex}, api_version=api_version)
        endpoint = replace(named, base_url=self.endpoint or _own_address(named))
        endpoint.require_credentials()
        return endpoint


def _own_address(endpoint: Endpoint) -> str:
    """Google's, named: the SDK would look for another in the environment."""
    if not endpoint.vertexai:
        return f"https://{GOOGLE}"
    region = "" if endpoint.location in ("", "global") else f"{endpoint.location}-"
    return f"https://{region}aiplatform.googleapis.com"


def going_on(arguments: Namespace, metadata: Metadata, env: Mapping[str, str] = os.environ) -> list[str]:
    """What to type behind `--resume ID` so that a session is dialled where it was held: of what was typed for
    this command, never a secret, or else the address it has kept.
    """
    held = Place.held(metadata)
    typed = {name: getattr(arguments, name, None) or "" for name in ("profile", "base_url", "api_version")}
    words = options.given("--profile", typed["profile"])
    if held.is_demo:
        return words
    try:
        here = Place.of(options.service(Namespace(**typed), env))
    except ConfigError:
        here = held
    if not held.is_same(here):
        return words + options.given("--base-url", held.endpoint)
    words += options.given("--base-url", without_secrets(typed["base_url"]))
    return words + options.given("--api-version", typed["api_version"])


def held_elsewhere(session: str, held: Place, here: Place) -> HeldElsewhere:
    """The refusal to dial another service than a session was held with, and what to type instead."""
    return HeldElsewhere(
        f"session {session} was held with {held}; this would dial {here}", hint=_way_back(held, here)
    )


def _way_back(held: Place, here: Place) -> str:
    if here.is_demo:
        return "Leave out --demo"
    if held.backend != here.backend:
        value = "true" if held.backend == "vertex" else "false"
        return f"Set GOOGLE_GENAI_USE_VERTEXAI={value}"
    if not held.endpoint:
        return "Leave out the --base-url or --profile, and unset the base URL in the environment"
    return f"Add {clean_line(join(['--base-url', held.endpoint]))}"
