"""Bytes sent to the terminal, beside the quickstart's print loop over the same answer.

    python -m tests.bench.terminal_bytes

The reference is what everybody starts with: `async for message in session.receive(): print(...)` with
google-genai 3.4, indented JSON. A token is a fragment of transcription. A flush is what is sent at once: it
ends with a query that the terminal answers; the loop flushes every message. To reach: idle 0 bytes; an answer
at most 1/15 of the reference. The table of `docs/terminal.md` is from here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import Account
from tests.e2e.test_hard_lives import LAST_WORDS, journal_of
from tui.simulator.server import SimulatorThread
from tui.ui.quiet.pacing import QUERY
from tui.wire.kinds import Kind

IDLE_SECONDS = 20.0
FAR = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
WAYS: dict[str, tuple[list[str], dict[str, str]]] = {
    "here": ([], {}),
    "over SSH": ([], FAR),
    "--slow-link on": (["--slow-link", "on"], FAR),
    "--line stock": (["--line", "stock"], {}),
}
"""Options and environment of each row."""
REFERENCE = """
import asyncio
from google import genai
from google.genai import types

async def main():
    config = {"response_modalities": ["AUDIO"], "output_audio_transcription": {}}
    async with genai.Client().aio.live.connect(model="gemini-3.8-live", config=config) as session:
        turn = types.Content(role="user", parts=[types.Part(text="Tell me")])
        await session.send_client_content(turns=turn)
        async for message in session.receive():
            print(message.model_dump_json(indent=2, exclude_none=True))

asyncio.run(main())
"""


def reference(env: dict[str, str]) -> int:
    """Bytes that the print loop writes."""
    done = subprocess.run([sys.executable, "-c", REFERENCE], env=env, capture_output=True, check=True)
    return len(done.stdout)


@dataclass
class Sent:
    """Bytes of an answer, and what it was made of; bytes of a minute in which nothing happens.

    tokens: fragments of transcription. flushes: 0 where they cannot be told apart.
    """

    answer: int
    frames: int
    tokens: int
    flushes: int
    idle: int

    @property
    def each(self) -> tuple[float, float, float, float]:
        """Bytes of all of it, a frame, a token, a flush; 0 where it is not known."""
        frame, token, flush = (
            self.answer / count if count else 0.0 for count in (self.frames, self.tokens, self.flushes)
        )
        return self.answer, frame, token, flush


def app(account: Account, env: dict[str, str], *options: str) -> Sent:
    """One answer of a minute and a half, and then nothing."""
    terminal = account.open("--say", "Tell me", *options, env=env)
    # it answers queries, as terminals do
    terminal.screen.write_process_input = terminal.type  # type: ignore[method-assign,assignment]
    terminal.wait_for("● live")
    before = len(terminal.raw)
    terminal.wait_for(LAST_WORDS)
    terminal.wait_for("turn usage")
    answer = terminal.raw[before:]
    terminal.listen(3)
    idle = round(len(terminal.listen(IDLE_SECONDS)) * 60 / IDLE_SECONDS)
    terminal.type("\x11")
    terminal.wait_for_end()
    journal = journal_of(account)
    tokens = sum(bool(frame.kinds & Kind.OUTPUT_TRANSCRIPTION.bit) for frame in journal.frames())
    flushes = answer.count(QUERY.encode()) if "stock" not in options else 0
    return Sent(len(answer), len(journal), tokens, flushes, idle)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        with SimulatorThread("long-answer", state_dir=home / "state", pace=0.02) as simulator:
            env = simulator.environment()
            base = reference(Account(home / "reference").env | env)
            ways = {name: app(new_account(home / name), env | far, *way) for name, (way, far) in WAYS.items()}
    heads = ("bytes", "a frame", "a token", "a flush", "idle a minute")
    print(f"{'':16}" + "".join(f"{head:>18}" for head in heads))
    usual = next(iter(ways.values()))
    loop = Sent(base, usual.frames, usual.tokens, usual.frames, 0)
    for name, sent in {"print loop": loop, **ways}.items():
        pairs = zip(sent.each, loop.each, strict=True)
        cells = (f"{mine:,.0f} (1/{its / mine:.0f})" if mine else "–" for mine, its in pairs)
        print(f"{name:16}" + "".join(f"{cell:>18}" for cell in (*cells, f"{sent.idle:,}")))


def new_account(home: Path) -> Account:
    """A home of its own."""
    home.mkdir()
    return Account(home)


if __name__ == "__main__":
    main()
