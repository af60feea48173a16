"""`gemini-tui simulate`: the simulator as a server for any Live client."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import ssl
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.numbers import within
from tui.commands.options import add_data_dir
from tui.errors import ConfigError, TuiError
from tui.paths import data_dir

if TYPE_CHECKING:
    from tui.simulator.recording import Recording
    from tui.simulator.scenario import Scenario
    from tui.simulator.server import Simulator

_COUNT_SECONDS = 0.25
_NO_TLS = "without TLS: gemini-tui and other clients of the Python SDK always dial wss, and cannot connect"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to serve, and how."""
    parser.add_argument("scenario", nargs="?", default="greeting", help="a packaged one, or a TOML file")
    parser.add_argument(
        "--from", dest="recording", metavar="SESSION", help="play back a saved session, or a journal file"
    )
    parser.add_argument("--paced", action="store_true", help="with the pauses of the recording")
    parser.add_argument(
        "--port", type=within(int, 0, 65535), default=0, metavar="N", help="default: a free one"
    )
    parser.add_argument(
        "--tls",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="without it gemini-tui cannot connect, nor any client of the Python SDK: they always dial wss",
    )
    parser.add_argument("--cert", type=Path, metavar="PEM", help="your own certificate with its key")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    parser.add_argument("--seed", help="makes a run repeat to the byte")
    parser.add_argument(
        "--pace", type=within(float, 0.0), metavar="SECONDS", help="between the frames of an answer"
    )
    parser.add_argument("--voice", choices=("auto", "tones", "espeak"), default="auto")
    parser.add_argument("--list", action="store_true", help="list the packaged scenarios and stop")
    parser.add_argument("--steps", action="store_true", help="list the steps of a scenario and stop")
    add_data_dir(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted. Lines on stdin are steps, played to every client. Raises ConfigError."""
    if arguments.list or arguments.steps:
        print("\n".join(_scenarios() if arguments.list else _steps()))
        return 0
    return asyncio.run(_serve(arguments))


def _scenarios() -> list[str]:
    from tui.simulator.scenario_file import load, packaged

    return [f"{name:<16}{load(name).about}" for name in packaged()]


def _steps() -> list[str]:
    import tui.simulator.verbs  # noqa: F401  makes the verbs known
    from tui.simulator.steps import VERBS

    return [line for verb in VERBS.values() for line in (verb.usage, f"    {verb.about}")]


def _scenario(arguments: argparse.Namespace) -> Scenario:
    from tui.simulator.scenario_file import load

    overrides = dict(pair.partition("=")[::2] for pair in arguments.set)
    return load(arguments.scenario, overrides)


def _recording(arguments: argparse.Namespace) -> Recording | None:
    """What a saved session's server said. Raises StoreError, or ConfigError where it never said a thing."""
    from tui.simulator.recording import Recording
    from tui.store.journal import Journal
    from tui.store.shelf import Shelf

    if arguments.recording is None:
        return None
    path = Path(arguments.recording)
    if not path.is_file():
        path = Shelf(data_dir(arguments.data_dir)).find(arguments.recording) / "journal.jsonl"
    with contextlib.closing(Journal.open(path)) as journal:
        recording = Recording(journal.frames(), paced=arguments.paced)
    if not len(recording):
        hint = "Choose another session: gemini-tui list"
        raise ConfigError(f"nothing was received in {arguments.recording}", hint=hint)
    return recording


async def _serve(arguments: argparse.Namespace) -> int:
    from tui.simulator.server import Simulator

    simulator = Simulator(
        _scenario(arguments),
        port=arguments.port,
        state_dir=data_dir(arguments.data_dir) / "simulator",
        seed=arguments.seed,
        pace=arguments.pace,
        voice=arguments.voice,
        tls=arguments.tls,
        pem=arguments.cert,
        recording=_recording(arguments),
    )
    stopped: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    _stop_on_signals(stopped)
    async with contextlib.AsyncExitStack() as serving:
        try:
            await serving.enter_async_context(simulator)
        except OSError as error:
            hint = "Choose another --port, another --data-dir, or another --cert"
            kind = ConfigError if isinstance(error, ssl.SSLError) else TuiError
            raise kind(f"cannot serve: {error.strerror or error}", hint=hint) from error
        print(_welcome(simulator, arguments.recording), flush=True)
        _read_steps(simulator.play)
        return await _count(simulator, stopped)


def _welcome(simulator: Simulator, recording: str | None) -> str:
    what = f"recording {recording}" if recording else f"{simulator.scenario.name}: {simulator.scenario.about}"
    variables = (f"export {name}={value}" for name, value in simulator.environment().items())
    lines = [what, simulator.url]
    lines += [f"certificate: {simulator.ca_file}"] if simulator.ca_file.name else []
    return "\n".join([*lines, *variables, *([] if simulator.tls else [_NO_TLS])])


def _stop_on_signals(stopped: asyncio.Future[int]) -> None:
    """Ctrl-C is 130, as for every command; SIGTERM is how a server is told that all is done."""

    def stop(code: int) -> None:
        if not stopped.done():
            stopped.set_result(code)

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, stop, 130)
    loop.add_signal_handler(signal.SIGTERM, stop, 0)


async def _count(simulator: Simulator, stopped: asyncio.Future[int]) -> int:
    """Say how much is served, rewritten in place on a terminal, until it is time to stop."""
    shown, terminal = "", sys.stderr.isatty()
    erase = "\r\x1b[K" if terminal else ""
    while not stopped.done():
        if (now := str(simulator.served)) != shown and terminal:
            print(erase + now, end="", file=sys.stderr, flush=True)
            shown = now
        await asyncio.wait([stopped], timeout=_COUNT_SECONDS)
    print(f"{erase}{simulator.served}", file=sys.stderr)
    return stopped.result()


def _read_steps(play: Callable[[str], Awaitable[int]]) -> None:
    """Read steps from stdin on a thread: a terminal, a pipe and a file all can block.

    Unbuffered, since a thread that blocks within `sys.stdin` keeps its lock and the program from ending.
    In the background the terminal is not ours to read: SIGTTIN would stop the server, an error does not.
    """
    signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    loop = asyncio.get_running_loop()

    async def step(line: str) -> None:
        try:
            clients = await play(line)
            whom = f"played to {clients}" if clients else "whoever dials next"
            print(f"gemini-tui: {line.split()[0]}: {whom}.", file=sys.stderr)
        except ValueError as error:
            print(f"gemini-tui: {error}. See gemini-tui simulate --steps.", file=sys.stderr)

    def read() -> None:
        with contextlib.suppress(OSError), open(0, "rb", buffering=0, closefd=False) as stdin:
            for line in stdin:
                if line.strip() and not loop.is_closed():
                    asyncio.run_coroutine_threadsafe(step(line.decode(errors="replace")), loop)

    threading.Thread(target=read, name="steps", daemon=True).start()
