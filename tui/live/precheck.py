"""A look at the setup before dialling, against what is known of the model. Warnings: the table ages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.live.models import RETIRED, Model, bare_name, lookup
from tui.live.setup import Endpoint, Setup
from tui.wire.spelling import pick, pick_list, pick_map

_LIVE_TOOLS = {"function_declarations", "functionDeclarations", "google_search", "googleSearch"}


def warnings(endpoint: Endpoint, setup: Setup) -> list[str]:
    """Sentences that name the model and the field, most serious first."""
    model = lookup(setup.model)
    name = bare_name(setup.model)
    if name in RETIRED:
        return [f"{name} was retired"]
    if not model.known:
        return [f"{name} is not a model this program knows: it is not checked"]
    checks = (_backend(endpoint, model), _modality(setup, model), _thinking(setup, model))
    rest = (_tools(setup, model), _fields(endpoint, setup, model))
    return [f"{name}: {said}" for found in (*checks, *rest) for said in found]


def _backend(endpoint: Endpoint, model: Model) -> Iterator[str]:
    if endpoint.backend not in model.backends:
        yield f"is offered on {' and '.join(sorted(model.backends))}, not on {endpoint.backend}"


def _modality(setup: Setup, model: Model) -> Iterator[str]:
    if setup.modality not in model.modalities:
        yield f"modality {setup.modality}: it answers in {' or '.join(sorted(model.modalities))}"


def _thinking(setup: Setup, model: Model) -> Iterator[str]:
    config = pick_map(setup.extra, "thinkingConfig")
    if config and model.thinking == "none":
        yield "thinking_config: it takes none"
    if model.thinking == "required":
        level = str(pick(config, "thinkingLevel", "")).upper()
        if not level:
            yield "thinking_config: it needs thinking_level LOW, MEDIUM or HIGH"
        elif level == "MINIMAL":
            yield "thinking_config: it refuses thinking_level MINIMAL"


def _tools(setup: Setup, model: Model) -> Iterator[str]:
    tools = pick_list(setup.extra, "tools")
    if tools and not model.tools:
        yield "tools: it takes none"
    for tool in tools:
        for kind in tool if isinstance(tool, Mapping) else ():
            if kind not in _LIVE_TOOLS:
                yield f"tools: {kind} is refused or does nothing live"
        for function in pick_list(tool, "functionDeclarations"):
            if pick(function, "behavior") == "BLOCKING" and model.thinking == "required":
                yield f"tools: {pick(function, 'name')} is BLOCKING, which it refuses"


def _fields(endpoint: Endpoint, setup: Setup, model: Model) -> Iterator[str]:
    extra: Mapping[str, Any] = setup.extra
    if model.name.startswith("gemini-3") and pick(extra, "enableAffectiveDialog"):
        yield "enable_affective_dialog: it closes at the first message"
    if endpoint.vertexai:
        return
    if pick(extra, "proactivity") and endpoint.version_for(setup.model) != "v1alpha":
        yield "proactivity: the Developer API takes it on v1alpha only, see --api-version"
    if pick(extra, "explicitVadSignal") is not None:
        yield "explicit_vad_signal: Vertex only"
    if pick(pick(extra, "sessionResumption"), "transparent") is not None:
        yield "session_resumption.transparent: Vertex only"
