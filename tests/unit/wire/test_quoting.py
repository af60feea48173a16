"""What is pasted elsewhere does there what it says."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.frame import Direction, Frame, Opcode
from tui.wire.quoting import fixture, quotes, websocat


def frame(payload: bytes, direction: Direction = Direction.RECEIVE) -> Frame:
    return Frame(7, 1, 0.0, direction, Opcode.TEXT, payload)


@given(st.binary(max_size=200))
def test_a_fixture_gives_the_bytes_back(payload: bytes) -> None:
    source = fixture(frame(payload)).replace("@pytest.fixture\n", "")
    scope: dict[str, Any] = {}
    exec(source, scope)
    (function,) = [value for name, value in scope.items() if name.endswith("_frame")]
    assert function() == payload


def test_a_fixture_is_named_after_the_kind() -> None:
    assert "def usage_metadata_frame()" in fixture(frame(b'{"usageMetadata": {}}'))
    assert "def realtime_input_text_frame()" in fixture(
        frame(b'{"realtimeInput":{"text":"x"}}', Direction.SEND)
    )


def test_the_websocat_line_sends_setup_then_the_frame_each_on_its_line() -> None:
    setup = b'{\n "setup": {"model": "m"}\n}'
    sent = frame(b"""{"clientContent": {"turns": "it's $HOME `x`"}}""", Direction.SEND)
    line = websocat(sent, "wss://host/path?key=SECRET", setup)
    assert "SECRET" not in line and '"?key=$GEMINI_API_KEY"' in line
    printed = subprocess.run(["sh", "-c", line.split(" | ")[0]], capture_output=True, text=True, check=True)
    assert printed.stdout.splitlines() == [
        '{"setup":{"model":"m"}}',
        """{"clientContent":{"turns":"it's $HOME `x`"}}""",
    ]


def test_the_websocat_line_has_room_for_a_long_message_and_the_token_that_vertex_wants() -> None:
    long = frame(json.dumps({"clientContent": {"turns": "x" * 70_000}}).encode(), Direction.SEND)
    line = websocat(long, "wss://us-central1-aiplatform.googleapis.com/ws/x")
    (room,) = re.findall(r"websocat -n --text -B (\d+) ", line)
    assert int(room) > 70_000
    assert line.endswith(
        '-H "Authorization: Bearer $(gcloud auth print-access-token)" '
        "wss://us-central1-aiplatform.googleapis.com/ws/x"
    )
    assert "GEMINI_API_KEY" not in line


@pytest.mark.parametrize(
    ("payload", "direction", "letters"),
    [
        (b'{"setup": {}}', Direction.SEND, "jwsp"),
        (b'{"setupComplete": {}}', Direction.RECEIVE, "jwp"),
        (b"not json", Direction.SEND, "wp"),
        (b'{"event": "open"}', Direction.EVENT, "jp"),
    ],
)
def test_only_the_forms_that_make_sense_are_offered(
    payload: bytes, direction: Direction, letters: str
) -> None:
    assert "".join(quote.letter for quote in quotes(frame(payload, direction))) == letters
