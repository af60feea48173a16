"""What a close offers: the change that would help, one key away."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.errors import CredentialsError, ResumeError, TuiError
from tui.live.models import MODELS
from tui.ui import resuming
from tui.ui.conversation import Opening
from tui.ui.screens.welcome import WelcomeScreen
from tui.ui.status import WAYS_ON
from tui.ui.widgets.shelf import ShelfPane

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


async def take(screen: MainScreen) -> None:
    """Do what the latest close offers; nothing where it offers nothing."""
    feed, anew = screen.board.feed, screen.anew
    offer = feed.views.link.offer if feed is not None else ""
    if offer in ("audio", "text"):
        await screen.switch(replace(anew, modality=offer))
    elif offer == "model":
        names = [model.name for model in MODELS]
        choices = [(name, partial(screen.switch, replace(anew, model=name))) for name in names]
        screen.app.search_commands(choices, placeholder="Which model?")
    elif offer == "key":
        await ask_for_key(screen, f"{feed.views.link.closed}." if feed is not None else "", Opening())
    elif offer == "handle":
        await _go_on_another_way(screen)
    else:
        screen.notify(f"There is nothing to change: {WAYS_ON}", severity="warning")


def after(screen: MainScreen, error: TuiError, wanted: Opening) -> Coroutine[None, None, None] | None:
    """Where a person can choose another way to open what could not be opened: asks for it."""
    if isinstance(error, ResumeError):
        return resuming.ask_how(screen, screen.board.host, screen.switch, wanted)
    if isinstance(error, CredentialsError):
        return ask_for_key(screen, str(error), wanted)
    return None


async def ask_for_key(screen: MainScreen, why: str, wanted: Opening) -> None:
    """Open what is wanted with a key, or the demo instead, for all of this run; or look at what is saved."""
    chosen = await screen.app.push_screen_wait(WelcomeScreen(why, way_back=True))
    if chosen is None:
        return
    if chosen.browse:
        screen.go_to("shelf")
        return
    screen.anew = chosen
    await screen.switch(replace(wanted, key=chosen.key) if chosen.key else chosen)


async def _go_on_another_way(screen: MainScreen) -> None:
    """An older handle, or a new session that is told what was said: the person chooses, or stays."""
    conversation, host = screen.board.conversation, screen.board.host
    if conversation is None:
        return
    try:
        entry = host.shelf.entry(conversation.session.id)
        asked = Opening(resume=entry.id, key=screen.anew.key)
        way = await resuming.choose(screen, host, entry, asked, ask=True)
        if way is not None:
            await screen.hang_up()
            screen.query_one(ShelfPane).attend(None)
            await screen.switch(await resuming.opening_of(host, entry, way, asked))
    except TuiError as error:
        screen.notify(str(error), severity="error", timeout=30, markup=False)
