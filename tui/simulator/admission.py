"""What the service refuses in a setup: each with the close it was seen to send."""

from __future__ import annotations

from tui.simulator import refusals
from tui.simulator.endpoint import Endpoint
from tui.simulator.families import VOICES, Family, Thinking, family_of
from tui.simulator.refusals import Close, Refused
from tui.simulator.setup import Setup
from tui.wire.spelling import pick, pick_list, pick_text


def admit(setup: Setup, endpoint: Endpoint) -> Family:
    """The family that will answer. Raises Refused at the first thing the service does not accept."""
    family = family_of(setup.model)
    if family is None:
        raise Refused(
            refusals.unknown_publisher_model(setup.model_path)
            if endpoint.vertex
            else refusals.unknown_model(setup.model, endpoint.version)
        )
    checks = (_backend, _modality, _voice, _thinking, _tools)
    for check in checks:
        if close := check(setup, family, endpoint):
            raise Refused(close)
    return family


def _backend(setup: Setup, family: Family, endpoint: Endpoint) -> Close | None:
    vertex_only = setup.transparent or pick(setup.body, "explicitVadSignal")
    return refusals.NOT_IMPLEMENTED if vertex_only and not endpoint.vertex else None


def _modality(setup: Setup, family: Family, endpoint: Endpoint) -> Close | None:
    if len(setup.modalities) > 1:
        return refusals.INVALID
    for name in setup.modalities:
        if name not in family.modalities:
            native = endpoint.vertex and name == "TEXT"
            return refusals.NO_TEXT_VOICE if native else refusals.modality(name)
    return None


def _voice(setup: Setup, family: Family, endpoint: Endpoint) -> Close | None:
    known = not setup.voice or setup.voice in VOICES
    return None if known else refusals.unknown_voice(setup.voice)


def _thinking(setup: Setup, family: Family, endpoint: Endpoint) -> Close | None:
    level = pick_text(setup.thinking, "thinkingLevel").upper()
    match family.thinking:
        case Thinking.NONE if setup.thinking:
            return refusals.NO_THINKING_LEVEL
        case Thinking.NO_LEVEL if level:
            return refusals.NO_THINKING_LEVEL_VERTEX
        case Thinking.LEVEL_REQUIRED if not level:
            return refusals.THINKING_LEVEL_MISSING
        case Thinking.LEVEL_REQUIRED if level not in ("LOW", "MEDIUM", "HIGH"):
            return refusals.thinking_level(level)
    return None


def _tools(setup: Setup, family: Family, endpoint: Endpoint) -> Close | None:
    for tool in setup.tools:
        if pick(tool, "codeExecution") is not None and not family.executes_code:
            return refusals.NO_CODE_EXECUTION
        declarations = pick_list(tool, "functionDeclarations")
        blocking = any(pick(function, "behavior") == "BLOCKING" for function in declarations)
        if blocking and not family.schedules:
            return refusals.NO_BLOCKING
    return None
