"""Bytes sent to the terminal, beside the quickstart's print loop over the same answer.

    python -m tests.bench.terminal_bytes

The reference is what everybody starts with: `async for message in session.receive(): print(...)` with
google-genai 3.4, indented JSON. To reach: idle 0 bytes; an answer at most 1/15 of the reference.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import Account
from tests.e2e.test_hard_lives import LAST_WORDS, journal_of, listen
from tui.simulator.server import SimulatorThread
from tui.wire.kinds import Kind

IDLE_SECONDS = 20.0
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
    """Bytes of an answer, and what it was made of; bytes while nothing happened for a while.

    tokens: fragments of transcription.
    """

    answer: int
    frames: int
    tokens: int
    idle: int


def app(account: Account, env: dict[str, str], *options: str) -> Sent:
    """One answer of a minute and a half, and then nothing."""
    terminal = account.open("--say", "Tell me", *options, env=env)
    terminal.wait_for("● live")
    before = len(terminal.raw)
    terminal.wait_for(LAST_WORDS)
    terminal.wait_for("turn usage")
    answer = terminal.raw[before:]
    listen(terminal, 3)
    idle = len(listen(terminal, IDLE_SECONDS))
    terminal.type("\x11")
    terminal.wait_for_end()
    journal = journal_of(account)
    tokens = sum(bool(frame.kinds & Kind.OUTPUT_TRANSCRIPTION.bit) for frame in journal.frames())
    return Sent(len(answer), len(journal), tokens, idle)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        with SimulatorThread("long-answer", state_dir=home / "state", pace=0.02) as simulator:
            env = simulator.environment()
            base = reference(Account(home / "reference").env | env)
            heads = ("bytes", "of reference", "a frame", "a token", "idle a minute")
            print(f"{'':24}" + "".join(f"{head:>14}" for head in heads))
            print(f"{'print loop (reference)':24}{base:>14,}")
            for options in (["--line", "quiet"], ["--line", "stock"], ["--slow-link", "on"]):
                account = Account(home / "-".join(options).strip("-"))
                account.home.mkdir()
                show(" ".join(options), app(account, env, *options), base)


def show(name: str, sent: Sent, base: int) -> None:
    """A row of the table."""
    cells = (
        f"{sent.answer:,}",
        f"{sent.answer / base:.4f}",
        f"{sent.answer / sent.frames:,.0f}",
        f"{sent.answer / max(1, sent.tokens):,.0f}",
        f"{sent.idle * 60 / IDLE_SECONDS:,.0f}",
    )
    print(f"{name:24}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
