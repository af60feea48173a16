"""The commands on saved sessions: what they print, that it has the shape in tests/schemas, how they end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.unit.store.scenes import MODEL, saved
from tui.cli import main
from tui.simulator.server import SimulatorThread
from tui.store.session import Session
from tui.store.shelf import Shelf
from tui.wire.frame import Direction, Opcode

SCHEMAS = json.loads((Path(__file__).parents[2] / "schemas" / "saved.json").read_text())
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the shelf of `tmp_path`: exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--data-dir", str(tmp_path)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def document(name: str, text: str) -> Any:
    """stdout as JSON, of the shape that is documented."""
    value = json.loads(text)
    jsonschema.validate(value, {"$ref": f"#/$defs/{name}", **SCHEMAS})
    return value


def test_an_empty_shelf_is_an_empty_list(run: Run) -> None:
    assert run("list", "--json")[:2] == (0, "[]\n")
    code, out, err = run("list")
    assert (code, out) == (0, "")
    assert "no saved sessions yet" in err


def test_the_list_has_its_shape(run: Run, tmp_path: Path) -> None:
    saved(tmp_path, t=time.time() - 60)
    saved(tmp_path, t=time.time() - 86400)
    states = [session["state"] for session in document("list", run("list", "--json")[1])]
    assert sorted(states) == ["probably-expired", "resumable"]


@pytest.mark.parametrize("field", ["handle", "left", "parent"])
def test_what_is_not_known_is_null(run: Run, tmp_path: Path, field: str) -> None:
    with Shelf(tmp_path).create():
        pass
    (session,) = document("list", run("list", "--json")[1])
    assert session[field] is None
    assert session["state"] == "never-resumable"


def test_one_session_has_its_shape(run: Run, tmp_path: Path) -> None:
    session = saved(tmp_path)
    shown = document("show", run("show", session.id[:-1], "--json")[1])
    assert [handle["handle"] for handle in shown["handles"]] == ["handle-1", "handle-2"]
    assert [turn["model"] for turn in shown["transcript"]] == ["So it is 1.", "So it is 2."]
    code, out, _ = run("show", "last")
    assert code == 0
    assert "You: What of Brazil 2?\nModel: So it is 2." in out


def test_a_match_has_its_shape(run: Run, tmp_path: Path) -> None:
    session = saved(tmp_path)
    (hit,) = document("search", run("search", "brazil", "2", "--json")[1])
    assert (hit["id"], hit["seq"]) == (session.id, 7)
    assert "user, frame 7: What of Brazil 2?" in run("search", "brazil 2")[1]
    assert run("search", "nothing of it")[:2] == (0, "")


def test_rename_says_what_it_is_called_now(run: Run, tmp_path: Path) -> None:
    session = saved(tmp_path)
    assert run("rename", "last", "Capitals")[1] == f"{session.id}  Capitals\n"
    renamed = document("session", run("rename", "last", "--tag", "geo", "--pin", "--note", "x", "--json")[1])
    assert (renamed["title"], renamed["tags"], renamed["pinned"], renamed["note"]) == (
        "Capitals",
        ["geo"],
        True,
        "x",
    )
    assert document("session", run("rename", "last", "--unpin", "--json")[1])["pinned"] is False


@pytest.mark.parametrize("words", [("search", "brazil"), ("rename", "last"), ("show", "last"), ("list",)])
def test_no_command_lets_a_title_steer_the_terminal(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    saved(tmp_path)
    run("rename", "last", "\x1b]0;pwned\x07")
    out = run(*words)[1]
    assert "␛]0;pwned␇" in out and "\x1b" not in out


def test_what_went_wrong_is_one_line_that_does_not_steer_the_terminal(run: Run) -> None:
    code, out, err = run("config", "show", "--system", "@\x1b[2J\n")
    assert (code, out, err.count("\n"), "\x1b" in err) == (2, "", 1, False)
    assert err.startswith("gemini-tui: cannot read ␛[2J⏎: ")


def test_to_delete_nothing_is_a_mistake(run: Run) -> None:
    with pytest.raises(SystemExit) as left:
        run("delete")
    assert left.value.code == 2


def test_delete_and_undo_have_their_shape(run: Run, tmp_path: Path) -> None:
    session = saved(tmp_path)
    assert document("delete", run("delete", session.id, "--json")[1]) == {"deleted": [session.id]}
    assert run("list", "--json")[1] == "[]\n"
    assert document("delete", run("delete", "--undo", session.id, "--json")[1]) == {"restored": [session.id]}
    code, out, err = run("delete", session.id)
    assert (code, out) == (0, f"{session.id}\n")
    assert f"Undo: gemini-tui delete --undo {session.id} --data-dir {tmp_path}." in err


def test_a_fork_is_a_session_of_its_own(run: Run, tmp_path: Path) -> None:
    session = saved(tmp_path, turns=3)
    code, out, err = run("fork", session.id, "--at", "2", "--json")
    forked = document("session", out)
    assert (code, forked["turns"]) == (0, 2)
    assert forked["parent"] == {"id": session.id, "seq": forked["handle"]["seq"]}
    assert "may refuse an older handle" in err


@pytest.mark.parametrize("turns", [1, 3])
def test_a_turn_beyond_the_end_is_not_forked_from(run: Run, tmp_path: Path, turns: int) -> None:
    session = saved(tmp_path, turns=turns)
    code, out, err = run("fork", session.id, "--at", "99")
    assert (code, out) == (2, "")
    assert err == f"gemini-tui: there is no turn 99. Turns of this session: {turns}.\n"
    assert len(Shelf(tmp_path).list()) == 1


@pytest.mark.parametrize("form", ["wav", "bundle"])
def test_what_goes_into_files_is_not_written_to_stdout(
    run: Run, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path)
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", "last", "--format", form, "-o", "-")
    assert (code, out) == (2, "")
    assert err.startswith(f"gemini-tui: {form} cannot go to stdout. Name a ")
    assert not Path("-").exists()


def test_lines_are_escaped_for_a_terminal_and_verbatim_for_a_pipe(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Shelf(tmp_path).create() as session:
        session.journal.append(Direction.RECEIVE, Opcode.TEXT, b'{"x": "\xc2\x9b31m \xe2\x80\xae"}', conn=1)
        kept = (session.directory / "journal.jsonl").read_text()
    assert run("export", "last", "--format", "jsonl", "-o", "-")[1] == kept
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = run("export", "last", "--format", "jsonl", "-o", "-")[1]
    assert "\x9b" not in shown and "\u202e" not in shown
    assert [*map(json.loads, shown.splitlines())] == [*map(json.loads, kept.splitlines())]


@pytest.mark.parametrize(
    "words", [("show", "x"), ("rename", "x", "y"), ("delete", "x"), ("fork", "x"), ("export", "x")]
)
def test_what_is_not_there_is_one_line_and_exit_code_1(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert err == "gemini-tui: no saved session 'x'. gemini-tui list shows them.\n"


def test_what_is_live_elsewhere_is_neither_renamed_nor_deleted(run: Run, tmp_path: Path) -> None:
    directory = saved(tmp_path).directory
    with Session.open(directory, write=True):
        (session,) = document("list", run("list", "--json")[1])
        assert session["state"] == "live-elsewhere"
        for words in (("rename", "last", "x"), ("delete", "last")):
            code, _, err = run(*words)
            assert code == 1
            assert "live in another process" in err


def test_export_says_what_it_wrote(run: Run, tmp_path: Path) -> None:
    session = saved(tmp_path)
    written = document("export", run("export", "last", "-o", str(tmp_path / "x.md"), "--json")[1])
    assert written == {"id": session.id, "format": "md", "files": [str(tmp_path / "x.md")]}


def check(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *words: str) -> tuple[int, str, str]:
    """Run `check last` against a simulator, as if the session had been held with it."""
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        with Shelf(tmp_path).open("last", write=True) as session:
            address = simulator.environment()["GOOGLE_GEMINI_BASE_URL"]
            session.hold_with(model=MODEL, backend="developer", endpoint=address)
        return run("check", "last", *words)


def test_a_handle_the_service_knows_is_accepted_and_that_is_written_down(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        assert run("send", "Hello")[0] == 0
    before = Shelf(tmp_path).list()[0].metadata
    code, out, _ = check(run, monkeypatch, tmp_path, "--json")
    checked = document("check", out)
    assert (code, checked["accepted"], checked["refused"]) == (0, True, False)
    after = Shelf(tmp_path).list()[0].metadata
    assert before.newest_handle is not None and after.handles
    assert max(handle.accepted for handle in after.handles) > before.ended
    assert "accepted: the handle of turn" in check(run, monkeypatch, tmp_path)[1]


def test_a_handle_the_service_does_not_know_is_refused_with_exit_code_5_and_not_dialled_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path, turns=1)
    code, out, err = check(run, monkeypatch, tmp_path)
    assert (code, out) == (5, "")
    assert err.startswith("gemini-tui: ")
    (session,) = Shelf(tmp_path).list()
    assert session.metadata.newest_handle is None
    assert session.metadata.handles[0].refused
    code, _, err = check(run, monkeypatch, tmp_path)
    assert code == 1
    assert "no handle to resume with" in err
    assert document("list", run("list", "--json")[1])[0]["state"] == "refused"


def test_check_without_a_key_exits_3(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI"):
        monkeypatch.delenv(name, raising=False)
    saved(tmp_path)
    assert run("check", "last")[0] == 3


def test_the_schema_names_the_model_as_the_wire_does(run: Run, tmp_path: Path) -> None:
    saved(tmp_path)
    assert document("list", run("list", "--json")[1])[0]["model"] == MODEL


def test_one_turn_is_no_turns(run: Run, tmp_path: Path) -> None:
    one, two = saved(tmp_path, turns=1), saved(tmp_path, turns=2)
    assert "  totals  1 turn, " in run("show", one.id)[1]
    assert "  totals  2 turns, " in run("show", two.id)[1]


def test_that_nothing_was_found_is_said(run: Run, tmp_path: Path) -> None:
    saved(tmp_path)
    assert run("search", "zz\x1bzz", "top") == (
        0,
        "",
        'gemini-tui: "zz␛zz top" was not found in 1 saved session.\n',
    )
    assert run("search", "zzzz", "--json") == (0, "[]\n", "")
