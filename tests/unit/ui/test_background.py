"""Work beside the screen that fails in a way nobody thought of."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App
from textual.worker import WorkerFailed

from tui.errors import StoreError
from tui.ui.background import run_task, run_thread


def fail(error: Exception) -> None:
    raise error


async def fail_later(error: Exception) -> None:
    raise error


async def said_by(error: Exception, *, thread: bool) -> str:
    app = App[None]()
    async with app.run_test() as pilot:
        if thread:
            worker = run_thread(app, lambda: fail(error), group="test", what="Reading")
        else:
            worker = run_task(app, fail_later(error), group="test", what="Reading")
        with pytest.raises(WorkerFailed):
            await worker.wait()
        await pilot.pause()
        (notification,) = app._notifications
        assert notification.severity == "error"
        assert app.return_code in (None, 0)
        return notification.message


@pytest.mark.parametrize("thread", [True, False])
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreError("it is gone", hint="Look again"), "it is gone. Look again"),
        (ZeroDivisionError("so\x1b[2J it [b]is"), "Reading failed: ZeroDivisionError('so\\x1b[2J it [b]is')"),
    ],
)
def test_what_went_wrong_is_said_and_the_screen_goes_on(error: Exception, words: str, thread: bool) -> None:
    assert asyncio.run(said_by(error, thread=thread)).startswith(words)
