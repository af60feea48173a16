"""The user's own keys: `[keys]` of config.toml, checked against the table of actions.

    [keys]
    "log.filter" = "f"
    main.log = ["f5", "alt+w"]

Textual takes unknown ids and impossible keys in silence; here each is named, with the nearest right one.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from textual.keys import KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME, Keys, format_key

from tui.text import clean_line, nearest
from tui.ui.action import Action

_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED = frozenset(
    {key.value.split("+")[-1] for key in Keys}
    | {*KEY_TO_UNICODE_NAME, *KEY_NAME_REPLACEMENTS.values(), "full_stop", "comma", "colon", "semicolon"}
    | {"apostrophe", "tilde", "space", "tab", "enter", "backspace"}
) - {"<any>", "<scroll-up>", "<scroll-down>", "<ignore>", "return"}
_SPELLED = {key.value for key in Keys}
_SENT_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "return": "enter", "esc": "escape", "del": "delete"}
_SENT_AS |= {"alt+b": "ctrl+left", "alt+f": "ctrl+right"}  # a word back and on, to Textual
_SENT_AS |= {"pgup": "pageup", "pgdn": "pagedown", "ctrl+[": "escape", "ctrl+left_square_bracket": "escape"}


def key_problem(key: str) -> str:
    """Why no terminal sends this key, and what it sends instead; empty for a key that can be."""
    if key in _SENT_AS:
        return f"{key!r} arrives as {_SENT_AS[key]!r}"
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    if wrong := [modifier for modifier in modifiers if modifier not in _MODIFIERS]:
        return f"{wrong[0]!r} in {key!r} is no modifier{nearest(wrong[0], _MODIFIERS)}"
    if len(base) == 1 and modifiers == ["shift"]:
        return f"{key!r} arrives as {base.upper()!r}"
    if len(base) == 1 and modifiers and base.isupper():
        return f"{key!r} arrives as {key.lower()!r}"
    if modifiers and key not in _SPELLED and (name := _name_of(base)):
        return f"{key!r} arrives as {'+'.join([*modifiers, name])!r}"
    if (len(base) == 1 and base.isprintable()) or base in _NAMED:
        return ""
    return f"{key!r} is no key{nearest(base, _NAMED)}"


def _name_of(base: str) -> str:
    """What a sign is called in a key with modifiers, as `question_mark`; empty for what is no sign."""
    if len(base) != 1 or base.isalnum():
        return ""
    name = unicodedata.name(base, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def show_keys(keys: str) -> str:
    """Keys as a person reads them: `left_square_bracket,f4` → `[ f4`."""
    return " ".join(_show_key(key.strip()) for key in keys.split(","))


def _show_key(key: str) -> str:
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, format_key(base)])


def read_keymap(table: Mapping[str, object], actions: Sequence[Action]) -> tuple[dict[str, str], list[str]]:
    """The `[keys]` table as `{id: "key,key"}` for `App.set_keymap`, and what is wrong with the rest.

    An entry with any mistake is left out, so that its action keeps the keys it has.
    """
    ids = {action.id for action in actions}
    keymap: dict[str, str] = {}
    problems = []
    for name, value in _entries(table):
        keys = _keys(value)
        wrong = [problem for problem in map(key_problem, keys) if problem]
        if name not in ids:
            problems.append(f"{clean_line(name)} is no action{nearest(name, ids)}")
        elif not keys:
            problems.append(f"{name} needs a key or a list of keys")
        elif wrong:
            problems.append(f"{name}: {clean_line(wrong[0])}")
        else:
            keymap[name] = ",".join(keys)
    return keymap, [*problems, *clashes(actions, keymap)]


def _entries(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """`log.filter = "f"` is a table in a table to TOML, `"log.filter" = "f"` is not: both are meant."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _entries(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _keys(value: object) -> list[str]:
    """A comma-separated string, or a list of keys; a comma itself is `comma`."""
    if isinstance(value, str):
        return [key.strip() for key in value.split(",") if key.strip()]
    if isinstance(value, list) and all(isinstance(key, str) for key in value):
        return [key for key in value if key]
    return []


def clashes(actions: Iterable[Action], keymap: Mapping[str, str]) -> list[str]:
    """Keys that two actions of one scope want, where the keymap has a hand in it: the first one gets it."""
    wanted: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for action in actions:
        for key in _keys(keymap.get(action.id, action.keys)):
            wanted[action.scope, key].append(action.id)
    return [
        f"{key!r} is wanted by {' and '.join(ids)}"
        for (_, key), ids in wanted.items()
        if len(ids) > 1 and not keymap.keys().isdisjoint(ids)
    ]
