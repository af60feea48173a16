"""Is a handle still accepted? One dial, up to setupComplete or the refusal; the journal has all of it."""

from __future__ import annotations

import asyncio

from tui.live.failures import SetupTimeout, judge
from tui.live.line import Line
from tui.live.link import Link, Timeouts, connect
from tui.live.setup import Endpoint, Setup
from tui.store.journal import Journal
from tui.wire.closes import By, Circumstances, Closing, explain
from tui.wire.kinds import Kind


async def check(
    endpoint: Endpoint, setup: Setup, journal: Journal, handle: str, *, timeouts: Timeouts | None = None
) -> Closing | None:
    """None where the service said setupComplete; else how it closed, which may not be about the handle.

    Source: a refused handle is a close right after the setup, 1007 or 1008 (58 closes seen in the wild).
    """
    timeouts = timeouts or Timeouts()
    line = Line(journal)
    call = line.dial(1, handle)
    closing, by = explain(1000, "", Circumstances(by=By.CLIENT)), By.CLIENT
    try:
        async with connect(endpoint, setup, journal, call.number, handle=handle, timeouts=timeouts) as link:
            await _until_ready(link, timeouts.setup)
            line.be_ready()
    except Exception as error:
        closing, by = judge(error, call.circumstances())
    finally:
        line.closed(closing, by)
    return None if call.ready else closing


async def _until_ready(link: Link, patience: float) -> None:
    try:
        async with asyncio.timeout(patience):
            while not (await link.read()).kinds & Kind.SETUP_COMPLETE.bit:
                pass
    except TimeoutError as error:
        raise SetupTimeout from error
