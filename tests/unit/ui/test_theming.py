"""The shipped themes are whole and readable; a bad file is named and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tui.errors import ThemeError
from tui.paths import themes_dir
from tui.ui.themefile import read_theme
from tui.ui.theming import (
    DEFAULT,
    KIND_VARIABLES,
    NO_HUE,
    VARIABLES,
    load_themes,
    stamp,
    variable_defaults,
)
from tui.wire.kinds import Kind

SHIPPED, PROBLEMS = load_themes(themes_dir())
COLOURED = [theme for theme in SHIPPED if not theme.ansi]
SURFACES = ("background", "surface", "panel")
COLOUR_WORDS = ("primary", "secondary", "accent", "warning", "error", "success")
TEXTS = [
    *("foreground", "text-muted", "text-disabled", *COLOUR_WORDS),
    *(f"text-{word}" for word in COLOUR_WORDS),
    *[name for name in VARIABLES if not name.startswith("match-")],
]
PAIRS = [(text, surface) for text in TEXTS for surface in SURFACES] + [
    ("match-foreground", "match-background"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("button-color-foreground", "primary"),
    ("button-color-foreground", "warning"),
    ("button-color-foreground", "error"),
    ("button-color-foreground", "success"),
]


def colors_of(theme: Theme) -> dict[str, str]:
    return variable_defaults(theme) | theme.to_color_system().generate() | theme.variables


def pairs_below(theme: Theme, least: float, *, quantised: bool = False) -> Iterator[str]:
    colors = colors_of(theme)
    for text, surface in PAIRS:
        fore, back = Color.parse(colors[text]), Color.parse(colors[surface])
        fore = back.blend(fore, fore.a, alpha=1)
        if quantised:
            fore, back = nearest_of_256(fore), nearest_of_256(back)
        if contrast(fore, back) < least:
            yield f"{text} on {surface}: {contrast(fore, back):.2f}"


def contrast(one: Color, other: Color) -> float:
    """WCAG 2 contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def nearest_of_256(color: Color) -> Color:
    """What a terminal of 256 colours shows for it."""
    return Color(*color.rich_color.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


def test_the_ruler_is_right() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


def test_every_theme_that_is_promised_is_shipped_and_good() -> None:
    assert PROBLEMS == []
    assert {"dusk", "paper", "contrast", "mono", "terminal"} <= {theme.name for theme in SHIPPED}
    assert {DEFAULT, NO_HUE} <= {theme.name for theme in SHIPPED}


@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_a_shipped_theme_names_every_colour_of_ours(theme: Theme) -> None:
    assert set(VARIABLES) <= set(theme.variables)


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
@pytest.mark.parametrize("quantised", [False, True], ids=["truecolor", "256"])
def test_all_text_is_readable(theme: Theme, quantised: bool) -> None:
    least = 7.0 if theme.name == "contrast" else 4.5
    assert list(pairs_below(theme, least, quantised=quantised)) == []


def test_mono_has_no_hue() -> None:
    mono = next(theme for theme in SHIPPED if theme.name == "mono")
    named = {name: Color.parse(value) for name, value in colors_of(mono).items() if value.startswith("#")}
    assert [name for name, color in named.items() if color.hsl.s > 0.02] == []


def test_terminal_keeps_to_the_users_own_sixteen() -> None:
    terminal = next(theme for theme in SHIPPED if theme.name == "terminal")
    own = {name: Color.parse(terminal.variables[name]) for name in VARIABLES}
    assert [name for name, color in own.items() if color.ansi is None] == []


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_under_a_built_in_theme_every_name_is_a_literal_colour(theme: Theme) -> None:
    defaults = variable_defaults(theme)
    assert set(defaults) >= set(VARIABLES)
    for value in defaults.values():
        Color.parse(value)


def test_every_kind_has_a_colour() -> None:
    assert set(KIND_VARIABLES) == set(Kind)
    assert set(KIND_VARIABLES.values()) <= set(VARIABLES)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[colors]\nprimary = 'blurple'", "colors.primary", "is not a colour: 'blurple'"),
        ("[colors]\nprimary = 'red'\n[speaker]\nusr = 'red'", "speaker.usr", "did you mean speaker.user?"),
        ("[colors]\nprimary = '$accent'", "colors.primary", "is not a colour"),
        ("[colors]\naccent = 'red'", "colors.primary", "is missing"),
        ("[colours]\nprimary = 'red'", "colours", "did you mean colors?"),
        ("dark = 'yes'\n[colors]\nprimary = 'red'", "dark", "should be true or false"),
        ("colors = 3", "colors", "should be a section"),
        ("[colors]\nprimary = 'red'\n[textual]\nborder = 'red x%'", "textual.border", "is not a colour"),
        (
            "[colors]\nprimary='red'\n[textual]\nlink-style='loud'",
            "textual.link-style",
            "is no text style",
        ),
        ("[colors\n", "", "is not TOML"),
        ("[colors]\nprimary = 'x\\u001b]52;;a\\u0007'", "colors.primary", "is not a colour"),
    ],
)
def test_a_bad_theme_is_named_by_file_and_key(tmp_path: Path, text: str, key: str, words: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    (tmp_path / "fine.toml").write_text("[colors]\nprimary = 'red'\n[speaker]\nuser = 'ansi_blue'")
    good, (problem,) = load_themes(tmp_path)
    assert [theme.name for theme in good] == ["fine"]
    assert good[0].variables["speaker-user"] == "ansi_blue"
    assert problem.key == key
    assert "mine.toml" in str(problem) and words in str(problem) and "\x1b" not in str(problem)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_file_at_all_is_a_theme_or_a_theme_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    try:
        read_theme(path, VARIABLES)
    except ThemeError as problem:
        assert problem.path == path


def test_a_later_directory_replaces_a_theme_and_a_missing_one_holds_none(tmp_path: Path) -> None:
    (tmp_path / "dusk.toml").write_text("[colors]\nprimary = '#010203'")
    good, problems = load_themes(themes_dir(), tmp_path, tmp_path / "nowhere")
    assert problems == []
    assert [theme.primary for theme in good if theme.name == "dusk"] == ["#010203"]


def test_saving_a_theme_changes_the_stamp(tmp_path: Path) -> None:
    before = stamp(tmp_path)
    (tmp_path / "mine.toml").write_text("[colors]\nprimary = 'red'")
    saved = stamp(tmp_path)
    assert before == () and saved != before
    (tmp_path / "mine.toml").unlink()
    assert stamp(tmp_path) == before
