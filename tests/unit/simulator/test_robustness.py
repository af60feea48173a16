"""Whatever a client sends, it is answered or refused in the service's words; nothing breaks the server."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from tests.unit.simulator.raw import NATIVE, dial
from tui.simulator.admission import admit
from tui.simulator.endpoint import Backend, Endpoint, locate
from tui.simulator.fields import check_names
from tui.simulator.refusals import Refused, cut
from tui.simulator.server import Simulator
from tui.simulator.setup import read_setup

NAMES = st.sampled_from(
    """
    setup model generationConfig responseModalities speechConfig voiceConfig thinkingConfig thinkingLevel
    tools functionDeclarations behavior sessionResumption handle transparent realtimeInputConfig
    systemInstruction
    automaticActivityDetection disabled silenceDurationMs clientContent turns parts text role turnComplete
    realtimeInput audio mimeType data video activityStart activityEnd audioStreamEnd mediaChunks toolResponse
    functionResponses id name response contextUpdate proactivity client_content fooBar
    """.split()  # noqa: SIM905  names read better as words
)
WORDS = st.sampled_from(
    ["TEXT", "AUDIO", "audio/pcm;rate=0", "audio/pcm;rate=99999999", "AAAA", "", "\ud800", NATIVE]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
MESSAGES = st.dictionaries(NAMES, JSON, max_size=2) | JSON


@given(JSON)
@settings(max_examples=200)
def test_any_setup_is_admitted_or_refused(message: Any) -> None:
    members = message if isinstance(message, dict) else {"tools": message}
    endpoint = Endpoint(Backend.DEVELOPER, "v1beta")
    try:
        setup = read_setup({"setup": {"model": NATIVE} | members})
        check_names({"setup": dict(setup.body)}, endpoint)
        family = admit(setup, endpoint)
    except Refused as refused:
        assert refused.close.code in (1007, 1008)
        assert len(cut(refused.close.reason).encode()) <= 123
    else:
        assert family.modalities


@given(st.lists(MESSAGES, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_message_is_taken_or_refused(messages: list[Any]) -> None:
    async def talk() -> int:
        async with Simulator(pace=0, tls=False) as sim, dial(sim) as client:
            try:
                for message in messages:
                    await client.send(message)
                await client.turn("Hello")
                await client.socket.close()
                await client.receive()
            except ConnectionClosed:
                pass
            return client.socket.close_code or 0

    assert asyncio.run(talk()) in (1000, 1007, 1008)


@given(st.text(max_size=60))
def test_any_path_is_an_endpoint_or_none(path: str) -> None:
    assert locate(path) is None
    assert locate(f"/ws/{path}") is None or "Bidi" in path
