"""What is chosen, and what is said about it."""

from __future__ import annotations

import os
import site
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.audio import players
from tui.audio.playout import Playout
from tui.audio.probe import Output, probe
from tui.audio.sinks import choose
from tui.errors import AudioError


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    """Something that listens where a sound server would; the runtime directory it is in."""
    path = tmp_path / "pulse" / "native"
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(64)
        yield tmp_path


def write_program(path: Path, lines: str = "") -> None:
    """A shell script."""
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with `pacat` and `aplay` alone."""
    for name in ("pacat", "aplay"):
        write_program(tmp_path / name)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_sound_server_is_found_by_its_socket(listening: Path) -> None:
    target = probe({"XDG_RUNTIME_DIR": str(listening)})
    assert (target.output, target.remote) == (Output.PULSE, False)


def test_a_server_told_of_in_ssh_is_far_away(listening: Path) -> None:
    env = {"PULSE_SERVER": f"unix:{listening}/pulse/native", "SSH_CONNECTION": "a 1 b 22"}
    assert probe(env).remote
    assert probe({"PULSE_SERVER": "tcp:laptop:4713"}).remote


def test_a_server_told_of_that_is_not_there_is_named(tmp_path: Path) -> None:
    chosen, why = choose("auto", {"PULSE_SERVER": f"unix:{tmp_path}/gone"})
    assert chosen == []
    assert why == f"no sound: PULSE_SERVER=unix:{tmp_path}/gone does not answer"


def test_a_server_told_of_without_a_path_is_somewhere_else() -> None:
    assert probe({"PULSE_SERVER": "unix:"}).output is Output.PULSE


def test_far_away_means_more_read_ahead(listening: Path, programs: Path) -> None:
    near = {"XDG_RUNTIME_DIR": str(listening)}
    far = {"PULSE_SERVER": f"unix:{listening}/pulse/native", "SSH_CONNECTION": "a 1 b 22"}
    (here, _), (there, _) = choose("pacat", near), choose("pacat", far)
    assert (here[0].lead, there[0].lead) == (0.1, 0.25)
    assert "--latency-msec=250" in there[0].argv


def test_simpleaudio_never_gets_less_time_than_it_asks_for(
    listening: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(players, "find_simpleaudio", lambda: "simpleaudio")
    near = {"XDG_RUNTIME_DIR": str(listening), "PULSE_LATENCY_MSEC": "30"}
    far = {"PULSE_SERVER": f"unix:{listening}/pulse/native", "SSH_CONNECTION": "a 1 b 22"}
    given = [choose("simpleaudio", env)[0][0].env["PULSE_LATENCY_MSEC"] for env in (near, far)]
    assert given == ["100", "200"]


def test_what_is_installed_is_tried_in_order(listening: Path, programs: Path) -> None:
    chosen, why = choose("auto", {"XDG_RUNTIME_DIR": str(listening)})
    names = [sink.name for sink in chosen if not sink.talks]
    assert names == ["pacat", "aplay"]
    assert f"on PulseAudio ({listening}/pulse/native)" in why


@pytest.mark.parametrize(("knows", "given"), [("--rate --raw", ["--raw"]), ("--rate", [])])
def test_pw_cat_is_told_that_it_is_raw_where_it_knows_the_word(
    listening: Path, monkeypatch: pytest.MonkeyPatch, knows: str, given: list[str]
) -> None:
    script = f'[ "$1" = --help ] && echo "{knows}" || printf "%s\\n" "$@"'
    write_program(listening / "pw-cat", script)
    monkeypatch.setenv("PATH", f"{listening}:{os.environ['PATH']}")
    (listening / "pulse" / "native").rename(listening / "pipewire-0")
    (sink,), _ = choose("pw-cat", {"XDG_RUNTIME_DIR": str(listening)})
    said = subprocess.run(sink.argv, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [word for word in said if word == "--raw"] == given
    assert said[-1] == "-"


def test_in_ssh_the_line_says_where_it_will_be_heard(listening: Path, programs: Path) -> None:
    env = {"XDG_RUNTIME_DIR": str(listening), "SSH_CONNECTION": "a 1 b 22"}
    chosen, why = choose("auto", env)
    assert f"heard at {socket.gethostname()}, not at your terminal" in why
    assert Playout(chosen).sink == f"{chosen[0].name} at {socket.gethostname()}"


def test_a_command_is_split_but_never_given_to_a_shell() -> None:
    chosen, why = choose('command:ssh -T laptop "aplay -q"; rm $x', {})
    assert chosen[0].argv == ("ssh", "-T", "laptop", "aplay -q;", "rm", "$x")
    assert why == "sound goes to the command ssh"


@pytest.mark.parametrize("spec", ["loud", "file:", "command:", "command:'", "command: ", "none:x:y"])
def test_what_makes_no_sense_is_refused_with_a_hint(spec: str) -> None:
    with pytest.raises(AudioError) as raised:
        choose(spec, {})
    assert raised.value.hint


def test_switched_off_and_file_need_nothing_of_the_machine(tmp_path: Path) -> None:
    assert choose("none", {}) == ([], "no sound: switched off")
    chosen, why = choose(f"file:{tmp_path}/a.wav", {})
    assert [sink.name for sink in chosen] == ["file"] and str(tmp_path) in why


def test_the_programs_own_environment_can_be_probed() -> None:
    assert probe(os.environ).where


def test_a_child_leaves_the_users_own_site_out_unless_its_library_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "at_home.py").touch()
    monkeypatch.setattr(site, "ENABLE_USER_SITE", True)
    monkeypatch.setattr(site, "getusersitepackages", lambda: str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    assert players.python_child("player", library="at_home")[0][1:3] == ("-P", "-m")
    assert players.python_child("player", library="soxr")[0][1:4] == ("-s", "-P", "-m")
