"""Filters of the wire log by name: `[filters]` of config.toml, and those saved in the app, in filters.toml.

config.toml is the person's own, comments and all: the app only reads it, and writes filters.toml beside it.
The filter language is imported when there is a filter: every start comes by here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from tui.errors import StoreError
from tui.paths import make_private

HEAD = b"# Saved in the wire log, which writes this file anew. Write your own into config.toml.\n"
_HINT = "Choose another place with GEMINI_TUI_CONFIG"


class SavedFilters(Mapping[str, str]):
    """The filters that can be used, by name; one that was saved in the app goes before config.toml's.

    path: filters.toml; None keeps what is saved for this run only. problems: what is wrong with the others.
    """

    def __init__(self, path: Path | None = None, configured: Mapping[str, object] | None = None) -> None:
        self._path = path
        self._configured = configured or {}
        self._own: dict[str, object] = {}
        self.problems: list[str] = []
        try:
            self._own = self._read()
        except StoreError as error:
            self.problems.append(str(error))
        self._good, wrong = self._judge()
        self.problems += wrong

    def __getitem__(self, name: str) -> str:
        return self._good[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._good)

    def __len__(self) -> int:
        return len(self._good)

    def save(self, name: str, text: str) -> None:
        """Keep a filter under a name. Raises FilterError for a text that is none, StoreError."""
        from tui.projections.filter_language import parse

        _check_name(name)
        parse(text, {**self, name: text})
        self._keep({**self._read(), name: text})

    def rename(self, old: str, new: str) -> None:
        """Another name, also where another saved filter uses it. Raises StoreError."""
        from tui.projections.filter_language import renamed

        _check_name(new)
        if new in self:
            raise StoreError(f"a filter is saved as {new} already", hint="Choose another name")
        own = self._read_with(old)
        named = {new if name == old else name: text for name, text in own.items()}
        self._keep(
            {name: renamed(text, old, new) if isinstance(text, str) else text for name, text in named.items()}
        )

    def delete(self, name: str) -> None:
        """Forget one. Raises StoreError."""
        own = self._read_with(name)
        del own[name]
        self._keep(own)

    def _read_with(self, name: str) -> dict[str, object]:
        own = self._read()
        if name not in own:
            raise StoreError(f"{name} stands in config.toml, in [filters]", hint="Change it there")
        return own

    def _read(self) -> dict[str, object]:
        """The file as it is now: another window may have written it."""
        if self._path is None:
            return dict(self._own)
        try:
            return tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise StoreError(
                f"{self._path} cannot be read: {error}", hint="Correct it", path=self._path
            ) from error

    def _keep(self, own: dict[str, object]) -> None:
        import tomli_w

        from tui.store.metadata import replace

        if self._path is not None:
            try:
                make_private(self._path.parent)
            except OSError as error:
                raise StoreError(
                    f"cannot make {self._path.parent}: {error.strerror}", hint=_HINT, path=self._path
                ) from error
            replace(self._path, HEAD + tomli_w.dumps(own).encode(), hint=_HINT)
        self._own = own
        self._good, self.problems = self._judge()

    def _judge(self) -> tuple[dict[str, str], list[str]]:
        """The filters that can be used, and what is wrong with the others."""
        saved = {**self._configured, **self._own}
        if not saved:
            return {}, []
        from tui.projections.filter_language import read_saved

        return read_saved(saved)


def _check_name(name: str) -> None:
    from tui.projections.filter_language import name_problem

    if problem := name_problem(name):
        raise StoreError(problem, hint="Choose another name")
