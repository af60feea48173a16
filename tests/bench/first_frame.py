"""Time to the first frame, against a bare Textual app of three panes, in turns in the same run.

    python -m tests.bench.first_frame [RUNS]

To reach: a ratio of 1.25 or less, and google.genai not loaded before the first frame.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

BARE = """
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import Static

class Bare(App):
    CSS = "Static { width: 1fr; height: 1fr; border: round white; }"
    def compose(self):
        with Horizontal():
            yield Static("Transcript")
            yield Static("Wire log")
            yield Static("Sessions")

Bare().run()
"""
LOADED = """
import sys
from textual.drivers.linux_driver import LinuxDriver
write = LinuxDriver.write
def note(self, data):
    if "Wire log" in data:
        open({path!r}, "w").write("yes" if "google.genai" in sys.modules else "no")
        LinuxDriver.write = write
    write(self, data)
LinuxDriver.write = note
sys.argv = ["gemini-tui", "--demo"]
from tui.cli import main
main()
"""


def first_frame(command: list[str], env: dict[str, str], marker: str) -> float:
    """Seconds from the start of the process to the marker on the terminal."""
    started = time.perf_counter()
    process = pexpect.spawn(command[0], command[1:], env=env, dimensions=(40, 140), timeout=30)
    process.expect_exact(marker)
    taken = time.perf_counter() - started
    process.terminate(force=True)
    return taken


def sdk_is_loaded_at_first_frame(env: dict[str, str], directory: Path) -> str:
    """`yes` or `no`, as the process itself saw it."""
    answer = directory / "loaded"
    process = pexpect.spawn(
        sys.executable, ["-c", LOADED.format(path=str(answer))], env=env, dimensions=(40, 140), timeout=30
    )
    process.expect_exact("Wire log")
    process.expect_exact("live")
    process.terminate(force=True)
    return answer.read_text()


def main(runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        env = dict(os.environ) | {
            "TERM": "xterm-256color",
            "GEMINI_TUI_DATA_DIR": scratch,
            "TEXTUAL_ANIMATIONS": "none",
        }
        bare, ours = list[float](), list[float]()
        subprocess.run([sys.executable, "-c", "import tui.ui.app"], env=env, check=True)
        for _ in range(runs):
            bare.append(first_frame([sys.executable, "-c", BARE], env, "Wire log"))
            ours.append(first_frame([sys.executable, "-m", "tui", "--demo"], env, "Wire log"))
        reference, measured = statistics.median(bare), statistics.median(ours)
        print(f"bare Textual, three panes  {reference * 1000:7.0f} ms (median of {runs})")
        print(f"gemini-tui --demo          {measured * 1000:7.0f} ms")
        print(f"ratio                      {measured / reference:7.2f}    to reach: 1.25")
        print(f"google.genai loaded at the first frame: {sdk_is_loaded_at_first_frame(env, Path(scratch))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
