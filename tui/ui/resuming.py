"""What the sessions pane asks of the main screen: go on with a session, fork it, check its handle."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from textual.screen import Screen

from tui.errors import TuiError
from tui.store.journal import Journal
from tui.store.leftovers import unsent_turns
from tui.store.outlook import Outlook, outlook
from tui.store.session import Session
from tui.store.shelf import Entry
from tui.store.standing import stand
from tui.text import counted
from tui.ui.conversation import Host, Opening
from tui.ui.screens.choice import Pick
from tui.ui.screens.resume import ResumeScreen, Way
from tui.ui.screens.unbidden import UnbiddenChoice
from tui.ui.widgets.prompt import Prompt
from tui.ui.widgets.shelf import ShelfPane

Switch = Callable[[Opening], Awaitable[None]]
"""Hangs up, then holds another conversation."""


async def go_on(
    screen: Screen[None],
    host: Host,
    switch: Switch,
    wanted: ShelfPane.Wanted,
    key: str,
    *,
    may_leave: Callable[[], Awaitable[bool]],
) -> None:
    """Do what the pane asks, `resume`, `fork`, `check` or `look`; what goes wrong is shown.

    may_leave: asked before a conversation is hung up.
    """
    pane, entry = screen.query_one(ShelfPane), wanted.entry
    try:
        if wanted.what == "look" and entry.id != pane.shelved.here:
            if await may_leave():
                await switch(Opening(resume=entry.id, browse=True, key=key))
            return
        _refuse_live(entry, pane.shelved.here)
        if wanted.what == "check":
            await _check(screen, host, entry)
            pane.attend(pane.own)
        else:
            asked = Opening(resume=entry.id, key=key)
            way = await choose(screen, host, entry, asked, ask=wanted.what == "fork")
            if way is not None and await may_leave():
                await switch(await opening_of(host, entry, way, asked))
    except TuiError as error:
        screen.notify(str(error), severity="error", timeout=30, markup=False)


async def ask_how(screen: Screen[None], host: Host, switch: Switch, opening: Opening) -> None:
    """Resuming would not give back what was said: another way, or only a look at it."""
    try:
        entry = await asyncio.to_thread(lambda: host.shelf.entry(host.shelf.find(opening.resume).name))
        asked = replace(opening, resume=entry.id)
        way = await choose(screen, host, entry, asked, ask=True)
        if way is None:
            await switch(replace(asked, browse=True))
        else:
            await switch(await opening_of(host, entry, way, asked))
    except TuiError as error:
        screen.notify(str(error), severity="error", timeout=30, markup=False)


async def choose(screen: Screen[None], host: Host, entry: Entry, asked: Opening, *, ask: bool) -> Way | None:
    """How to go on: where not all of it comes back, or something has changed, a person is asked first."""
    ahead = await asyncio.to_thread(_look, entry)
    changes = await asyncio.to_thread(host.changes, asked)
    elsewhere = await asyncio.to_thread(host.elsewhere, asked)
    if ahead.is_whole and not changes and not elsewhere and not ask:
        return Way("resume")
    standing = stand(entry.metadata, time.time(), lifetimes=host.shelf.lifetimes)
    question = ResumeScreen(entry.metadata.title, ahead, changes, standing, elsewhere)
    return await screen.app.push_screen_wait(question)


async def wants_to_hang_up(screen: Screen[None]) -> bool:
    """Ask whether to leave an answer that is under way."""
    picks = [Pick("s", "Stay", ""), Pick("h", "Hang up, and go on elsewhere", "hang up")]
    chosen: str = await screen.app.push_screen_wait(UnbiddenChoice("An answer is under way", picks))
    return bool(chosen)


async def opening_of(host: Host, entry: Entry, way: Way, asked: Opening) -> Opening:
    """The conversation that a way leads to; a fork is made for it. Raises TuiError."""
    if way.how == "seed":
        return replace(asked, resume="", seed=entry.id)
    name = entry.id
    if way.how == "fork":
        name, _ = await asyncio.to_thread(host.shelf.fork, entry.id, way.turn)
    return replace(asked, resume=name, at=way.at)


async def offer_unsent(screen: Screen[None], journal: Journal) -> None:
    """Have in the prompt what was not sent the last time; nothing is sent by itself."""
    turns = await asyncio.to_thread(unsent_turns, journal)
    if not turns:
        return
    what = f"{counted(len(turns), 'turn')} not sent the last time"
    if not screen.query_one(Prompt).offer(turns):
        where = "alt+up brings back what you wrote"
    elif len(turns) == 1:
        where = "it stands in the prompt"
    else:
        where = "the last stands in the prompt, alt+up brings those before"
    screen.notify(f"{what}: {where}", timeout=15, markup=False)


async def _check(screen: Screen[None], host: Host, entry: Entry) -> None:
    screen.notify("Dialling to check the handle…", markup=False)
    screen.notify(await asyncio.to_thread(host.check, entry.id), timeout=15, markup=False)


def _look(entry: Entry) -> Outlook:
    with Session.open(entry.directory) as session:
        return outlook(session)


def _refuse_live(entry: Entry, here: str) -> None:
    """Two connections on one handle damage the conversation."""
    if entry.id == here:
        raise TuiError("this session is live here", hint="Go on in the prompt")
    if entry.live:
        raise TuiError("this session is live in another process", hint="End it there first")
