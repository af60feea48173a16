"""Where a client dialled: which service it takes us for, and which version of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs

from websockets.http11 import Request


class Backend(StrEnum):
    """The two services that speak this protocol, with their own spellings."""

    DEVELOPER = "developer"
    VERTEX = "vertex"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A backend and its API version: `v1`, `v1beta`, `v1alpha`, `v1beta1`."""

    backend: Backend
    version: str

    @property
    def vertex(self) -> bool:
        """Whether the frames have Vertex's spelling."""
        return self.backend is Backend.VERTEX


def key_of(request: Request) -> str:
    """What the client authenticates with: a key or a token, from a header or the address; or empty."""
    headers, query = request.headers, request.path.partition("?")[2]
    query_key = parse_qs(query).get("key") or parse_qs(query).get("access_token") or [""]
    bearer = headers.get("Authorization", "").rpartition(" ")[2]
    return headers.get("x-goog-api-key") or bearer or query_key[0]


_SERVICE = {
    "google.ai.generativelanguage.{}.GenerativeService.BidiGenerateContent": Backend.DEVELOPER,
    "google.ai.generativelanguage.{}.GenerativeService.BidiGenerateContentConstrained": Backend.DEVELOPER,
    "google.cloud.aiplatform.{}.LlmBidiService/BidiGenerateContent": Backend.VERTEX,
}
_VERSION = re.compile(r"\.(v\d\w*)\.")


def locate(path: str) -> Endpoint | None:
    """The endpoint of a request path; None for a path the service does not know.

    The SDK dials `//ws/…`, since its base URL ends in a slash: any number of slashes will do.
    """
    name = path.partition("?")[0].lstrip("/")
    version = _VERSION.search(name)
    if not name.startswith("ws/") or version is None:
        return None
    service = name.removeprefix("ws/").replace(version[0], ".{}.", 1)
    backend = _SERVICE.get(service)
    return Endpoint(backend, version[1]) if backend else None
