"""What the screen is handed: conversations to hold, without knowing who holds the socket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from tui.live.requests import Request
    from tui.store.scan import Watch
    from tui.store.session import Session
    from tui.store.shelf import Shelf


class Sound(Protocol):
    """What is heard. May be asked from any thread; seconds throughout."""

    @property
    def plan(self) -> str:
        """Where the sound goes and why, in one line."""
        ...

    @property
    def sink(self) -> str:
        """The name of the sink in use; empty while mute."""
        ...

    @property
    def received(self) -> float:
        """Of the turn that is heard, and of what waits behind it."""
        ...

    def position(self) -> float:
        """How far the turn was heard."""
        ...

    def level(self) -> float:
        """The peak of what is heard, 0 to 1."""
        ...


class NoSound:
    """Nothing is heard."""

    plan = sink = ""
    received = 0.0

    def position(self) -> float:
        """Nothing."""
        return 0.0

    def level(self) -> float:
        """Silence."""
        return 0.0


class Conversation(Protocol):
    """One live session: a journal that grows, and somebody who takes requests."""

    @property
    def session(self) -> Session:
        """Where its frames are kept."""
        ...

    @property
    def demo(self) -> bool:
        """Whether the other end is the built-in simulator."""
        ...

    @property
    def sound(self) -> Sound:
        """What is heard of it."""
        ...

    def run(self) -> None:
        """Hold the conversation until it ends; blocks, so it has a thread of its own."""
        ...

    def request(self, request: Request) -> None:
        """Ask for something, from any thread; returns at once."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """Which conversation to open: a new one, or a saved one by its id (`last` is one too).

    seed: a saved session whose words a new one begins with. model, modality, profile: in place of those the
    options name; empty for these. at: where a saved session was held with another service than these name:
    `held` dials that one, `here` this one; else it is refused. browse: dial nothing, only look at what is
    saved. key: for this run only, never written anywhere.
    """

    resume: str = ""
    seed: str = ""
    model: str = ""
    modality: str = ""
    profile: str = ""
    demo: bool = False
    at: str = ""
    browse: bool = False
    key: str = field(default="", repr=False)


class Change(NamedTuple):
    """A field of the setup that is not what the saved session was held with."""

    name: str
    was: str
    now: str


class Elsewhere(NamedTuple):
    """A saved session was held with one service, and another would be dialled; both in words.

    trouble: why the first cannot be dialled, empty where it can.
    """

    held: str
    here: str
    trouble: str = ""


class Host(Protocol):
    """Who opens conversations, and the shelf they are kept on."""

    @property
    def shelf(self) -> Shelf:
        """The saved sessions."""
        ...

    @property
    def missing(self) -> str:
        """What is missing before a conversation can be opened, in words; empty if nothing is.

        Raises TuiError where no key would help.
        """
        ...

    @property
    def profiles(self) -> Sequence[str]:
        """The names of the profiles there are."""
        ...

    def open(self, opening: Opening, watch: Watch | None = None) -> Conversation:
        """Create or lock the session and say who will hold it; dials nothing. Blocks. Raises TuiError.

        watch: as of `Shelf.open`.
        """
        ...

    def changes(self, opening: Opening) -> Sequence[Change]:
        """Where the setup of a session to be resumed would differ from its own. Raises TuiError."""
        ...

    def elsewhere(self, opening: Opening) -> Elsewhere | None:
        """Whether a session to be resumed was held with another service. Raises TuiError."""
        ...

    def check(self, name: str) -> str:
        """Dial with a session's newest handle; what the service says, in words. Blocks. Raises TuiError."""
        ...
