"""A sound card for tests: a PulseAudio of our own with a null sink, and an ear on its monitor."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tui.audio.pcm import RATE, SAMPLE

PROGRAMS = ("pulseaudio", "parec")


def missing() -> str:
    """The programs that the rig lacks here, for a reason to skip; empty if it can run."""
    return " and ".join(name for name in PROGRAMS if shutil.which(name) is None)


def wait_for(condition: Callable[[], bool], what: str, limit: float = 10.0) -> None:
    """Poll until it holds."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, f"{what} did not come within {limit:.0f} s"
        time.sleep(0.002)


def waited_for_processors() -> float:
    """Seconds in which anything on this machine waited for a processor so far; 0 where nobody counts."""
    with contextlib.suppress(OSError):
        first, _, _ = Path("/proc/pressure/cpu").read_text().partition("\n")
        return int(first.rpartition("total=")[2]) / 1e6
    return 0.0


class Rig:
    """The daemon, alone on a socket of its own, at the service's rate: what is played arrives bit for bit.

    env: what a player needs to find it and nothing else. Shared memory is off, since PulseAudio 16.1
    aborts with it when a monitor is recorded (its issue 824).
    """

    def __enter__(self) -> Self:
        self._directory = tempfile.TemporaryDirectory(prefix="rig", dir="/tmp")
        home = self._directory.name
        self.socket = Path(home, "native")
        self.env = {
            "PULSE_SERVER": f"unix:{self.socket}",
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "PATH": os.environ["PATH"],
        }
        script = Path(home, "rig.pa")
        script.write_text(
            f"load-module module-null-sink sink_name=rig rate={RATE} channels=1 format=s16le\n"
            f"load-module module-native-protocol-unix socket={self.socket} auth-anonymous=1\n"
            "set-default-sink rig\n"
        )
        self._start(script)
        return self

    def _start(self, script: Path) -> None:
        own = {**self.env, "PULSE_RUNTIME_PATH": f"{self.env['HOME']}/pulse"}
        del own["PULSE_SERVER"]
        options = ("--daemonize=no", "--exit-idle-time=-1", "--disable-shm=1", "--use-pid-file=no")
        self._daemon = subprocess.Popen(
            ("pulseaudio", "-n", "-F", str(script), *options, "--log-level=error"),
            env=own,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers, "the sound server")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket)) == 0

    def kill(self) -> None:
        """The sound server dies."""
        self._daemon.kill()
        self._daemon.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._directory.cleanup()


class Ear:
    """Records what the null sink plays, and when: `started` is the time (monotonic) of its first sample.

    A block is seen when it is rendered, about 10 ms before it would be heard.
    """

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._recorded = bytearray()
        self.started = float("inf")

    def __enter__(self) -> Self:
        options = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=10")
        self._process = subprocess.Popen(
            ("parec", "--device=rig.monitor", *options), env=self._rig.env, stdout=subprocess.PIPE
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        wait_for(lambda: len(self._recorded) > 0, "the first of the recording")
        return self

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while block := os.read(self._process.stdout.fileno(), 1 << 16):
            self._recorded += block
            began = time.monotonic() - len(self._recorded) / (SAMPLE * RATE)
            self.started = min(self.started, began)

    def mark(self) -> int:
        """Here and now, for `since`."""
        return len(self._recorded)

    async def listen(self, duration: float) -> None:
        """Until so many seconds more are recorded."""
        end = self.mark() + duration * SAMPLE * RATE
        async with asyncio.timeout(duration + 5):
            while self.mark() < end:
                await asyncio.sleep(0.005)

    def since(self, mark: int) -> tuple[float, bytes]:
        """When it was (monotonic seconds), and what was heard from there on."""
        return self.started + mark / (SAMPLE * RATE), bytes(self._recorded[mark:])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
