"""`gemini-tui send` against the simulator, and against services that behave badly."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.live.service import Peer, Service, certificates, serving
from tui.cli import build_parser, main
from tui.commands.host import LiveHost
from tui.commands.send import Printer
from tui.simulator.server import SimulatorThread
from tui.store.shelf import Shelf
from tui.ui.conversation import Opening

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the person who runs the tests."""
    for name in ("GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_API_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GEMINI_TUI_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("GEMINI_TUI_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    with SimulatorThread(state_dir=tmp_path / "state") as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.usefixtures("simulator")
def test_each_text_is_a_turn_and_the_next_process_goes_on(tmp_path: Path, capsys: Captured) -> None:
    assert main(["send", "Hello", "What is the capital of Brazil?"]) == 0
    first = capsys.readouterr()
    assert len(first.out.splitlines()) == 2
    (saved,) = (tmp_path / "data" / "sessions").iterdir()
    assert first.err == f"Resume with: gemini-tui --resume {saved.name}\n"
    assert main(["send", "What was the last question I asked?", "--resume", "last"]) == 0
    assert "What is the capital of Brazil?" in capsys.readouterr().out
    with Shelf(tmp_path / "data").open("last") as session:
        assert session.metadata.totals.turns == 3
        assert session.metadata.totals.connections == 2


def test_a_session_of_the_demo_goes_on_with_the_simulator(tmp_path: Path, capsys: Captured) -> None:
    arguments = build_parser("app").parse_args(["--demo", "--audio", "none"])
    shelf = Shelf(tmp_path / "data")
    call = LiveHost(shelf, arguments, {}).call(Opening(demo=True))
    with call.session:
        Printer(call, ["What is the capital of Brazil?"]).run()
    assert main(["send", "What was the last question I asked?", "--resume", "last"]) == 0
    assert "What is the capital of Brazil?" in capsys.readouterr().out.splitlines()[-1]
    assert shelf.list()[0].metadata.totals.connections == 2


@pytest.mark.usefixtures("simulator")
def test_a_fork_is_not_sent_to_beside_the_session_it_came_from(tmp_path: Path, capsys: Captured) -> None:
    assert main(["send", "Hello"]) == 0
    shelf = Shelf(tmp_path / "data")
    origin = next(shelf.ids())
    fork, _ = shelf.fork(origin)
    with shelf.open(origin, write=True):
        assert main(["send", "Hello again", "--resume", fork]) == 1
    assert f"session {origin} is live with the same handle" in capsys.readouterr().err


@pytest.mark.usefixtures("simulator")
def test_json_prints_a_record_a_frame_as_the_journal_has_it(tmp_path: Path, capsys: Captured) -> None:
    assert main(["send", "Hello", "--json"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (path,) = (tmp_path / "data").rglob("journal.jsonl")
    kept = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert printed == kept[-len(printed) :]
    assert {"dial", "open", "ready", "close"} <= {record.get("event") for record in printed}


@pytest.mark.usefixtures("simulator")
def test_text_from_stdin(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello from a pipe"))
    assert main(["send", "-", "--json"]) == 0
    assert "Hello from a pipe" in capsys.readouterr().out


def test_no_key_is_exit_code_3(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)
    assert main(["send", "Hello"]) == 3
    assert (
        capsys.readouterr().err == "gemini-tui: no API key. Set GEMINI_API_KEY, or try gemini-tui --demo.\n"
    )


def test_nothing_to_resume_is_said(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k")
    assert main(["send", "Hello", "--resume", "last"]) == 1
    assert capsys.readouterr().err.startswith("gemini-tui: ")


Manners = Callable[[Peer], Awaitable[None]]


async def _serve(service: Service, manners: Manners) -> None:
    while True:
        await manners(await service.accept())


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Manners], None]]:
    """Put a service with these manners on loopback, in a thread, and point the environment at it."""
    loop = asyncio.new_event_loop()
    started = threading.Event()
    stop = asyncio.Event()
    port = 0

    async def run(manners: Manners) -> None:
        nonlocal port
        async with serving() as service:
            port = service.port
            started.set()
            task = asyncio.create_task(_serve(service, manners))
            await stop.wait()
            task.cancel()

    threads: list[threading.Thread] = []

    def start(manners: Manners) -> None:
        threads.append(threading.Thread(target=loop.run_until_complete, args=(run(manners),)))
        threads[0].start()
        assert started.wait(10)
        monkeypatch.setenv("GEMINI_API_KEY", "secret-key")
        monkeypatch.setenv("SSL_CERT_FILE", certificates()[1])
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", f"https://127.0.0.1:{port}")

    yield start
    loop.call_soon_threadsafe(stop.set)
    for thread in threads:
        thread.join()
    loop.close()


async def refuse_key(peer: Peer) -> None:
    await peer.hear()
    await peer.close(1007, "API key not valid.")


async def refuse_handle(peer: Peer) -> None:
    setup = (await peer.hear())["setup"]
    if setup["sessionResumption"].get("handle"):
        await peer.close(1008, "BidiGenerateContent session not found")
        return
    await peer.say({"setupComplete": {}})
    await peer.hear_text()
    await peer.answer("Hi")
    await peer.give_handle("soon-forgotten")


async def escape(peer: Peer) -> None:
    await peer.be_ready()
    await peer.hear_text()
    await peer.answer("\x1b[2Jgone \x1b]52;c;aGk=\x07")
    await peer.give_handle("handle-1")


async def generation_only(peer: Peer) -> None:
    await peer.be_ready()
    await peer.hear_text()
    await peer.begin_answer("translated")
    await peer.say({"serverContent": {"generationComplete": True}})
    await peer.give_handle("handle-1")


async def speak(peer: Peer) -> None:
    await peer.be_ready()
    await peer.hear_text()
    sound = {"mimeType": "audio/pcm;rate=24000", "data": base64.b64encode(bytes(9_600)).decode()}
    await peer.say({"serverContent": {"modelTurn": {"parts": [{"inlineData": sound}]}}})
    await peer.end_turn()
    await peer.give_handle("handle-1")


def test_what_is_heard_is_waited_for(serve: Callable[[Manners], None], tmp_path: Path) -> None:
    serve(speak)
    assert main(["send", "Hello", "--audio", f"file:{tmp_path / 'heard.wav'}"]) == 0
    assert (tmp_path / "heard.wav").stat().st_size == 9_600 + 44


def test_a_refused_key_is_exit_code_4_in_one_sentence(
    serve: Callable[[Manners], None], capsys: Captured
) -> None:
    serve(refuse_key)
    assert main(["send", "Hello"]) == 4
    said = capsys.readouterr()
    assert 'the key is not valid (1007 "API key not valid."). Set GEMINI_API_KEY' in said.err
    assert '"Hello" was not sent' in said.err and "with no handle to resume with" in said.err
    assert not [word for word in ("secret-key", "Resume with") if word in said.err + said.out]


def test_a_refused_handle_is_exit_code_5(serve: Callable[[Manners], None], capsys: Captured) -> None:
    serve(refuse_handle)
    assert main(["send", "Hello"]) == 0
    assert main(["send", "Again", "--resume", "last"]) == 5
    assert "the handle is not accepted" in capsys.readouterr().err
    assert main(["send", "Once more", "--resume", "last"]) == 1
    assert "no handle to resume with" in capsys.readouterr().err


def test_no_control_sequence_of_the_model_comes_through(
    serve: Callable[[Manners], None], capsys: Captured
) -> None:
    serve(escape)
    assert main(["send", "Hello"]) == 0
    assert main(["send", "Hello", "--json"]) == 0
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "␛[2Jgone" in said.out


def test_a_model_that_never_ends_a_turn_ends_the_command_all_the_same(
    serve: Callable[[Manners], None], capsys: Captured
) -> None:
    serve(generation_only)
    assert main(["send", "Hallo", "--model", "gemini-3.5-live-translate-preview"]) == 0
    assert capsys.readouterr().out == "translated\n"


@pytest.mark.parametrize(
    ("chunks", "printed"), [("Two \ud83d|\ude00 and| on", "Two 😀 and on"), ("Never \ud83d", "Never ⟨D83D⟩")]
)
def test_an_answer_is_printed_once_wherever_it_was_cut(
    serve: Callable[[Manners], None], capsys: Captured, chunks: str, printed: str
) -> None:
    async def cut(peer: Peer) -> None:
        await peer.be_ready()
        await peer.hear_text()
        for chunk in chunks.split("|"):
            await peer.begin_answer(chunk)
        await peer.end_turn()

    serve(cut)
    assert (main(["send", "Hello"]), capsys.readouterr().out) == (0, f"{printed}\n")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_the_session_closed(
    serve: Callable[[Manners], None], tmp_path: Path, number: signal.Signals
) -> None:
    async def keep_waiting(peer: Peer) -> None:
        await peer.be_ready()
        await peer.give_handle("handle-1")
        await peer.hear_text()
        await peer.begin_answer("it goes on ")

    serve(keep_waiting)
    code = "import sys; from tui.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "send", "Hello"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.read(10) == "it goes on"
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert "Resume with" in said
    assert "Traceback" not in said
    (path,) = (tmp_path / "data").rglob("journal.jsonl")
    assert not path.with_name("lock").exists()
    assert json.loads(path.read_bytes().splitlines()[-1])["event"] == "close"


def test_it_loads_no_screen() -> None:
    code = "import sys, tui.commands.send; print('textual' in sys.modules, 'google.genai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_a_call_that_nobody_answers_ends_the_command_in_words(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = tmp_path / "calls.toml"
    scenario.write_text('[[rule]]\nsteps = [\'tool get_weather {"city": "Rio"}\']\n')
    with SimulatorThread(str(scenario)) as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        assert main(["send", "weather?", "--data-dir", str(tmp_path / "data")]) == 1
    assert (
        "the model calls get_weather, and nobody answers. Answer it in a profile" in capsys.readouterr().err
    )
