"""The sessions pane where the disk does not do as it should."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.ui.shelf_stage import Stage, until


def test_a_shelf_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where a directory should be")

    async def run() -> None:
        app = Stage(tmp_path)
        async with app.run_test():
            await until(app, lambda: app._notifications)
            (said,) = {notification.message for notification in app._notifications}
            assert said.startswith("cannot read the saved sessions: Not a directory. Make ")

    asyncio.run(run())
