"""What a terminal sends, made into keys and pastes; nothing in it ends the reading."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator
from time import monotonic

from textual._parser import Parser
from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.events import Paste
from textual.message import Message

from tui.text import clean

LONGEST = 1 << 20
"""Characters of one paste; a longer one arrives as several, no part of it as keys."""
PATIENCE = 5.0
"""Seconds without a byte after which a paste is over, though the terminal did not say so."""
_NEWLINE = re.compile("\r\n?")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_NO_KEY = len("\x1b[2")
"""A beginning of this length is waited for: as keys it would be Alt+[ and digits, all at once."""


class InputParser(XTermParser):
    """Textual's parser, but for two things.

    A bracketed paste is one paste whatever it holds: Textual's takes it for keys from the first ESC in it.
    A sequence that cannot be read (a key beyond Unicode, a mouse on a screen of no size) is left out.
    """

    def __init__(self, debug: bool = False, *, longest: int = LONGEST, patience: float = PATIENCE) -> None:
        super().__init__(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._longest = longest
        self._patience = patience
        self._heard_at = monotonic()
        self._begun = ""  # of a paste's beginning: the parser has it
        self._lapsed = ""  # the same, and the parser has made keys of it
        self._pasting = False
        self._pasted = ""

    def hear(self, data: bytes) -> Iterator[Message]:
        """Bytes, cut anywhere. What is not UTF-8 becomes U+FFFD."""
        return self.feed(self._decode(data))

    def feed(self, data: str) -> Iterator[Message]:
        """Text, cut anywhere."""
        self._heard_at = monotonic()
        lapsed, self._lapsed = self._lapsed, ""
        if lapsed and data.startswith(START.removeprefix(lapsed)):
            data = lapsed + data
        while data:
            data = yield from (self._paste(data) if self._pasting else self._keys(data))

    def tick(self) -> Iterator[Message]:
        """Called now and then: an ESC that nothing follows was a key, a paste that does not go on is over."""
        if self._pasting:
            if monotonic() - self._heard_at >= self._patience:
                yield from self._end()
        elif len(self._begun) < _NO_KEY:
            for message in super().tick():
                yield message
                self._lapsed, self._begun = self._begun or self._lapsed, ""

    def _keys(self, data: str) -> Generator[Message, None, str]:
        """Up to where a paste begins; what is left behind it."""
        seen = self._begun + data
        at = seen.find(START)
        if at < 0:
            self._begun = next((START[:n] for n in range(len(START), 0, -1) if seen.endswith(START[:n])), "")
            yield from self._parse(data)
            return ""
        begins = at + len(START) - len(self._begun)
        self._begun, self._pasting = "", True
        yield from self._parse(data[:begins])
        return data[begins:]

    def _paste(self, data: str) -> Generator[Message, None, str]:
        """Up to where the paste ends; what is left behind it."""
        unsearched = max(0, len(self._pasted) - len(END) + 1)
        self._pasted += data
        at = self._pasted.find(END, unsearched)
        if at < 0:
            yield from self._pieces(len(self._pasted) - len(END) + 1)
            return ""
        self._pasted, left = self._pasted[:at], self._pasted[at + len(END) :]
        yield from self._end()
        return left

    def _pieces(self, certain: int) -> Iterator[Message]:
        """What is too much for one event. certain: so many characters are no part of the end."""
        while certain >= self._longest:
            yield _event(self._pasted[: self._longest])
            self._pasted = self._pasted[self._longest :]
            certain -= self._longest

    def _end(self) -> Iterator[Message]:
        """Textual's parser knows where the paste began, and holds it for an empty one."""
        yield from self._pieces(len(self._pasted))
        if self._pasted:
            yield _event(self._pasted)
        self._pasted, self._pasting = "", False
        for _ in self._parse(END):
            pass

    def _parse(self, text: str) -> Iterator[Message]:
        for character in text:
            try:
                yield from super().feed(character)
            except (ValueError, ArithmeticError):
                Parser.__init__(self)


def _event(pasted: str) -> Paste:
    r"""Lines end in `\n`; what would steer a terminal is made visible, NUL is left out as Textual does."""
    text = _NEWLINE.sub("\n", pasted.replace("\0", ""))
    return Paste(_CONTROL.sub(lambda control: clean(control[0]), text))
