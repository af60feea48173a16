"""What the projections cost a frame, beside `json.loads` of the same payloads in the same run.

    python -m tests.bench.projections [FRAMES]

Each line: microseconds of CPU a frame of all projections together (parsing and classifying included), of
`json.loads` alone, and their ratio. The last line is the CPU time from opening a recording to its last frame
having been seen by every projection, as a ratio to `json.loads` of its lines.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from tests.unit.projections.script import Script
from tui.projections.views import Views
from tui.store.journal import Journal
from tui.wire.frame import Frame

ROUNDS = 5


def turns(script: Script, count: int, answer: Callable[[Script], object], each: int) -> list[Frame]:
    """Turns of a conversation: a question, `each` frames of answer, the end with its usage."""
    usage = {"promptTokenCount": 500, "responseTokenCount": 50, "totalTokenCount": 550}
    for _ in range(max(1, count // each)):
        script.ask("What is the capital of Brazil?")
        for _ in range(each):
            answer(script)
        script.generated().turn(usage).handle(f"handle-{len(script.frames)}")
    return script.frames


def fresh(frames: list[Frame]) -> list[Frame]:
    """The same frames, not yet parsed."""
    return [Frame(f.seq, f.conn, f.t, f.direction, f.opcode, f.payload) for f in frames]


def median_us(frames: list[Frame], run: Callable[[list[Frame]], object]) -> float:
    """Microseconds a frame, median over rounds."""
    took = []
    for _ in range(ROUNDS):
        unparsed = fresh(frames)
        start = process_time()
        run(unparsed)
        took.append((process_time() - start) / len(frames) * 1e6)
    return statistics.median(took)


def project(frames: list[Frame]) -> None:
    """All projections over all frames."""
    views = Views()
    for frame in frames:
        views.feed(frame)


def parse(frames: list[Frame]) -> None:
    """The reference: what any reader of the frames has to do."""
    for frame in frames:
        json.loads(frame.payload)


def write(path: Path, frames: list[Frame]) -> None:
    """A recording of the frames."""
    journal = Journal.create(path)
    for frame in frames:
        journal.append(frame.direction, frame.opcode, frame.payload, conn=1, t=frame.t)
    journal.close()


def opening(path: Path) -> tuple[float, float]:
    """(seconds to open a recording and project it, seconds to `json.loads` its lines)."""
    start = process_time()
    with path.open("rb") as file:
        for line in file:
            json.loads(line)
    reference = process_time() - start
    start = process_time()
    journal = Journal.open(path)
    project_all(journal.frames())
    took = process_time() - start
    journal.close()
    return took, reference


def project_all(frames: Iterator[Frame]) -> None:
    """As a replay does when it is opened at the end."""
    views = Views()
    for frame in frames:
        views.feed(frame)


def main(count: int) -> None:
    """Print the figures."""
    text = turns(Script(step=0.05), count // 2, lambda script: script.out(" a few more words"), 20)
    audio = turns(Script(step=0.05), count // 20, lambda script: script.audio(256), 20)
    audio = [frame for frame in audio if len(frame.payload) > 10_000]
    for name, frames in (("text", text), ("audio 12 KB", audio)):
        ours, reference = median_us(frames, project), median_us(frames, parse)
        print(
            f"{name:<12} {ours:7.1f} us/frame   json.loads {reference:6.1f}   ratio {ours / reference:5.2f}"
        )
    mixed = turns(Script(step=0.05), count, lambda script: script.out(" a few more words"), 20)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "journal.jsonl"
        write(path, mixed)
        took, reference = opening(path)
    ratio = took / reference
    print(f"opening {len(mixed)} frames {took:7.2f} s   json.loads {reference:.2f} s   ratio {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
