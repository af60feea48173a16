"""What a terminal sends, made into keys; nothing in it ends the reading."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.message import Message


class InputParser(XTermParser):
    """Textual's parser, but a sequence that cannot be read is left out: a key beyond Unicode, a mouse on a
    screen of no size."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    def hear(self, data: bytes) -> Iterator[Message]:
        """Bytes, cut anywhere. What is not UTF-8 becomes U+FFFD."""
        return self.feed(self._decode(data))

    def feed(self, data: str) -> Iterator[Message]:
        """Text, cut anywhere."""
        for character in data:
            try:
                yield from super().feed(character)
            except (ValueError, ArithmeticError):
                Parser.__init__(self)
