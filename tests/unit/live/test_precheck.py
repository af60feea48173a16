"""A setup against what is known of its model."""

from __future__ import annotations

from typing import Any

import pytest

from tui.errors import CredentialsError
from tui.live.models import MODELS, InputKind, lookup
from tui.live.precheck import warnings
from tui.live.setup import Endpoint, Setup
from tui.live.validation import problems

DEVELOPER = Endpoint(api_key="k")
VERTEX = Endpoint(vertexai=True, project="p", location="l")
FUNCTION = {"function_declarations": [{"name": "f", "behavior": "BLOCKING"}]}


def setup(model: str, modality: str = "audio", **extra: Any) -> Setup:
    return Setup(model, modality, extra=extra)


CASES: list[tuple[Endpoint, Setup, str]] = [
    (DEVELOPER, setup("gemini-2.0-flash-live-001"), "was retired"),
    (DEVELOPER, setup("models/gemini-9-live"), "not a model this program knows"),
    (DEVELOPER, setup("gemini-3.8-live", "text"), "modality text"),
    (DEVELOPER, setup("gemini-robotics-er-2-streaming-preview"), "modality audio"),
    (DEVELOPER, setup("gemini-live-2.5-flash"), "offered on vertex"),
    (VERTEX, setup("gemini-3.1-flash-live-preview"), "offered on developer"),
    (DEVELOPER, setup("gemini-3.8-live", thinking_config={"thinking_level": "LOW"}), "it takes none"),
    (DEVELOPER, setup("gemini-3.8-live-extended-thinking"), "it needs thinking_level"),
    (
        DEVELOPER,
        setup("gemini-3.8-live-extended-thinking", thinking_config={"thinking_level": "minimal"}),
        "refuses thinking_level MINIMAL",
    ),
    (
        DEVELOPER,
        setup(
            "gemini-3.8-live-extended-thinking", thinking_config={"thinkingLevel": "LOW"}, tools=[FUNCTION]
        ),
        "f is BLOCKING",
    ),
    (DEVELOPER, setup("gemini-3.5-live-translate-preview", tools=[FUNCTION]), "tools: it takes none"),
    (DEVELOPER, setup("gemini-3.8-live", tools=[{"code_execution": {}}]), "code_execution"),
    (DEVELOPER, setup("gemini-3.8-live", enable_affective_dialog=True), "enable_affective_dialog"),
    (DEVELOPER, setup("gemini-3.8-live", proactivity={"proactive_audio": True}), "v1alpha only"),
    (DEVELOPER, setup("gemini-3.8-live", explicit_vad_signal=True), "Vertex only"),
    (DEVELOPER, setup("gemini-3.8-live", session_resumption={"transparent": True}), "Vertex only"),
]


@pytest.mark.parametrize(("endpoint", "asked", "warning"), CASES, ids=[case[2] for case in CASES])
def test_a_warning_names_the_model_and_the_field(endpoint: Endpoint, asked: Setup, warning: str) -> None:
    said = warnings(endpoint, asked)
    assert len(said) == 1
    assert warning in said[0]
    assert asked.model.removeprefix("models/") in said[0]


@pytest.mark.parametrize("model", [model.name for model in MODELS])
def test_what_a_model_wants_gives_no_warning(model: str) -> None:
    known = lookup(model)
    endpoint = DEVELOPER if "developer" in known.backends else VERTEX
    thinking = {"thinking_config": {"thinking_level": "LOW"}} if known.thinking == "required" else {}
    asked = Setup(model, sorted(known.modalities)[0], extra=thinking)
    assert not warnings(endpoint, asked)
    assert not problems(asked.config("a-handle"))


def test_how_a_typed_turn_goes_out_depends_on_the_model_and_can_be_overruled() -> None:
    assert Setup("gemini-3.1-flash-live-preview").input is InputKind.REALTIME
    assert Setup("models/gemini-3.8-live").input is InputKind.CLIENT_CONTENT
    assert Setup("gemini-3.8-live", input_kind=InputKind.REALTIME).input is InputKind.REALTIME


def test_a_setup_comes_back_from_its_own_frame() -> None:
    wire = {
        "model": "models/gemini-3.8-live",
        "generationConfig": {"responseModalities": ["TEXT"], "temperature": 0.5, "speech_config": {}},
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "sessionResumption": {"handle": "old"},
        "contextWindowCompression": {"sliding_window": {}},
    }
    again = Setup.from_wire(wire)
    assert (again.model, again.modality) == ("gemini-3.8-live", "text")
    config = again.config("new")
    assert config["session_resumption"] == {"handle": "new"}
    assert (config["temperature"], config["response_modalities"]) == (0.5, ["TEXT"])
    assert not problems(config)


def test_the_defaults_ask_for_what_a_terminal_needs() -> None:
    config = Setup().config()
    assert config["output_audio_transcription"] == {}
    assert config["context_window_compression"] == {"sliding_window": {}}
    assert config["session_resumption"] == {}
    assert "output_audio_transcription" not in Setup(modality="text").config()
    assert Setup(extra={"context_window_compression": None}).config()["context_window_compression"]


ENV = {"GEMINI_API_KEY": "secret", "GOOGLE_GEMINI_BASE_URL": "https://here", "SSL_CERT_FILE": "/ca.pem"}


def test_the_endpoint_is_what_the_sdks_environment_says() -> None:
    endpoint = Endpoint.from_env(ENV, api_version="v1alpha", base_url="")
    assert (endpoint.base_url, endpoint.api_version, endpoint.ca_file) == (
        "https://here",
        "v1alpha",
        "/ca.pem",
    )
    assert "secret" not in repr(endpoint)
    both = {"GOOGLE_API_KEY": "first", "GEMINI_API_KEY": "second"}
    assert Endpoint.from_env(both).api_key == "first"
    vertex = {"GOOGLE_GENAI_USE_VERTEXAI": "True", "GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_CLOUD_LOCATION": "l"}
    assert Endpoint.from_env(vertex).backend == "vertex"


@pytest.mark.parametrize("env", [{}, {"GOOGLE_GENAI_USE_VERTEXAI": "1", "GOOGLE_CLOUD_PROJECT": "p"}])
def test_nothing_to_authenticate_with_is_exit_code_3(env: dict[str, str]) -> None:
    with pytest.raises(CredentialsError) as caught:
        Endpoint.from_env(env)
    assert caught.value.exit_code == 3
    assert caught.value.hint


def test_the_api_version_is_as_set_or_as_the_model_needs() -> None:
    assert Endpoint(api_key="k", api_version="v1").version_for("gemini-3.8-live") == "v1"
    assert Endpoint(api_key="k").version_for("gemini-3.1-flash-live-preview") == "v1beta"
    assert Endpoint(api_key="auth_tokens/x").version_for("gemini-3.8-live") == "v1alpha"
    assert VERTEX.version_for("gemini-3.8-live") == ""
