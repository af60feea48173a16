"""Talk, see every frame, save the handle, resume: on a real terminal, a real socket, real TLS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.first_frame import sdk_is_loaded_at_first_frame
from tests.e2e.conftest import ROOT, Account, eventually
from tests.ui.recording import record
from tui.simulator.server import SimulatorThread
from tui.store.session import JOURNAL

CTRL_Q, CTRL_N, ESCAPE = "\x11", "\x0e", "\x1b"


def records(journal: Path) -> list[dict[str, Any]]:
    """The lines of a journal."""
    return [json.loads(line) for line in journal.read_text().splitlines()]


def journal_of(account: Account) -> Path:
    """The only session's journal."""
    (journal,) = account.data.glob("sessions/*/journal.jsonl")
    return journal


def sent_setups(journal: Path) -> list[dict[str, Any]]:
    """Every setup message that was sent."""
    sent = [json.loads(record["data"]) for record in records(journal) if record["dir"] == "send"]
    return [message["setup"] for message in sent if "setup" in message]


def test_the_demo_talks_shows_every_frame_saves_and_resumes(account: Account) -> None:
    first = account.open("--demo", size=(200, 50))
    first.wait_for("● live")
    assert "DEMO" in first.text
    first.type("Hello\r")
    first.wait_for("❯ Hello")
    first.wait_for("turn complete")
    for kind in ("setup", "ready", "turn→", "out", "audio", "gen", "usage", "handle"):
        assert kind in first.text
    first.type("What is the capital of Brazil?\r")
    first.wait_for("❯ What is the capital of Brazil?")
    first.wait_for("The capital of Brazil is Bras")
    first.wait_for("turn complete", times=2)
    first.type(CTRL_Q)
    assert first.wait_for_end() == 0
    session = journal_of(account).parent.name
    assert f"gemini-tui --demo --resume {session}".encode() in first.raw

    again = account.open("--demo", "--resume", "last", size=(200, 50))
    again.wait_for("● live")
    again.type("What was the last question I asked?\r")
    again.wait_for("Your last question was: What is the capital of Brazil?")
    again.type(CTRL_Q)
    assert again.wait_for_end() == 0

    setups = sent_setups(journal_of(account))
    handles = [
        update["newHandle"]
        for record in records(journal_of(account))
        if record["dir"] == "receive" and record["conn"] == 1
        if (update := json.loads(record["data"]).get("sessionResumptionUpdate"))
    ]
    assert "handle" not in setups[0]["sessionResumption"]
    assert setups[1]["sessionResumption"]["handle"] == [handle for handle in handles if handle][-1]


def test_enter_on_a_frame_opens_it_as_json(account: Account) -> None:
    terminal = account.open("--demo", "--say", "Hello")
    terminal.wait_for("turn complete")
    terminal.type("\x1bOS\x1b[15~")  # F4, F5: to the transcript, to the wire log
    terminal.type("g")
    for _ in range(4):  # session, sound, dial, open, setup
        terminal.type("j")
    terminal.type("\r")
    terminal.wait_for('"generationConfig"')
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_any_endpoint_is_reached_with_the_sdks_own_environment(account: Account, tmp_path: Path) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        terminal = account.open("--say", "Hello", env=simulator.environment())
        terminal.wait_for("● live")
        terminal.wait_for("Hello! I am the simulator")
        assert "DEMO" not in terminal.text
        terminal.type(CTRL_Q)
        assert terminal.wait_for_end() == 0


def test_the_key_is_in_no_file(account: Account, tmp_path: Path) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        key = "AIzaTheKeyOfThisTest"
        done = account.run("send", "Hello", env=simulator.environment() | {"GEMINI_API_KEY": key})
    assert done.returncode == 0
    files = [path for path in account.data.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if key.encode() in path.read_bytes()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert key not in done.stdout + done.stderr


def test_without_a_key_the_app_says_so_and_offers_the_demo(account: Account) -> None:
    terminal = account.open()
    terminal.wait_for("GEMINI_API_KEY")
    terminal.wait_for("demo")
    terminal.type("\r")
    terminal.wait_for("● live")
    assert "DEMO" in terminal.text
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("words", [("--demo",), ("replay", "last")])
def test_without_a_terminal_no_screen_is_opened(account: Account, words: tuple[str, ...]) -> None:
    record(account.data)
    done = account.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a screen needs a terminal, and there is none on stdin, stdout, stderr. " in done.stderr
    assert done.stderr.count("\n") == 1 and "\x1b" not in done.stderr


@pytest.mark.parametrize("name", ["nosuch", "last"])
def test_what_cannot_be_resumed_is_said_without_a_screen(account: Account, name: str) -> None:
    terminal = account.open("--demo", "--resume", name)
    assert terminal.wait_for_end() == 1
    assert "gemini-tui: no saved session" in terminal.text
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("command", [(), ("send", "Hello"), ("models",)], ids=["app", "send", "models"])
def test_an_address_that_is_none_ends_it_at_once(account: Account, command: tuple[str, ...]) -> None:
    env = {"GEMINI_API_KEY": "simulated"}
    terminal = account.open(*command, "--base-url", "https://localhost:99999", env=env)
    assert terminal.wait_for_end() == 2
    assert "gemini-tui: the base URL is no address: its port is not one. Give one such as" in terminal.text
    assert terminal.modes_left_on() == []
    assert not list(account.data.glob("sessions/*"))


def is_ready(session: Path) -> bool:
    journal = session / JOURNAL
    return journal.exists() and b'"event":"ready"' in journal.read_bytes()


def test_a_session_in_which_nothing_was_said_is_not_kept(account: Account) -> None:
    record(account.data)
    (kept,) = account.data.glob("sessions/*")
    terminal = account.open("--demo")
    terminal.wait_for("● live")
    first = {*account.data.glob("sessions/*")}
    terminal.type(CTRL_N)
    eventually(lambda: any(is_ready(new) for new in {*account.data.glob("sessions/*")} - first))
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert "nothing was said, so no session is kept" in terminal.text
    assert [*account.data.glob("sessions/*")] == [kept]


def test_without_a_key_send_says_so_in_one_line(account: Account) -> None:
    done = account.run("send", "Hello")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("gemini-tui: ") and done.stderr.count("\n") == 1
    assert "GEMINI_API_KEY" in done.stderr


def test_a_letter_with_alt_is_a_command_while_the_prompt_has_the_keys(account: Account) -> None:
    terminal = account.open("--demo")
    terminal.wait_for("● live")
    terminal.type("\x1bi")
    terminal.wait_for("1 Timeline")
    terminal.type("q")
    terminal.wait_for("Write to the model")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_the_sdk_is_not_loaded_before_the_first_frame(account: Account) -> None:
    assert sdk_is_loaded_at_first_frame(account.env | {"PYTHONPATH": str(ROOT)}, account.home) == "no"


def test_a_frame_of_20_million_bytes_is_taken_in_and_the_app_stays_awake(account: Account) -> None:
    scenario = account.home / "huge.toml"
    scenario.write_text('[[rule]]\nsteps = ["huge 20", "say That was large."]\n')
    with SimulatorThread(str(scenario)) as simulator:
        terminal = account.open("--say", "Hello", env=simulator.environment())
        terminal.wait_for("That was large.")
        terminal.type(CTRL_Q)
        assert terminal.wait_for_end() == 0
    assert journal_of(account).stat().st_size > 20_000_000


def test_a_refused_modality_is_said_and_changed_with_one_key(account: Account) -> None:
    terminal = account.open("--demo", "--modality", "text")
    terminal.wait_for("alt+o: answer in audio")
    terminal.type("\x1bo")
    terminal.wait_for("● live")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_an_unknown_model_is_said_and_another_one_chosen(account: Account) -> None:
    terminal = account.open("--demo", "--model", "gemini-0-nothing")
    terminal.wait_for("alt+o: another model")
    terminal.type("\x1bo")
    terminal.wait_for("Which model?")
    terminal.type("3.1")
    terminal.wait_for("gemini-3.1-flash-live-preview")
    terminal.type("\r")
    terminal.wait_for("● live")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0


def test_an_answer_of_the_demo_can_be_interrupted(account: Account) -> None:
    terminal = account.open("--demo", "--audio", "none", "--say", "Count slowly.")
    terminal.wait_for("I count elephants")
    terminal.type(ESCAPE)
    terminal.wait_for("interrupted here")
    terminal.type(CTRL_Q)
    assert terminal.wait_for_end() == 0
    assert "You let me finish" not in terminal.text
