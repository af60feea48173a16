"""The palette: everything that can be done, chosen or opened, by name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.markup import escape

from tui.live.models import MODELS
from tui.store.shelf import Entry
from tui.text import clean_line, shorten
from tui.ui.action import Action
from tui.ui.actions import ACTIONS, in_scope
from tui.ui.homes import bring_up, home_of, scopes_of
from tui.ui.keymap import show_keys
from tui.ui.widgets.log_filters import FiltersPane

if TYPE_CHECKING:
    from tui.ui.app import GeminiApp

SESSIONS = 200
"""How many saved sessions are offered; the shelf has them all."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the palette."""

    name: str
    help: str
    run: Callable[[], Any]


class Palette(Provider):
    """Actions first, then saved filters, themes, models, profiles and saved sessions."""

    @property
    def _gemini(self) -> GeminiApp:
        return cast("GeminiApp", self.app)

    async def startup(self) -> None:
        """Read the shelf on a thread of its own."""
        self._saved = await asyncio.to_thread(self._gemini.host.shelf.list)

    async def discover(self) -> Hits:
        """All of it, in a fixed order."""
        for offer in self._offers():
            yield DiscoveryHit(Content(offer.name), offer.run, text=offer.name, help=escape(offer.help))

    async def search(self, query: str) -> Hits:
        """What matches, with the letters that do."""
        matcher = self.matcher(query)
        for offer in self._offers():
            score, offsets = matcher.fuzzy_search.match(query, offer.name)
            if score > 0:
                name = self._marked(offer.name, offsets)
                yield Hit(score, name, offer.run, offer.name, escape(offer.help))

    def _marked(self, name: str, offsets: Any) -> Content:
        content = Content(name)
        for offset in offsets:
            content = content.stylize(self.match_style or "bold", offset, offset + 1)
        return content

    # -- what is offered ---------------------------------------------------------------------------

    def _offers(self) -> Iterator[Offer]:
        yield from self._actions()
        yield from self._filters()
        yield from self._themes()
        if self._gemini.conversing is not None:
            yield from self._models()
            yield from self._profiles()
            yield from map(self._session, self._saved[:SESSIONS])

    def _in_reach(self) -> Iterator[Action]:
        """The actions: first those of the focused pane, as its footer has them; last those that leave."""
        chain = self.focused.ancestors_with_self if self.focused is not None else []
        near = {scope for node in chain for scope in scopes_of(node)} - {"main", "app"}
        here = [action for action in ACTIONS if action.scope in near]
        yield from sorted(here, key=lambda action: not action.shown)
        yield from (action for action in ACTIONS if action.scope not in (*near, "app"))
        yield from reversed(list(in_scope("app")))

    def _actions(self) -> Iterator[Offer]:
        keymap = self._gemini.keymap
        for action in self._in_reach():
            home = home_of(action, self.screen)
            if home is not None:
                keys = show_keys(keymap.get(action.id, action.keys))
                words = " · ".join(part for part in (keys, action.help) if part)
                yield Offer(f"{action.scope}: {action.label}", words, partial(self._do, action, home))

    async def _do(self, action: Action, home: DOMNode) -> None:
        """As if its key had been pressed with its pane in focus."""
        await self._gemini.run_action(action.method, default_namespace=bring_up(home))

    def _filters(self) -> Iterator[Offer]:
        for pane in self.screen.query(FiltersPane):
            for command in pane.saved_commands():
                run = partial(self._in_pane, pane, command.callback)
                yield Offer(command.name, command.help_text or "", run)

    async def _in_pane(self, pane: FiltersPane, run: Callable[[], Any]) -> None:
        bring_up(pane)
        run()

    def _themes(self) -> Iterator[Offer]:
        for name in sorted(self.app.available_themes):
            yield Offer(f"theme: {clean_line(name)}", "", partial(self._gemini.choose_theme, name))

    def _models(self) -> Iterator[Offer]:
        for model in MODELS:
            takes = ", ".join(sorted(model.modalities))
            yield self._opens(f"model: {model.name}", f"A new session. Answers in {takes}", model=model.name)

    def _profiles(self) -> Iterator[Offer]:
        for name in self._gemini.host.profiles:
            yield self._opens(f"profile: {clean_line(name)}", "A new session", profile=name)

    def _session(self, entry: Entry) -> Offer:
        title = clean_line(entry.metadata.title) or entry.id
        return self._opens(f"session: {shorten(title, 60)}", f"Resume {entry.id}", resume=entry.id)

    def _opens(self, name: str, help: str, **choice: Any) -> Offer:
        return Offer(name, help, partial(self._open, choice))

    async def _open(self, choice: dict[str, Any]) -> None:
        if (screen := self._gemini.conversing) is not None:
            await screen.switch(replace(screen.anew, **choice))
