"""A fault of ours, told without what was in memory: a key is among it."""

from __future__ import annotations

from traceback import format_exception

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.driver import Driver

from tui.environment import without_keys
from tui.ui.keyboard import robust


class Crashing(App[str]):
    """An App whose last words name the fault, and what to do; Textual's would list every variable."""

    def let_go(self) -> None:
        """Tell whoever works on other threads to end: the process waits for them."""
        raise NotImplementedError

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver; where its thread of keys fails, that is a fault as any other."""
        return robust(super().get_driver_class())

    def panic(self, *renderables: RenderableType) -> None:
        """A fault with words of its own is told in ours: nothing else would let go."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        self.bell()
        self.let_go()
        self._exit_renderables.append(Text(without_keys(last_words(self._exception))))
        self._close_messages_no_wait()


def last_words(error: BaseException | None) -> str:
    """The traceback without its variables, and what to do."""
    told = "".join(format_exception(error)) if error is not None else ""
    return (
        f"{told}\ngemini-tui: a fault in the program ended it. What had crossed the socket is saved: "
        "go on with --resume last, and please report the lines above."
    )
