"""`gemini-tui models` against an HTTPS service on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.unit.live.service import certificates
from tui.cli import main

LISTED = {
    "models": [
        {"name": "models/gemini-3.8-live", "supportedGenerationMethods": ["bidiGenerateContent"]},
        {
            "name": "models/gemini-9-live",
            "supportedGenerationMethods": ["countTokens", "bidiGenerateContent"],
        },
        {"name": "models/gemini-3-pro", "supportedGenerationMethods": ["generateContent"]},
    ]
}


@contextmanager
def listing(status: int = 200) -> Iterator[str]:
    """A service that lists models; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(
                LISTED if status == 200 else {"error": {"code": status, "message": "no\x1b[2J"}}
            )
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = certificates()[0].wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_API_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GEMINI_API_KEY", "secret-key")
    monkeypatch.setenv("SSL_CERT_FILE", certificates()[1])
    monkeypatch.setenv("GEMINI_TUI_CONFIG", str(tmp_path / "config.toml"))


def test_what_is_offered_and_what_the_table_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with listing() as url:
        assert main(["models", "--base-url", url]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "audio" in lines["gemini-3.8-live"]
    assert "not known to this program" in lines["gemini-9-live"]
    assert "not offered here" in lines["gemini-3.1-flash-live-preview"]
    assert "gemini-3-pro" not in lines


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    with listing() as url:
        assert main(["models", "--json", "--base-url", url]) == 0
    records = {record["name"]: record for record in json.loads(capsys.readouterr().out)}
    assert records["gemini-9-live"] == {"name": "gemini-9-live", "offered": True, "known": False}
    assert records["gemini-3.8-live"]["modalities"] == ["audio"]
    assert records["gemini-3.5-transcribe-live"]["offered"] is False


def test_a_refusal_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with listing(status=403) as url:
        assert main(["models", "--base-url", url]) == 4
    said = capsys.readouterr().err
    assert said.startswith("gemini-tui: the service does not list its models (403")
    assert "\x1b" not in said
    assert "secret-key" not in said


def test_no_service_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--base-url", "https://127.0.0.1:1"]) == 4
    assert "cannot be reached" in capsys.readouterr().err


def test_no_key_is_exit_code_3(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEMINI_API_KEY")
    assert main(["models"]) == 3
    assert "GEMINI_API_KEY" in capsys.readouterr().err
