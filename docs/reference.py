"""Prints docs/configuration.md from the code: `python docs/reference.py > docs/configuration.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby

from tui.commands.config import EXAMPLE
from tui.ui.actions import ACTIONS, in_scope
from tui.ui.keymap import show_keys
from tui.ui.looks import Settings
from tui.ui.themefile import COLORS
from tui.ui.theming import VARIABLES

HEAD = """\
# Configuration

Everything works without a file. `gemini-tui config path` says where it would be, `gemini-tui config init`
writes one to begin with, `gemini-tui config show` says what the settings come to, as a file that comes to the
same. Options win over the file, the file over the defaults. Every mistake is named with its line, its key and
the nearest right one: by the app when it starts, by `config show` (which then exits 2) and by `doctor`.

## Profiles

What to connect to and what to ask for. `gemini-tui config init` writes:

```toml
"""
UI = """
## `[ui]`

| setting | default | is |
|---|---|---|
"""
SHELF = """
## `[shelf]`

How long a resumption handle is thought to live after the last close: the service's own pages disagree, so
this is an estimate and is shown as one. Only dialling proves it: `gemini-tui check`.

| setting | default | is |
|---|---|---|
| `developer_hours` | `2` | On the Developer API. |
| `vertex_hours` | `24` | On Vertex AI. |
| `expiring_minutes` | `15` | From when on a handle is shown as expiring. |
"""
KEYS = """
## `[keys]`

Any action can have other keys: one, or several in a list. Unknown actions, keys that no terminal sends and
clashes are named when the app starts. A comma is `comma`; `f1` shows what works in the pane you are in.

```toml
[keys]
"log.filter" = "f7"
"main.zoom" = ["f10", "ctrl+w"]
```
"""
FILTERS = """
## `[filters]`

Filters of the wire log by name: `@cost` in the filter line (`f`) means what is written here, and can be part
of another filter. One with a mistake is named when the app starts.

A name is letters, digits, and `-` `_` `.` between them. In the app, `ctrl+s` in the filter line (or `F` in
the log) saves the filter that is shown under a name; `@` lists those there are, to show, rename or delete,
and so does the palette. What is saved in the app is kept in `filters.toml` beside `config.toml`, which is
never written to, and goes before a filter of the same name there.

```toml
[filters]
cost = "usageMetadata.totalTokenCount > 1000"
odd = "unknown or kind:error,notJson"
```
"""
THEMES = """
## Themes

A theme is a TOML file in `themes/` beside `config.toml`, taken up as soon as it is saved. Only `primary` must
be there. A colour is `#rrggbb`, a CSS name, `rgb(…)`, or one of the terminal's own such as `ansi_bright_red`
(with `ansi = true`). A theme of the name of a shipped one replaces it.

```toml
name = "mine"
dark = true

[colors]
primary = "#8fb0ff"
background = "#15161c"

[speaker]
user = "#ffb27d"
```

| section | members |
|---|---|
"""
TEXTUAL = "| `[textual]` | any variable of [Textual's own](https://textual.textualize.io/guide/design/) |\n"


def settings() -> Iterator[str]:
    """A row a setting."""
    for setting in fields(Settings):
        choices = " ".join(f"`{choice}`" for choice in setting.metadata["choices"])
        default = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default
        shown = f"`{default}`" if default else ""
        words = f"{setting.metadata['doc']} {choices}".strip()
        yield f"| `{setting.name}` | {shown} | {words} |\n"


def sections() -> Iterator[str]:
    """A row a section of a theme file."""
    yield f"| `[colors]` | {' '.join(f'`{name}`' for name in COLORS)} |\n"
    for section, names in groupby(VARIABLES, lambda name: name.partition("-")[0]):
        members = " ".join(f"`{name.partition('-')[2]}`" for name in names)
        yield f"| `[{section}]` | {members} |\n"
    yield TEXTUAL


def actions() -> Iterator[str]:
    """A table a scope."""
    for scope in dict.fromkeys(action.scope for action in ACTIONS):
        yield f"\n### {scope}\n\n| action | keys | does |\n|---|---|---|\n"
        for action in in_scope(scope):
            keys = " ".join(f"`{show_keys(key)}`" for key in action.keys.split(","))
            words = ". ".join(filter(None, (action.label, action.help)))
            yield f"| `{action.id}` | {keys} | {words} |\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD, EXAMPLE, "```\n", UI, *settings(), THEMES, *sections(), SHELF, FILTERS, KEYS, *actions()]
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
