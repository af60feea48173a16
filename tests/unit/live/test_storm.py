"""Two hundred forced disconnects: no message lost, none sent twice without a mark."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from tests.unit.live.proxy import Proxy, proxying
from tests.unit.live.service import Peer, Service, Talk, run, serving, talking
from tui.live.link import Timeouts
from tui.live.requests import SendText
from tui.projections.said import user_words
from tui.projections.transcript import Transcript
from tui.wire.frame import Frame
from tui.wire.kinds import Kind

DISCONNECTS = 200


class Echo:
    """A service that answers, hands out a handle now and then, and remembers conversations by them."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        self.remembered: dict[str, tuple[str, ...]] = {"": ()}

    async def run(self, service: Service) -> None:
        """Serve whoever comes."""
        async with asyncio.TaskGroup() as group:
            while True:
                group.create_task(self._serve(await service.accepted.get()))

    async def _serve(self, peer: Peer) -> None:
        with suppress(ConnectionClosed, TimeoutError):
            setup = await peer.be_ready()
            said = self.remembered[setup["sessionResumption"].get("handle", "")]
            while True:
                content = (await peer.hear())["client_content"]
                texts = [turn["parts"][0]["text"] for turn in content["turns"]]
                said = (*said, *texts)
                if not content.get("turnComplete"):
                    continue
                text = texts[-1]
                self.heard[text] += 1
                await peer.answer(f"heard {text}")
                if self.heard.total() % 3 == 0 or text == "the last":
                    handle = f"handle-{len(self.remembered)}"
                    self.remembered[handle] = said
                    await peer.give_handle(handle)


async def bad_weather(proxy: Proxy, talk: Talk, dice: random.Random) -> None:
    """Type, and disconnect at some moment around it."""
    for number in range(DISCONNECTS):
        proxy.latency = dice.choice((0.0, 0.0, 0.002))
        talk.engine.request(SendText(f"message {number}"))
        ready = len(talk.events("ready"))
        if dice.random() < 0.8:
            await talk.event("ready", max(1, ready))
        await asyncio.sleep(dice.choice((0.0, 0.0, 0.001, 0.005, 0.02)))
        connections = proxy.connections
        dice.choice((proxy.cut, proxy.cut, proxy.half_close))()
        while proxy.connections == connections:
            await asyncio.sleep(0.001)
    proxy.latency = 0.0


def test_two_hundred_disconnects(tmp_path: Path) -> None:
    async def test() -> None:
        echo, dice = Echo(), random.Random(20261122)
        async with serving() as service, proxying(service.port) as proxy:
            server = asyncio.create_task(echo.run(service))
            async with talking(proxy.port, tmp_path, timeouts=Timeouts(close=0.1)) as talk:
                await bad_weather(proxy, talk, dice)
                talk.engine.request(SendText("the last"))
                await talk.until(lambda: any(b"heard the last" in f.payload for f in talk.frames()[-9:]))
                await talk.stop()
                check(talk, echo)
            server.cancel()

    run(test)


def asks(frame: Frame) -> bool:
    """Not history that is told again."""
    return bool(frame.message["client_content"].get("turnComplete"))


def check(talk: Talk, echo: Echo) -> None:
    """Typed, sent, marked, heard and shown: all of it agrees."""
    typed = [f"message {number}" for number in range(DISCONNECTS)] + ["the last"]
    frames = talk.frames()
    marked = {
        talk.journal[frame.seq + 1].seq: frame.message["of"] for frame in frames if frame.event == "resend"
    }
    turns = [frame for frame in frames if frame.kinds & Kind.CLIENT_CONTENT.bit and asks(frame)]
    sent = {frame.seq: user_words(frame.message) for frame in turns}
    first: dict[str, int] = {}
    for seq, text in sent.items():
        assert (text in first) == (seq in marked), f"{text} was sent twice without a mark"
        assert seq not in marked or sent[marked[seq]] == text
        first.setdefault(text, seq)
    assert list(first) == typed, "every message went out, in order"
    unsure = {event["text"] for event in talk.events("unsure")}
    assert {text for text in typed if not echo.heard[text]} <= unsure
    assert max(Counter(sent.values()).values()) <= 2
    told = [words for words in echo.remembered[f"handle-{len(echo.remembered) - 1}"] if words in typed]
    assert len(told) == len(set(told)), "the service was told nothing twice"
    transcript = Transcript()
    for frame in frames:
        transcript.feed(frame)
    assert [turn.user for turn in transcript.turns] == typed
    assert len(talk.events("close")) >= DISCONNECTS
