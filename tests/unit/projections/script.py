"""Frames written by hand, as a scene is: who sends what, when."""

from __future__ import annotations

import base64
import json
from typing import Any, Self, TypeVar

from tui.projections.base import Projection
from tui.wire.frame import Direction, Frame, Opcode

P = TypeVar("P", bound=Projection)

START = 1_795_000_000.0


class Script:
    """A list of frames in the making. Each frame comes `step` seconds after the one before."""

    def __init__(self, step: float = 0.1) -> None:
        self.frames: list[Frame] = []
        self.step = step
        self.t = START
        self.conn = 1

    def add(self, direction: Direction, payload: bytes) -> Self:
        opcode = {Direction.SEND: Opcode.TEXT, Direction.RECEIVE: Opcode.BINARY}.get(direction, Opcode.NONE)
        self.frames.append(Frame(len(self.frames), self.conn, self.t, direction, opcode, payload))
        self.t += self.step
        return self

    def wait(self, seconds: float) -> Self:
        self.t += seconds
        return self

    def dial(self, conn: int) -> Self:
        self.conn = conn
        return self

    def send(self, **message: Any) -> Self:
        return self.add(Direction.SEND, json.dumps(message).encode())

    def receive(self, **message: Any) -> Self:
        return self.add(Direction.RECEIVE, json.dumps(message, indent=2).encode() + b"\n")

    def event(self, name: str, **fields: Any) -> Self:
        return self.add(Direction.EVENT, json.dumps({"event": name, **fields}).encode())

    # the client

    def setup(self, **setup: Any) -> Self:
        return self.send(setup={"model": "models/gemini-3.8-live", **setup})

    def ask(self, text: str) -> Self:
        return self.send(
            client_content={"turns": [{"role": "user", "parts": [{"text": text}]}], "turn_complete": True}
        )

    def say(self, text: str) -> Self:
        return self.send(realtimeInput={"text": text})

    def answer_tool(self, call_id: str, response: Any = "ok") -> Self:
        return self.send(tool_response={"functionResponses": [{"id": call_id, "response": response}]})

    # the service

    def content(self, **content: Any) -> Self:
        return self.receive(serverContent=content)

    def parts(self, *parts: dict[str, Any]) -> Self:
        return self.content(modelTurn={"parts": list(parts)})

    def text(self, text: str) -> Self:
        return self.parts({"text": text})

    def audio(self, ms: int = 40, rate: int = 24000) -> Self:
        data = base64.b64encode(b"\x01\x00" * (rate * ms // 1000)).decode()
        return self.parts({"inlineData": {"mimeType": f"audio/pcm;rate={rate}", "data": data}})

    def out(self, text: str, **more: Any) -> Self:
        return self.content(outputTranscription={"text": text, **more})

    def heard(self, text: str, **more: Any) -> Self:
        return self.content(inputTranscription={"text": text, **more})

    def tool(self, call_id: str, name: str = "weather", **args: Any) -> Self:
        return self.receive(toolCall={"functionCalls": [{"id": call_id, "name": name, "args": args}]})

    def generated(self) -> Self:
        return self.content(generationComplete=True)

    def turn(self, usage: dict[str, Any] | None = None, **content: Any) -> Self:
        message: dict[str, Any] = {"serverContent": {"turnComplete": True, **content}}
        return self.receive(**message, **({"usageMetadata": usage} if usage else {}))

    def interrupted(self) -> Self:
        return self.content(interrupted=True)

    def handle(self, value: str, resumable: bool = True) -> Self:
        return self.receive(sessionResumptionUpdate={"newHandle": value, "resumable": resumable})

    def into(self, projection: P) -> P:
        """The projection, fed with all of it."""
        for frame in self.frames:
            projection.feed(frame)
        return projection
