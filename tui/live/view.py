"""What google-genai would have made of a received frame: its dump, or the exception it would raise.

Computed by the SDK itself, from the frame alone, on demand: nothing of this is in the way of a conversation.
"""

from __future__ import annotations

import asyncio
import warnings
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class SdkView:
    """dump: as the quickstart prints a message; empty where `error` stands instead."""

    dump: str = ""
    error: str = ""
    warnings: list[str] = field(default_factory=list)


class _OneFrame:
    """A socket that receives one frame."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload

    async def recv(self, decode: bool | None = None) -> bytes:
        return self._payload


def sdk_view(payload: bytes, *, vertexai: bool = False) -> SdkView:
    """Let the SDK receive one payload. Imports google.genai: call it from a thread."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            message = asyncio.run(_receive(payload, vertexai))
            dump = message.model_dump_json(indent=2, exclude_none=True)
        except Exception as error:  # whatever the SDK raises is the answer
            return SdkView(error=f"{type(error).__name__}: {error}", warnings=_said(caught))
    return SdkView(dump=dump, warnings=_said(caught))


def _said(caught: list[warnings.WarningMessage]) -> list[str]:
    return [str(warning.message) for warning in caught if issubclass(warning.category, UserWarning)]


async def _receive(payload: bytes, vertexai: bool) -> Any:
    from google.genai.live import AsyncSession

    client = cast(Any, SimpleNamespace(vertexai=vertexai))
    messages = AsyncSession(client, cast(Any, _OneFrame(payload))).receive()
    try:
        return await anext(messages)
    finally:
        await cast(Any, messages).aclose()
