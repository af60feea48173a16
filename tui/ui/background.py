"""Work beside the screen: on a thread, or among the screen's own tasks. What goes wrong there is said."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.worker import Worker

from tui.environment import without_keys
from tui.errors import TuiError
from tui.text import clean_line


def run_thread(
    owner: DOMNode, work: Callable[[], None], *, group: str, what: str, exclusive: bool = False
) -> Worker[None]:
    """Run it on a thread of its own. what: names it where it fails; exclusive: in place of its group."""
    app = owner.app

    def guarded() -> None:
        try:
            work()
        except Exception as error:
            say(app, what, error)
            raise

    return owner.run_worker(
        guarded, thread=True, group=group, exclusive=exclusive, exit_on_error=False, description=what
    )


def run_task(
    owner: DOMNode, work: Coroutine[Any, Any, None], *, group: str, what: str, exclusive: bool = False
) -> Worker[None]:
    """Run it among the screen's own tasks."""
    app = owner.app

    async def guarded() -> None:
        try:
            await work
        except Exception as error:
            say(app, what, error)
            raise

    return owner.run_worker(
        guarded(), group=group, exclusive=exclusive, exit_on_error=False, description=what
    )


def say(app: App[Any], what: str, error: Exception) -> None:
    """In one sentence, from any thread: what we raise has its own words, anything else is a bug."""
    said = str(error) if isinstance(error, TuiError) else f"{what} failed: {error!r}. Please report this"
    app.notify(clean_line(without_keys(said)), severity="error", markup=False)
