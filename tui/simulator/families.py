"""The models, and how each family of them behaves on the wire.

Source: frames recorded from the service, and what clients measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto


class Order(Enum):
    """How the words and the sound of an answer follow each other."""

    INTERLEAVED = auto()
    TOGETHER = auto()
    WORDS_FIRST = auto()
    TRANSLATED = auto()
    WORDS_ONLY = auto()


class Thinking(Enum):
    """What a model takes of `thinkingConfig`."""

    ANY = auto()
    NONE = auto()
    NO_LEVEL = auto()
    LEVEL_REQUIRED = auto()


class CallId(Enum):
    """What the id of a function call looks like."""

    FUNCTION_CALL = "function-call-{}"
    FC = "fc_{}"
    UUID = "{}"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of models.

    modalities: what it answers in, the first where the client does not say.
    thinks_unasked: its thoughts are sent without `includeThoughts`.
    empty_content: `serverContent: {}` opens a turn and follows a tool's answer.
    withholds: sends an empty resumption update while it is busy with a typed turn.
    unasked_handles: sends handles to a client that did not ask for them.
    marks_activity: sends `voiceActivity` for speech it hears, and transcribes it unasked.
    turn_a_tool: a tool call ends a turn, its answer starts another.
    ends_generations, ends_turns: whether it says `generationComplete`, and `turnComplete`.
    interactive: sends `interactionStatus`.
    answers: whether it says anything but what it heard.
    """

    name: str
    modalities: tuple[str, ...] = ("AUDIO",)
    order: Order = Order.INTERLEAVED
    thinking: Thinking = Thinking.ANY
    call_id: CallId = CallId.FC
    thinks_unasked: bool = False
    empty_content: bool = False
    withholds: bool = False
    unasked_handles: bool = False
    marks_activity: bool = False
    turn_a_tool: bool = False
    ends_generations: bool = True
    ends_turns: bool = True
    interactive: bool = False
    affective: bool = False
    executes_code: bool = False
    schedules: bool = True
    answers: bool = True


NATIVE_25 = Family(
    "2.5 native audio",
    call_id=CallId.FUNCTION_CALL,
    thinks_unasked=True,
    withholds=True,
    affective=True,
)
LIVE_31 = Family("3.1", order=Order.TOGETHER, empty_content=True, unasked_handles=True, marks_activity=True)
LIVE_38 = Family("3.8", thinking=Thinking.NONE, marks_activity=True)
THINKING_38 = replace(
    LIVE_38,
    name="3.8 extended thinking",
    thinking=Thinking.LEVEL_REQUIRED,
    interactive=True,
    schedules=False,
)
HALF_CASCADE = Family(
    "2.5 half-cascade",
    modalities=("AUDIO", "TEXT"),
    order=Order.WORDS_FIRST,
    thinking=Thinking.NO_LEVEL,
    call_id=CallId.UUID,
    turn_a_tool=True,
    withholds=True,
    executes_code=True,
)
TRANSCRIBE = Family(
    "transcribe",
    modalities=("TEXT",),
    marks_activity=True,
    ends_generations=False,
    ends_turns=False,
    thinking=Thinking.NONE,
    answers=False,
)
TRANSLATE = Family(
    "translate",
    order=Order.TRANSLATED,
    unasked_handles=True,
    ends_generations=False,
    ends_turns=False,
    thinking=Thinking.NONE,
)
ROBOTICS = Family("robotics", modalities=("TEXT",), order=Order.WORDS_ONLY, empty_content=True)

_FAMILIES = [
    (r"gemini-3\.8-live-extended-thinking", THINKING_38),
    (r"gemini-3\.8-live", LIVE_38),
    (r"gemini-3\.1-flash-live", LIVE_31),
    (r"gemini-(live-)?2\.5-flash-(preview-)?native-audio", NATIVE_25),
    (r"gemini-live-2\.5-flash", HALF_CASCADE),
    (r"gemini-3\.5-transcribe-live", TRANSCRIBE),
    (r"gemini-3\.5-live-translate", TRANSLATE),
    (r"gemini-robotics-er-2-streaming", ROBOTICS),
]

MODELS = (
    "gemini-3.8-live",
    "gemini-3.8-live-extended-thinking",
    "gemini-3.1-flash-live-preview",
    "gemini-2.5-flash-native-audio-latest",
    "gemini-2.5-flash-native-audio-preview-12-2025",
    "gemini-live-2.5-flash",
    "gemini-live-2.5-flash-native-audio",
    "gemini-3.5-transcribe-live",
    "gemini-3.5-live-translate-preview",
    "gemini-robotics-er-2-streaming-preview",
)
"""What the simulator lists."""

VOICES = frozenset(
    """
    Achernar Achird Algenib Algieba Alnilam Aoede Autonoe Callirrhoe Charon Despina Enceladus Erinome
    Fenrir Gacrux Iapetus Kore Laomedeia Leda Orus Puck Pulcherrima Rasalgethi Sadachbia Sadaltager
    Schedar Sulafat Umbriel Vindemiatrix Zephyr Zubenelgenubi
    """.split()  # noqa: SIM905  thirty names read better as words
)


def family_of(model: str) -> Family | None:
    """The family of a model by its name; None for a model that is not (or no longer) served."""
    return next((family for pattern, family in _FAMILIES if re.match(pattern, model)), None)
