"""Whether the user allowed a profile's commands to run: asked once, and again when they change."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tui.errors import StoreError
from tui.paths import make_private

FILE = "allowed.json"


class Consent:
    """For one profile and its commands, by function. Without a directory it is for this run only."""

    def __init__(
        self,
        directory: Path | None = None,
        profile: str = "",
        commands: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._path = directory / FILE if directory else None
        self._profile = profile
        content = json.dumps({name: list(line) for name, line in sorted((commands or {}).items())})
        self._digest = hashlib.sha256(content.encode()).hexdigest()
        self._given = False

    @property
    def given(self) -> bool:
        """Whether these very commands were allowed."""
        return self._given or self._read().get(self._profile) == self._digest

    def give(self) -> None:
        """Allow them from now on. Raises StoreError where that cannot be written down."""
        self._given = True
        if self._path is None:
            return
        content = json.dumps(self._read() | {self._profile: self._digest}, indent=2)
        try:
            make_private(self._path.parent)
            fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(fd, "w") as file:
                file.write(content)
        except OSError as error:
            hint = "Make it writable, or choose another directory with --data-dir"
            raise StoreError(
                f"cannot write {self._path}: {error.strerror}", hint=hint, path=self._path
            ) from error

    def _read(self) -> dict[str, str]:
        """What was allowed; a file that is not there or not ours allows nothing."""
        try:
            value = json.loads(self._path.read_text()) if self._path else {}
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}
