"""A zip for a bug report: frames, setup, versions and closes, with what is private cut out and counted."""

from __future__ import annotations

import json
import platform
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata as packages
from pathlib import Path

from tui import __version__
from tui.errors import UsageError
from tui.store.journal import Journal
from tui.store.line import encode
from tui.store.metadata import Metadata
from tui.wire.frame import Frame
from tui.wire.redact import Redactor

PACKAGES = ("google-genai", "websockets", "textual", "rich", "filelock", "platformdirs")


@dataclass(frozen=True)
class Window:
    """Which frames: `seq` and up to `span` on either side of it; all where there is no mark."""

    seq: int | None = None
    span: int = 200

    def rows(self, journal: Journal) -> range:
        """Their rows. Raises UsageError where there is no such frame."""
        if self.seq is None:
            return range(len(journal))
        row = journal.find(self.seq)
        if row is None:
            raise UsageError(f"there is no frame {self.seq}", hint=_last_of(journal))
        return range(max(0, row - self.span), min(len(journal), row + self.span + 1))


def _last_of(journal: Journal) -> str:
    if not len(journal):
        return "There is none"
    return f"The last frame of this session is {journal[len(journal) - 1].seq}"


def write_bundle(metadata: Metadata, frames: Iterable[Frame], path: Path, redactor: Redactor) -> None:
    """Write the zip; `redactor.summary()` says afterwards what was cut. Raises OSError."""
    closes: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        with bundle.open("journal.jsonl", "w") as lines:
            for frame in frames:
                cut = redactor.frame(frame)
                lines.write(encode(cut))
                if cut.event in {"close", "error"}:
                    closes.append(json.dumps({"t": cut.t, **cut.message}))
        setup = {"fingerprint": metadata.fingerprint, "setup": metadata.setup}
        for name, document in (("setup.json", redactor.value(setup)), ("versions.json", versions())):
            bundle.writestr(name, json.dumps(document, indent=2))
        bundle.writestr("closes.jsonl", "\n".join(closes))
        bundle.writestr("CUT.txt", "\n".join(redactor.summary() or ["nothing was cut"]) + "\n")


def versions() -> dict[str, str]:
    """What ran: this program, Python, the machine's kind, the libraries."""
    found = {"gemini-tui": __version__, "python": platform.python_version(), "platform": platform.platform()}
    for name in PACKAGES:
        try:
            found[name] = packages.version(name)
        except packages.PackageNotFoundError:
            found[name] = "not installed"
    return found
