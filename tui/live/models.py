"""What is known of each Live model. It ages: a check against it is a warning, never a refusal.

Sources: model pages of ai.google.dev and docs.cloud.google.com, pydantic-ai 2.68 `profiles/google.py`
(measured), as of 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DEFAULT_MODEL = "gemini-3.8-live"


class InputKind(StrEnum):
    """How a typed turn goes out."""

    CLIENT_CONTENT = "clientContent"
    REALTIME = "realtimeInput"


@dataclass(frozen=True, slots=True)
class Model:
    """One model: what it answers in, what it takes. `thinking`: none, optional or required."""

    name: str
    backends: frozenset[str] = frozenset({"developer"})
    modalities: frozenset[str] = frozenset({"audio"})
    input_kind: InputKind = InputKind.CLIENT_CONTENT
    thinking: str = "none"
    tools: bool = True
    ends_turns: bool = True
    api_version: str = "v1beta"
    known: bool = True


_BOTH = frozenset({"developer", "vertex"})
_VERTEX = frozenset({"vertex"})
_TEXT = frozenset({"text"})

MODELS: tuple[Model, ...] = (
    Model("gemini-3.8-live", _BOTH),
    Model("gemini-3.8-live-extended-thinking", _BOTH, thinking="required"),
    Model("gemini-3.1-flash-live-preview", input_kind=InputKind.REALTIME, thinking="optional"),
    Model("gemini-2.5-flash-native-audio-preview-12-2025", thinking="optional"),
    Model("gemini-2.5-flash-native-audio-preview-09-2025", thinking="optional"),
    Model("gemini-2.5-flash-native-audio-latest", thinking="optional"),
    Model("gemini-live-2.5-flash-native-audio", _VERTEX, thinking="optional"),
    Model("gemini-live-2.5-flash", _VERTEX, frozenset({"text", "audio"})),
    Model("gemini-3.5-transcribe-live", modalities=_TEXT, tools=False, ends_turns=False),
    Model("gemini-3.5-transcribe-live-preview", _VERTEX, _TEXT, tools=False, ends_turns=False),
    Model("gemini-3.5-live-translate-preview", tools=False, ends_turns=False),
    Model("gemini-robotics-er-2-streaming-preview", modalities=_TEXT, thinking="optional"),
)
RETIRED = frozenset({"gemini-live-2.5-flash-preview", "gemini-2.0-flash-live-001", "gemini-2.0-flash-exp"})
_BY_NAME = {model.name: model for model in MODELS}


def bare_name(model: str) -> str:
    """`models/x` and `projects/…/models/x` → `x`."""
    return model.rsplit("/", 1)[-1]


def lookup(model: str) -> Model:
    """What is known of a model, or the usual with `known` false."""
    name = bare_name(model)
    return _BY_NAME.get(name) or Model(
        name, _BOTH, frozenset({"audio", "text"}), thinking="optional", known=False
    )
