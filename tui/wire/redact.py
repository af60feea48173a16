"""What leaves the machine: keys always cut, handles and sound unless they are asked for."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tui.wire.frame import NOT_JSON, Frame
from tui.wire.spelling import camel, pick_text

_KEY = re.compile(
    r"AIza[0-9A-Za-z_\-]{20,}|\bAQ\.[0-9A-Za-z_\-]{20,}"  # Google API keys, of either sort
    r"|auth_tokens/[0-9A-Za-z_\-./]+"  # ephemeral tokens
    r"|ya29\.[0-9A-Za-z_\-.]+"  # OAuth access tokens
    r"|(?<=[Bb]earer )[0-9A-Za-z_\-.=]{8,}"
    r"|(?<=[?&]key=)[^&\s\"]+"
    r"|(?<=[?&]access_token=)[^&\s\"]+"
    r"|(?<=://)[^/?#\s\"@]+(?=@)"  # the user of an address, with the password
)
_TOKEN = re.compile(r"[0-9A-Za-z_\-]{12,}")
_HANDLES = frozenset({"handle", "newHandle", "refused"})
_MEDIA = ("audio/", "video/", "image/")
_SHORTEST_SECRET = 6


class Redactor:
    """Cuts frame by frame, and counts in `cuts` what it has cut: `keys`, `handles`, `audio`, `images`.

    secrets: further texts that must not leave, such as the key of this process. A handle is replaced by
    a number of its own, so that who was resumed with what can still be followed.
    """

    def __init__(self, *, handles: bool = True, audio: bool = True, secrets: Iterable[str] = ()) -> None:
        self.cuts: Counter[str] = Counter()
        self._cut_handles = handles
        self._cut_audio = audio
        self._numbers: dict[str, int] = {}
        secret = sorted({word for word in secrets if len(word) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, secret))) if secret else None

    def frame(self, frame: Frame) -> Frame:
        """The frame without them; the same frame where there was nothing to cut."""
        before = self.cuts.total()
        value = frame.value
        if value is NOT_JSON:
            text = frame.payload.decode(errors="surrogateescape")
            payload = self.text(text).encode(errors="surrogateescape")
        else:
            payload = json.dumps(self.value(value), ensure_ascii=False, indent=2).encode(errors="replace")
        if self.cuts.total() == before:
            return frame
        return Frame(frame.seq, frame.conn, frame.t, frame.direction, frame.opcode, payload)

    def value(self, value: Any, name: str = "") -> Any:
        """A JSON value without them; `name` is the member it is of."""
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list):
            return [self.value(member, name) for member in value]
        if isinstance(value, str):
            is_handle = self._cut_handles and camel(name) in _HANDLES
            return self._handle(value) if is_handle and value else self.text(value)
        return value

    def text(self, text: str) -> str:
        """A text without keys, secrets and the handles seen so far."""
        for pattern in (_KEY, self._secrets):
            if pattern is not None:
                text, count = pattern.subn("<key cut>", text)
                self.cuts["keys"] += count
        return _TOKEN.sub(self._known, text) if self._numbers else text

    def _known(self, token: re.Match[str]) -> str:
        """A handle that was seen before, in the midst of a text."""
        return self._handle(token[0]) if token[0] in self._numbers else token[0]

    def _mapping(self, value: Mapping[str, Any]) -> dict[str, Any]:
        cut = {self.text(key): self.value(member, key) for key, member in value.items()}
        mime, data = pick_text(value, "mimeType"), pick_text(value, "data")
        if self._cut_audio and data and mime.startswith(_MEDIA):
            self.cuts["audio" if mime.startswith("audio/") else "images"] += 1
            cut["data"] = f"<{mime.partition('/')[0]} cut: {len(data) * 3 // 4} bytes>"
        return cut

    def _handle(self, handle: str) -> str:
        self.cuts["handles"] += 1
        start = handle.rstrip("…")
        known = next((known for known in self._numbers if known.startswith(start)), handle)
        number = self._numbers.setdefault(known, len(self._numbers) + 1)
        return f"<handle {number}>"

    def summary(self) -> list[str]:
        """What was cut, a line each, most first."""
        return [f"{count} × {what}" for what, count in self.cuts.most_common() if count]
