"""Where to connect, and what to ask for: an `Endpoint` and a `Setup`. Plain facts, no SDK."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from tui.consent import Consent
from tui.environment import key_in, require_key
from tui.errors import CredentialsError
from tui.live.address import require_address
from tui.live.models import DEFAULT_MODEL, InputKind, bare_name, lookup
from tui.live.tools import Answer
from tui.wire.spelling import camel, pick, pick_list, pick_map, pick_text, snake

_NOT_CONFIG = {"model", "generationConfig", "responseModalities", "sessionResumption"}
_TRUE = {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A service and how to be let in. Empty strings leave the choice to the SDK."""

    api_key: str = field(default="", repr=False)
    base_url: str = ""
    api_version: str = ""
    vertexai: bool = False
    project: str = ""
    location: str = ""
    ca_file: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str], **overrides: Any) -> Self:
        """As `named_in`. Raises CredentialsError, too, where there is nothing to authenticate with."""
        endpoint = cls.named_in(env, **overrides)
        endpoint.require_credentials()
        return endpoint

    @classmethod
    def named_in(cls, env: Mapping[str, str], **overrides: Any) -> Self:
        """From the SDK's own variables; a true override wins. Raises ConfigError for what is no address."""
        vertexai = env.get("GOOGLE_GENAI_USE_VERTEXAI", "").lower() in _TRUE
        base_url = "GOOGLE_VERTEX_BASE_URL" if vertexai else "GOOGLE_GEMINI_BASE_URL"
        endpoint = cls(
            api_key=key_in(env),
            base_url=env.get(base_url, ""),
            api_version=env.get("GOOGLE_GENAI_API_VERSION", ""),
            vertexai=vertexai,
            project=env.get("GOOGLE_CLOUD_PROJECT", ""),
            location=env.get("GOOGLE_CLOUD_LOCATION", ""),
            ca_file=env.get("SSL_CERT_FILE", ""),
        )
        endpoint = replace(endpoint, **{name: value for name, value in overrides.items() if value})
        require_address(endpoint.base_url)
        return endpoint

    def require_credentials(self) -> None:
        """Raises CredentialsError where there is nothing to authenticate with."""
        if self.vertexai and self.project and self.location:
            return
        if self.vertexai and not self.api_key:
            hint = "Set GOOGLE_CLOUD_PROJECT and GOOGLE_CLOUD_LOCATION"
            raise CredentialsError("no Google Cloud project and location", hint=hint)
        if not self.api_key:
            raise CredentialsError("no API key", hint="Set GEMINI_API_KEY, or try gemini-tui --demo")
        require_key(self.api_key)

    @property
    def is_token(self) -> bool:
        """Whether the key is an ephemeral token."""
        return self.api_key.startswith("auth_tokens/")

    @property
    def backend(self) -> str:
        """`developer` or `vertex`."""
        return "vertex" if self.vertexai else "developer"

    def version_for(self, model: str) -> str:
        """The API version: as set, `v1alpha` for ephemeral tokens, else what the model is known to need.

        Every public report of a Live session on the Developer API names v1beta or v1alpha; the SDK's own
        default since 3.0 is v1.
        """
        if self.api_version or self.vertexai:
            return self.api_version
        return "v1alpha" if self.is_token else lookup(model).api_version


@dataclass(frozen=True, slots=True)
class Setup:
    """What the session is asked to be. `extra` holds further fields of LiveConnectConfig, in snake_case.

    answers: how calls of its functions are answered, by name; consent: whether commands may be among them.
    locate: where a field of `extra` was set, in words.
    """

    model: str = DEFAULT_MODEL
    modality: str = "audio"
    voice: str = ""
    system: str = ""
    input_kind: InputKind | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    consent: Consent = field(default_factory=Consent)
    locate: Callable[[tuple[str, ...]], str] = ".".join

    @classmethod
    def from_wire(cls, setup: Mapping[str, Any]) -> Self:
        """What an earlier setup frame asked for, its handle left out."""
        flat = {**pick_map(setup, "generationConfig"), **setup}
        extra = {snake(name): value for name, value in flat.items() if camel(name) not in _NOT_CONFIG}
        modalities = pick_list(flat, "responseModalities") or ["AUDIO"]
        return cls(
            bare_name(pick_text(setup, "model")) or DEFAULT_MODEL, str(modalities[0]).lower(), extra=extra
        )

    @property
    def input(self) -> InputKind:
        """How a typed turn is sent: as set, else as the model wants it."""
        return self.input_kind or lookup(self.model).input_kind

    @property
    def marks_activity(self) -> bool:
        """Whether the service was told not to find out by itself when the user speaks."""
        found = pick_map(pick_map(self.extra, "realtimeInputConfig"), "automaticActivityDetection")
        return pick(found, "disabled") is True

    def config(self, handle: str = "") -> dict[str, Any]:
        """The fields of a LiveConnectConfig: defaults, then `extra`, then what was named, then the handle."""
        config: dict[str, Any] = {"context_window_compression": {"sliding_window": {}}}
        if self.modality == "audio":
            config |= {"output_audio_transcription": {}, "input_audio_transcription": {}}
        config |= {name: value for name, value in self.extra.items() if value is not None}
        config["response_modalities"] = [self.modality.upper()]
        if self.voice:
            config["speech_config"] = {"voice_config": {"prebuilt_voice_config": {"voice_name": self.voice}}}
        if self.system:
            config["system_instruction"] = self.system
        config["session_resumption"] = dict(self.extra.get("session_resumption") or {})
        if handle:
            config["session_resumption"]["handle"] = handle
            config.pop("history_config", None)  # the service has the history; it would wait for it again
        return config
