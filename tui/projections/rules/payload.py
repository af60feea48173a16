"""Rules about what one frame holds: JSON, members nobody knows, sound."""

from __future__ import annotations

from itertools import islice
from typing import Any

from tui.projections.notes import in_band_error
from tui.projections.rules.rule import Check, Rule, Scene, Severity
from tui.projections.sound import Clip, clips
from tui.text import clean_line, shorten
from tui.wire.frame import Direction, Frame
from tui.wire.kinds import Kind
from tui.wire.schema import CLIENT, SERVER, unknown_members
from tui.wire.spelling import camel

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_SHOWN = 8
"""How many unknown members are named; the frame itself shows the rest."""


class NotUnderstood(Rule):
    """What google-genai 3.4 would raise on, drop, or keep with a warning."""

    watched = Kind.UNKNOWN.bit | Kind.NOT_JSON.bit | Kind.ERROR.bit
    not_json = Check("not-json", Severity.ERROR, "The frame is not one JSON value: google-genai raises on it")
    raises = Check(
        "sdk-raises",
        Severity.ERROR,
        "google-genai knows no member of this frame: its receive loop ends with a TypeError",
    )
    said = Check("service-error", Severity.ERROR, "The service reported an error in a message")
    empty = Check(
        "empty-frame", Severity.INFO, "The frame is empty: google-genai makes a message without members of it"
    )
    field = Check("unknown-field", Severity.WARNING, "The frame has members google-genai does not know")
    value = Check("unknown-value", Severity.INFO, "The frame has enum values google-genai does not know")
    checks = (not_json, raises, said, empty, field, value)

    def see(self, row: int, frame: Frame) -> None:
        kinds, message = frame.kinds, frame.message
        if not frame.payload.strip() or frame.value == {}:
            self.find(self.empty, row)
        elif kinds & Kind.NOT_JSON.bit:
            self.find(self.not_json, row, detail=f"{len(frame.payload)} bytes")
        elif kinds & Kind.ERROR.bit and frame.direction is Direction.RECEIVE:
            self.find(self.said, row, detail=clean_line(in_band_error(message)))
        elif not message or not _is_known(frame):
            self.find(self.raises, row, detail=_names(message))
        else:
            self._unknown(row, frame)

    def _unknown(self, row: int, frame: Frame) -> None:
        unknown = list(islice(unknown_members(frame.direction, frame.value), _SHOWN))
        values = [f"{path}={value}" for path, value in unknown if _is_enum(frame.direction, path)]
        fields = [path for path, _ in unknown if not _is_enum(frame.direction, path)]
        if fields:
            self.find(self.field, row, detail=_listed(fields))
        if values:
            self.find(self.value, row, detail=_listed(values))


class BrokenSound(Rule):
    """Sound that does not decode, or that a player would play at the wrong speed."""

    watched = Kind.AUDIO.bit | Kind.REALTIME_AUDIO.bit
    base64 = Check("bad-base64", Severity.ERROR, "Audio is not valid base64")
    odd = Check(
        "odd-pcm", Severity.ERROR, "16-bit PCM with an odd number of bytes: every later sample is noise"
    )
    missing = Check("rate-missing", Severity.WARNING, "PCM was sent without a sample rate in its mime type")
    header = Check("rate-contradicts", Severity.ERROR, "The sound contradicts its mime type")
    changed = Check("rate-changed", Severity.WARNING, "The sample rate changed within the session")
    checks = (base64, odd, missing, header, changed)

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._rates: dict[Direction, int] = {}
        self._missing: set[int] = set()

    def see(self, row: int, frame: Frame) -> None:
        for clip in clips(frame):
            if not _is_base64(clip.data):
                self.find(self.base64, row, detail=f"{len(clip.data)} characters")
            elif clip.is_pcm:
                self._pcm(row, frame, clip)

    def _pcm(self, row: int, frame: Frame, clip: Clip) -> None:
        if clip.size % 2:
            self.find(self.odd, row, detail=f"{clip.size} bytes")
        if clip.data.startswith("UklGR"):
            self.find(self.header, row, detail=f"a WAV file, sent as {clean_line(clip.mime)}")
        if clip.rate is None:
            if frame.direction is Direction.SEND and frame.conn not in self._missing:
                self._missing.add(frame.conn)
                self.find(self.missing, row, detail=clean_line(clip.mime))
        elif clip.rate != self._rates.setdefault(frame.direction, clip.rate):
            before, self._rates[frame.direction] = self._rates[frame.direction], clip.rate
            self.find(self.changed, row, detail=f"{before} Hz, then {clip.rate} Hz")


def _is_base64(data: str) -> bool:
    """Standard or URL-safe alphabet, padded or not, with a length that base64 can have."""
    try:
        rest = data.encode("ascii").translate(None, _ALPHABET)
    except UnicodeEncodeError:
        return False
    if rest.strip(b"=") or not data.endswith(rest.decode()):
        return False
    return len(rest) <= 2 and (len(data) % 4 == 0 if rest else len(data) % 4 != 1)


def _is_known(frame: Frame) -> bool:
    """Whether any top-level member is known."""
    known = SERVER if frame.direction is Direction.RECEIVE else CLIENT
    return any(camel(name) in known for name in frame.message)


def _is_enum(direction: Direction, path: str) -> bool:
    """Whether the schema knows the member, so that only its value can be unknown."""
    schema: Any = SERVER if direction is Direction.RECEIVE else CLIENT
    for name in path.split("."):
        schema = schema.get(camel(name)) if isinstance(schema, dict) else None
    return isinstance(schema, frozenset)


def _names(message: object) -> str:
    return _listed(list(message)) if isinstance(message, dict) else ""


def _listed(names: list[str]) -> str:
    shown = ", ".join(clean_line(shorten(name, 60)) for name in names[:_SHOWN])
    return f"{shown}, …" if len(names) > _SHOWN else shown
