"""The first message of a client: what it wants of the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.simulator.refusals import INVALID, Refused
from tui.wire.spelling import pick, pick_list, pick_map, pick_text


@dataclass(frozen=True, slots=True)
class Setup:
    """A setup, read in either spelling. `body` is all of it, as it came."""

    body: Mapping[str, Any]

    @property
    def model_path(self) -> str:
        """The model as the client names it: `models/…` or `projects/…/publishers/google/models/…`."""
        return pick_text(self.body, "model")

    @property
    def model(self) -> str:
        """The model's own name, without what the backend puts before it."""
        return self.model_path.rpartition("/")[2]

    @property
    def generation(self) -> Mapping[str, Any]:
        """`generationConfig`, empty where there is none."""
        return pick_map(self.body, "generationConfig")

    @property
    def modalities(self) -> list[str]:
        """What the client wants the answer in; empty where the model may choose."""
        return [str(name).upper() for name in pick_list(self.generation, "responseModalities")]

    @property
    def voice(self) -> str:
        """The name of the prebuilt voice, or empty."""
        voice = pick(pick(self.generation, "speechConfig"), "voiceConfig")
        return pick_text(pick(voice, "prebuiltVoiceConfig"), "voiceName")

    @property
    def thinking(self) -> Mapping[str, Any]:
        """`thinkingConfig`, empty where there is none."""
        return pick_map(self.generation, "thinkingConfig")

    @property
    def wants_affection(self) -> bool:
        """Whether affective dialog is switched on."""
        return bool(pick(self.generation, "enableAffectiveDialog"))

    @property
    def resumes(self) -> bool:
        """Whether the client wants handles."""
        return pick(self.body, "sessionResumption") is not None

    @property
    def handle(self) -> str:
        """The handle to resume with, or empty."""
        return pick_text(pick(self.body, "sessionResumption"), "handle")

    @property
    def transparent(self) -> bool:
        """Whether resumption updates are to say which message was consumed last."""
        return bool(pick(pick(self.body, "sessionResumption"), "transparent"))

    @property
    def transcribes_output(self) -> bool:
        """Whether the client wants the words of the voice."""
        return pick(self.body, "outputAudioTranscription") is not None

    @property
    def transcribes_input(self) -> bool:
        """Whether the client wants its own words back."""
        return pick(self.body, "inputAudioTranscription") is not None

    @property
    def detection(self) -> Mapping[str, Any]:
        """`automaticActivityDetection`, empty where there is none."""
        return pick_map(pick(self.body, "realtimeInputConfig"), "automaticActivityDetection")

    @property
    def detects_activity(self) -> bool:
        """Whether the server has to find out when the user speaks."""
        return not pick(self.detection, "disabled", False)

    @property
    def system(self) -> str:
        """The words of the system instruction."""
        return words_of(pick(self.body, "systemInstruction"))

    @property
    def tools(self) -> list[Any]:
        """`tools`, as they came."""
        return pick_list(self.body, "tools")


def words_of(content: Any) -> str:
    """The text of a `Content`: its parts, joined."""
    return " ".join(pick_text(part, "text") for part in pick_list(content, "parts")).strip()


def read_setup(message: Any) -> Setup:
    """The setup in the first message. Raises Refused where there is none."""
    body = pick(message, "setup")
    if not isinstance(body, Mapping) or not pick_text(body, "model"):
        raise Refused(INVALID)
    return Setup(body)
