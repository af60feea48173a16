"""Which service a session belongs to, and what to type to go on with it there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.cli import build_parser, main
from tui.commands.host import LiveHost
from tui.commands.place import Place, going_on
from tui.errors import HeldElsewhere
from tui.live.setup import Endpoint
from tui.simulator.server import SimulatorThread
from tui.store.metadata import Metadata
from tui.store.shelf import Shelf
from tui.ui.conversation import Opening

Captured = pytest.CaptureFixture[str]
HELD = "https://gateway.example:9701/live"


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the person who runs the tests."""
    for name in ("GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GEMINI_API_KEY", "secret-key")
    monkeypatch.setenv("GEMINI_TUI_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("GEMINI_TUI_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Of a service that only `--base-url` names."""
    with SimulatorThread(state_dir=tmp_path / "state") as simulator:
        env = simulator.environment()
        monkeypatch.setenv("SSL_CERT_FILE", env["SSL_CERT_FILE"])
        monkeypatch.setenv("GEMINI_API_KEY", env["GEMINI_API_KEY"])
        yield env["GOOGLE_GEMINI_BASE_URL"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Place(), Place(endpoint="https://generativelanguage.googleapis.com/"), True),
        (Place(endpoint=HELD), Place(endpoint="wss://Gateway.example:9701/live/"), True),
        (Place(endpoint="https://gateway.example"), Place(endpoint="http://gateway.example:443"), True),
        (Place(endpoint=HELD), Place(endpoint="https://gateway.example:9702/live"), False),
        (Place(), Place("vertex"), False),
        (Place(endpoint="simulator"), Place(), False),
    ],
)
def test_a_service_is_the_same_however_its_address_is_written(one: Place, other: Place, same: bool) -> None:
    assert one.is_same(other) is same


def test_the_service_of_google_is_reached_past_an_address_in_the_environment() -> None:
    env = {"GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": HELD}
    assert Place().reached(env).base_url == "https://generativelanguage.googleapis.com"
    cloud = env | {"GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_CLOUD_LOCATION": "europe-west4"}
    assert Place("vertex").reached(cloud).base_url == "https://europe-west4-aiplatform.googleapis.com"


@pytest.mark.parametrize(
    ("typed", "metadata", "words"),
    [
        (["--base-url", HELD], Metadata(endpoint=HELD), ["--base-url", HELD]),
        (["--base-url", f"{HELD}?key=secret-key"], Metadata(endpoint=HELD), ["--base-url", HELD]),
        (
            ["--base-url", "https://me:secret-key@host.example"],
            Metadata(endpoint="https://host.example"),
            None,
        ),
        (["--profile", "my work"], Metadata(endpoint=HELD), ["--profile", "my work"]),
        (["--api-version", "v1alpha"], Metadata(), ["--api-version", "v1alpha"]),
        ([], Metadata(endpoint=HELD), ["--base-url", HELD]),
        (["--base-url", HELD], Metadata(), []),
        (["--base-url", HELD, "--demo"], Metadata(endpoint="simulator"), []),
    ],
)
def test_what_was_typed_to_get_there_is_typed_again_without_a_secret(
    typed: list[str], metadata: Metadata, words: list[str] | None, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(f'[profiles."my work"]\nbase_url = "{HELD}"\n')
    said = going_on(build_parser("app").parse_args(typed), metadata)
    assert said == (["--base-url", "https://host.example"] if words is None else words)
    again = build_parser("app").parse_args(said)
    assert not {name for name, value in vars(again).items() if "secret-key" in str(value)}


def test_a_handle_goes_to_no_other_service_unasked(address: str, tmp_path: Path, capsys: Captured) -> None:
    odd = tmp_path / "it's data"
    assert main(["send", "Hello", "--base-url", address, "--data-dir", str(odd)]) == 0
    printed = capsys.readouterr().err.partition("Resume with: ")[2]
    (entry,) = Shelf(odd).list()
    for command in (["send", "--resume", "last", "On"], ["check", "last"]):
        assert main([*command, "--data-dir", str(odd)]) == 2
        said = capsys.readouterr().err
        assert f"was held with {address}; this would dial the Gemini API of Google. Add --base-url" in said
    frames = entry.metadata.totals.frames
    assert Shelf(odd).list()[0].metadata.totals.frames == frames
    words = shlex.split(printed)[1:]
    assert main(["send", "And what did I say?", *words]) == 0
    assert Shelf(odd).list()[0].metadata.totals.connections == 2


def test_a_session_of_a_service_is_not_given_to_the_simulator(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    shelf.create(model="m").close()
    host = LiveHost(shelf, build_parser("app").parse_args([]))
    with pytest.raises(HeldElsewhere, match="would dial the built-in simulator"):
        host.call(Opening(resume="last", demo=True))


def test_the_backend_is_part_of_it(tmp_path: Path, capsys: Captured) -> None:
    shelf = Shelf(tmp_path / "data")
    shelf.create(model="m", backend="vertex").close()
    assert main(["send", "Hello", "--resume", "last"]) == 2
    said = capsys.readouterr().err
    assert "was held with Vertex AI; this would dial the Gemini API of Google. Set GOOGLE_GENAI" in said
    assert Place.of(Endpoint.named_in({"GOOGLE_GENAI_USE_VERTEXAI": "true"})).is_same(Place("vertex"))
