"""The stage in a pty, and its terminal."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from tests.bench.emulator import Emulator
from tests.bench.relay import Relay

_ENV = {"TEXTUAL_ANIMATIONS": "none", "PYTHONPATH": os.pathsep.join(sys.path), "NO_COLOR": "", "TMUX": ""}
_KINDS = {
    "xterm-256color": {"erases_in_colour": True, "has_margins": True},
    "screen-256color": {"erases_in_colour": False},
    "linux": {"erases_in_colour": True},
}


class Theatre:
    """One run of the stage. `act` tells it a step; `settled` waits until the step is on the screen."""

    def __init__(
        self,
        line: str,
        *,
        columns: int = 60,
        lines: int = 20,
        env: Mapping[str, str] | None = None,
        **link: Any,
    ) -> None:
        read, self._write = os.pipe()
        self._stock = tempfile.TemporaryFile()  # noqa: SIM115
        self.number = 0
        environment = {key: value for key, value in {**_ENV, **(env or {})}.items() if value}
        self.relay = Relay(
            [sys.executable, "-m", "tests.unit.ui.quiet.stage", str(read), str(self._stock.fileno()), line],
            columns=columns,
            lines=lines,
            emulator=Emulator(columns, lines, **_KINDS[(env or {}).get("TERM", "xterm-256color")]),
            env=environment,
            pass_fds=[read, self._stock.fileno()],
            **link,
        )
        os.close(read)
        self.stock = Emulator(columns, lines)
        self.stock.feed("\x1b[?7l")
        self._mirrored = 0

    def __enter__(self) -> Theatre:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        os.close(self._write)
        self.relay.close()
        self._stock.close()

    @property
    def screen(self) -> Emulator:
        assert self.relay.emulator is not None
        return self.relay.emulator

    def resize(self, columns: int, lines: int) -> None:
        """Give both terminals another size."""
        self.stock.resize(columns, lines)
        self.relay.resize(columns, lines)

    def alike(self, seconds: float = 5.0) -> bool:
        """Whether both terminals come to show the same."""

        def same() -> bool:
            data = os.pread(self._stock.fileno(), 1 << 24, self._mirrored)
            self._mirrored += len(data)
            self.stock.feed(data)
            return self.screen.seen == self.stock.seen

        return self.relay.wait(same, seconds)

    def act(self, name: str, *arguments: Any) -> None:
        self.number += 1
        assert self.relay.process.poll() is None, "\n".join(self.screen.text)
        os.write(self._write, json.dumps([self.number, name, *arguments]).encode() + b"\n")

    def reads(self, text: str) -> bool:
        """Whether the text comes to stand on the screen: the stock line may draw it after its step."""
        return self.relay.wait(lambda: any(text in row for row in self.screen.text), 5.0)

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until the last step is on the screen."""
        step = f"step {self.number}"
        assert self.relay.wait(
            lambda: any(row.split("  ")[0].strip() == step for row in self.screen.text), seconds
        ), f"{step} not seen:\n" + "\n".join(self.screen.text)
