"""A run of audio frames in numbers: how long it sounds, how it arrived, and where playback ran dry."""

from __future__ import annotations

from array import array
from statistics import median

from tui.wire.frame import Frame
from tui.wire.pcm import duration
from tui.wire.spelling import pick, pick_list, pick_map, pick_text
from tui.wire.summary import SEPARATOR, bytes_text, seconds_text

_SAMPLED = 1000
"""Gaps the median is taken from; a longer run is sampled evenly."""


class AudioRun:
    """Folds frames of one run, given by time and payload size alone; the first one is parsed.

    The frames of a run have one shape and differ in their base64 only, so what surrounds it in the first
    tells the sound in the others, to a sample or two. seconds: of sound. dry: the frames before which
    everything received so far had been played, with the silence in seconds.
    """

    def __init__(self, first: Frame) -> None:
        data, self._mime = _blob(first)
        self._direction = first.direction
        self._around = len(first.payload) - len(data)
        self._played_out = first.t
        self._last = first.t
        self._gaps: array[float] = array("d")
        self.frames = 0
        self.bytes = 0
        self.seconds = 0.0
        self.dry: dict[int, float] = {}

    def feed(self, n: int, t: float, size: int) -> None:
        """The n-th frame of the journal, which arrived at `t` with a payload of `size` bytes."""
        if self.frames:
            self._gaps.append(t - self._last)
            if t > self._played_out:
                self.dry[n] = t - self._played_out
        self._last = t
        sound = duration(max(0, size - self._around) * 3 // 4, self._mime, self._direction)
        self._played_out = max(self._played_out, t) + sound
        self.frames += 1
        self.bytes += size
        self.seconds += sound

    def __str__(self) -> str:
        """`audio ×143 · 1.9 MB · 39.6 s · gap p50 12 ms, max 310 ms · ran dry ×2`."""
        parts = [f"audio ×{self.frames:,}", bytes_text(self.bytes), seconds_text(self.seconds)]
        if self._gaps:
            sample = self._gaps[:: max(1, len(self._gaps) // _SAMPLED)]
            parts.append(f"gap p50 {seconds_text(median(sample))}, max {seconds_text(max(self._gaps))}")
        if self.dry:
            parts.append(f"ran dry ×{len(self.dry):,}")
        return SEPARATOR.join(parts)


def _blob(frame: Frame) -> tuple[str, str]:
    """The base64 and the mime type of an audio frame, sent or received."""
    content = pick(frame.message, "serverContent")
    parts = pick_list(pick(content, "modelTurn"), "parts")
    candidates = [pick_map(part, "inlineData") for part in parts]
    sent = pick(frame.message, "realtimeInput")
    candidates += [pick_map(sent, "audio"), *pick_list(sent, "mediaChunks")]
    found = next((blob for blob in candidates if pick_text(blob, "data")), {})
    return pick_text(found, "data"), pick_text(found, "mimeType")
