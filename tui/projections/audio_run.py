"""A run of audio frames in numbers: how long it sounds, how it arrived, and where playback ran dry."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import chain, compress
from operator import sub
from statistics import median

from tui.wire.frame import Direction, Frame
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
        data, mime = _blob(first)
        self._around = len(first.payload) - len(data)
        self._is_played = first.direction is Direction.RECEIVE
        self._seconds_a_byte = duration(1, mime, first.direction)
        self._played_out = first.t
        self._last = first.t
        self._gaps: array[float] = array("d")
        self._longest = 0.0
        self.frames = 0
        self.bytes = 0
        self.seconds = 0.0
        self.dry: dict[int, float] = {}

    def feed(self, frames: Sequence[int], times: Sequence[float], sizes: Sequence[int]) -> None:
        """More of the run: numbers in the journal, Unix seconds of arrival, bytes of payload.

        A run can be a whole recording: each frame costs a fraction of a microsecond.
        """
        if not frames:
            return
        before = [self._last] if self.frames else times[:1]
        gaps = array("d", map(sub, times, chain(before, times)))
        self._note_gaps(gaps if self.frames else gaps[1:])
        sounds = [max(0, size - self._around) * 3 // 4 * self._seconds_a_byte for size in sizes]
        self._play(frames, times, sounds)
        self._last = times[-1]
        self.frames += len(frames)
        self.bytes += sum(sizes)
        self.seconds += sum(sounds)

    def _note_gaps(self, gaps: array[float]) -> None:
        self._gaps += gaps
        self._longest = max(self._longest, max(gaps, default=0.0))

    def _play(self, frames: Sequence[int], times: Sequence[float], sounds: Sequence[float]) -> None:
        """Note where a player that never waits would have had nothing to play; what is sent is not played."""
        if not self._is_played:
            return
        played_out = self._played_out
        for n, t, sound in zip(frames, times, sounds, strict=True):
            if t > played_out:
                self.dry[n] = t - played_out
                played_out = t
            played_out += sound
        self._played_out = played_out

    def __str__(self) -> str:
        """`audio ×143 · 1.9 MB · 39.6 s · gap p50 12 ms, max 310 ms · ran dry ×2`."""
        parts = [f"audio ×{self.frames:,}", bytes_text(self.bytes), seconds_text(self.seconds)]
        if self._gaps:
            sample = self._gaps[:: max(1, len(self._gaps) // _SAMPLED)]
            parts.append(f"gap p50 {seconds_text(median(sample))}, max {seconds_text(self._longest)}")
        if self.dry:
            parts.append(f"ran dry ×{len(self.dry):,}")
        return SEPARATOR.join(parts)


class Duplex:
    """A run of audio frames sent and received, as they are while the microphone is open: an `AudioRun` a way.

    frame_of: the n-th frame of the journal; the first of each way is asked for.
    """

    def __init__(self, frame_of: Callable[[int], Frame]) -> None:
        self._frame_of = frame_of
        self._ways: dict[Direction, AudioRun] = {}
        self.frames = 0

    @property
    def ways(self) -> list[Direction]:
        """Those it goes."""
        return list(self._ways)

    @property
    def bytes(self) -> int:
        """Of all payloads."""
        return sum(run.bytes for run in self._ways.values())

    def feed(
        self,
        frames: Sequence[int],
        sent: Sequence[int],
        times: Sequence[float],
        sizes: Sequence[int],
    ) -> None:
        """More of the run. sent: nonzero for a frame that was sent; the others are as for an `AudioRun`."""
        self.frames += len(frames)
        for way, chosen in ((Direction.RECEIVE, [not one for one in sent]), (Direction.SEND, sent)):
            if any(chosen):
                part = list(compress(frames, chosen))
                if way not in self._ways:
                    self._ways[way] = AudioRun(self._frame_of(part[0]))
                self._ways[way].feed(part, list(compress(times, chosen)), list(compress(sizes, chosen)))

    def dry_before(self, n: int) -> float:
        """Seconds of silence before a frame; 0 where there were none."""
        return max((run.dry.get(n, 0.0) for run in self._ways.values()), default=0.0)

    def __str__(self) -> str:
        """As the run of one way; of both, each with its arrow."""
        if len(self._ways) == 1:
            return "".join(map(str, self._ways.values()))
        return SEPARATOR.join(f"{sign} {self._ways[way]}" for way, sign in _ARROWS.items())


_ARROWS = {Direction.RECEIVE: "←", Direction.SEND: "→"}


def _blob(frame: Frame) -> tuple[str, str]:
    """The base64 and the mime type of an audio frame, sent or received."""
    content = pick(frame.message, "serverContent")
    parts = pick_list(pick(content, "modelTurn"), "parts")
    candidates = [pick_map(part, "inlineData") for part in parts]
    sent = pick(frame.message, "realtimeInput")
    candidates += [pick_map(sent, "audio"), *pick_list(sent, "mediaChunks")]
    found = next((blob for blob in candidates if pick_text(blob, "data")), {})
    return pick_text(found, "data"), pick_text(found, "mimeType")
