"""The simulator, seen by the JavaScript SDK, which no one here wrote."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from tui.simulator.server import Simulator, SimulatorThread

SDK = "@google/genai@2.32.0"
CHAT = Path(__file__).with_name("chat.mjs")
MODEL = "gemini-2.5-flash-native-audio-latest"


@pytest.fixture(scope="module")
def modules() -> Path:
    """A directory with the SDK installed, kept between runs."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("node and npm are not installed")
    directory = platformdirs.user_cache_path("gemini-tui-tests") / SDK.replace("/", "-")
    if not (directory / "node_modules" / "@google" / "genai" / "package.json").exists():
        directory.mkdir(parents=True, exist_ok=True)
        install(npm, directory)
    return directory


def install(npm: str, directory: Path) -> None:
    """Install the SDK, without running what it brings; skip where there is no registry."""
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=20000"]
    command = [npm, "install", "--prefix", str(directory), *options, SDK]
    try:
        subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    except subprocess.SubprocessError as error:
        pytest.skip(f"npm cannot install {SDK}: {error}")


def chat(sim: Simulator, modules: Path, *turns: str, handle: str = "") -> dict[str, Any]:
    """Run the chat to its end; what it saw."""
    environment = {"PATH": os.environ["PATH"], "NODE_EXTRA_CA_CERTS": str(sim.ca_file)} | sim.environment()
    command = ["node", "--input-type=module", "-", MODEL, handle, *turns]
    done = subprocess.run(
        command,
        cwd=modules,
        env=environment,
        input=CHAT.read_text(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_a_chat_is_heard_billed_and_resumed(modules: Path) -> None:
    with SimulatorThread(pace=0) as sim:
        seen = chat(sim, modules, "Hello", "What is the capital of Brazil?")
        assert seen["closed"] is None
        assert seen["turns"] == 2
        assert seen["words"].startswith("Hello! ")
        assert seen["words"].endswith("The capital of Brazil is Brasília.")
        assert seen["bytes"] > 48_000
        assert seen["tokens"] == sorted(set(seen["tokens"]))
        again = chat(sim, modules, "What was the last question I asked?", handle=seen["handle"])
        assert again["words"] == "Your last question was: What is the capital of Brazil?"


def test_a_refused_handle_is_a_close_with_its_reason(modules: Path) -> None:
    with SimulatorThread() as sim:
        seen = chat(sim, modules, handle="gone")
    assert seen["closed"] == {"code": 1008, "reason": "BidiGenerateContent session not found"}
