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
    def model(self) -> str:
        """The model's own name, without what the backend puts before it."""
        return pick_text(self.body, "model").rpartition("/")[2]

    @property
    def generation(self) -> Mapping[str, Any]:
        """`generationConfig`, empty where there is none."""
        return pick_map(self.body, "generationConfig")

    @property
    def modality(self) -> str:
        """`AUDIO`, `TEXT` or what else was asked for; empty where the model may choose."""
        wanted = pick_list(self.generation, "responseModalities")
        return str(wanted[0]).upper() if wanted else ""

    @property
    def resumes(self) -> bool:
        """Whether the client wants handles."""
        return pick(self.body, "sessionResumption") is not None

    @property
    def handle(self) -> str:
        """The handle to resume with, or empty."""
        return pick_text(pick(self.body, "sessionResumption"), "handle")

    @property
    def transcribes_output(self) -> bool:
        """Whether the client wants the words of the voice."""
        return pick(self.body, "outputAudioTranscription") is not None


def read_setup(message: Any) -> Setup:
    """The setup in the first message. Raises Refused where there is none."""
    body = pick(message, "setup")
    if not isinstance(body, Mapping) or not pick_text(body, "model"):
        raise Refused(INVALID)
    return Setup(body)
