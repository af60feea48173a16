"""What is written before it is sent: the title may hold the model's words."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App
from textual.widgets import TextArea

from tui.ui.screens.editor import EditorScreen


@pytest.mark.parametrize("args", ['["a", "b"]', '{"x": "[/red]"}', "[@click=app.bell]x[/]"])
def test_the_arguments_of_a_call_are_no_markup(args: str) -> None:
    async def run() -> None:
        app: App[None] = App()
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(EditorScreen(f"Answer to look_up {args}", "{}"))
            await pilot.pause()
            assert isinstance(app.focused, TextArea)
            screen = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
            assert f"Answer to look_up {args}" in screen

    asyncio.run(run())
