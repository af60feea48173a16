"""The app's colours: shipped and user themes, reloaded when saved."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from textual.app import App

from tui.errors import ThemeError
from tui.paths import themes_dir
from tui.ui import theming
from tui.ui.looks import Looks, keep_theme

LOOK_EVERY = 2.0
"""Seconds between two looks at the user's themes. Looking paints nothing."""


class Themed(App[str]):
    """An App that wears our themes. Call `dress` once constructed, `gather_themes` after the first frame."""

    _user_themes: Path | None = None
    _wanted: str = ""
    _kept: Path | None = None
    _fixed: str = ""
    _stamp: tuple[tuple[str, int, int], ...] = ()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names, for themes that do not know them."""
        return theming.variable_defaults(self.current_theme)

    def dress(self, looks: Looks) -> None:
        """Put on one theme for the first frame: the wanted one if its file has its name, else the default."""
        self._user_themes, self._wanted = looks.user_themes, looks.theme
        self._kept, self._fixed = looks.theme_kept, looks.theme_fixed
        default = theming.NO_HUE if looks.terminal.hueless else theming.DEFAULT
        self.register_theme(theming.load_theme(themes_dir() / f"{default}.toml"))
        if self._wanted and self._wanted not in self.available_themes:
            self._find_wanted()
        self.theme = self._wanted if self._wanted in self.available_themes else default

    def _find_wanted(self) -> None:
        """Register the theme of the wanted name; what is wrong with it is told once all are gathered."""
        for directory in filter(None, (self._user_themes, themes_dir())):
            path = directory / f"{self._wanted}.toml"
            with suppress(ThemeError):
                if path.is_file():
                    self.register_theme(theming.load_theme(path))
                    return

    def choose_theme(self, name: str) -> None:
        """Put a theme on, and the next time, too."""
        self.theme = name
        if self._fixed and self._fixed != name:
            back = f"config.toml has theme = {self._fixed!r}, which comes back at the next start"
            self._tell([f"Until you leave: {back}."])
        if self._kept is not None:
            try:
                keep_theme(self._kept, name)
            except OSError as error:
                self._tell([f"The theme is not remembered: {error}"])

    def gather_themes(self) -> None:
        """Take up all the others, and say what is wrong with any."""
        sentences = [str(problem) for problem in self._take_up(themes_dir()) + self._register_own()]
        if self._wanted in self.available_themes:
            self.theme = self._wanted
        elif self._wanted:
            sentences.append(f"There is no theme {self._wanted!r}; ctrl+p lists those there are.")
        self._tell(sentences)
        self._keep_looking()

    def _take_up(self, directory: Path) -> list[ThemeError]:
        themes, problems = theming.load_themes(directory)
        for theme in themes:
            self.register_theme(theme)
        return problems

    def _register_own(self) -> list[ThemeError]:
        if self._user_themes is None:
            return []
        self._stamp = theming.stamp(self._user_themes)
        return self._take_up(self._user_themes)

    def _tell(self, sentences: list[str]) -> None:
        if sentences:
            self.notify("\n".join(sentences), title="Themes", severity="warning", timeout=15, markup=False)

    def _keep_looking(self) -> None:
        if self._user_themes is not None:
            self.set_interval(LOOK_EVERY, self.reload_themes, name="themes")

    def reload_themes(self) -> None:
        """Take up what was saved since the last look; a theme that turned bad stays as it was."""
        if self._user_themes is None or theming.stamp(self._user_themes) == self._stamp:
            return
        before = self.current_theme
        self._tell([str(problem) for problem in self._register_own()])
        if self.current_theme != before:
            self.mutate_reactive(App.theme)
