"""A user's keys are taken or named, never swallowed; the shipped table keeps its own rules."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.dom import DOMNode

import tui.ui
from tui.ui.action import Action
from tui.ui.actions import ACTIONS
from tui.ui.keymap import clashes, key_problem, read_keymap

TABLE = (
    Action("log.filter", "f,slash", "filter", "Filter"),
    Action("log.find", "n", "find", "Find"),
    Action("main.log", "f5,alt+2", "screen.focus_pane('log')", "Log"),
)
EATEN = {"ctrl+b", "ctrl+a", "ctrl+s", "ctrl+q", "ctrl+p", "ctrl+z", "ctrl+r", "ctrl+n", "ctrl+w"}
"""By tmux, screen, flow control, job control or an editor's terminal."""


@pytest.mark.parametrize("value", ["g", ["g"], "g, ctrl+g", ["g", "ctrl+g"]])
def test_good_keys_are_taken(value: Any) -> None:
    keymap, problems = read_keymap({"log.filter": value}, TABLE)
    assert problems == []
    assert keymap["log.filter"].split(",")[0] == "g"


def test_a_dotted_key_of_toml_means_the_same() -> None:
    assert read_keymap({"log": {"filter": "g"}}, TABLE) == ({"log.filter": "g"}, [])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"log.fitler": "g"}, "log.fitler is no action; did you mean 'log.filter'?"),
        ({"log.filter": "pagdown"}, "'pagdown' is no key; did you mean 'pagedown'?"),
        ({"log.filter": "control+g"}, "'control' in 'control+g' is no modifier"),
        ({"log.filter": "shift+g"}, "'shift+g' arrives as 'G'"),
        ({"log.filter": "ctrl+G"}, "'ctrl+G' arrives as 'ctrl+g'"),
        ({"log.filter": "ctrl+i"}, "'ctrl+i' arrives as 'tab'"),
        ({"log.filter": "alt+f"}, "'alt+f' arrives as 'ctrl+right'"),
        ({"log.filter": "hyper+?"}, "'hyper+?' arrives as 'hyper+question_mark'"),
        ({"log.filter": 3}, "log.filter needs a key"),
        ({"log.filter": ""}, "log.filter needs a key"),
        ({"log.filter": ["g", 3]}, "log.filter needs a key"),
    ],
)
def test_a_mistake_is_named_and_the_action_keeps_its_keys(table: dict[str, Any], words: str) -> None:
    keymap, (problem,) = read_keymap(table, TABLE)
    assert keymap == {}
    assert words in problem


def test_a_clash_within_a_scope_is_named_once() -> None:
    keymap, problems = read_keymap({"log.filter": "n"}, TABLE)
    assert keymap == {"log.filter": "n"}
    assert problems == ["'n' is wanted by log.filter and log.find"]
    assert read_keymap({"main.log": "n"}, TABLE)[1] == []  # another scope


def test_two_actions_may_swap_their_keys() -> None:
    assert read_keymap({"log.filter": "n", "log.find": "f"}, TABLE)[1] == []


@given(st.dictionaries(st.text(max_size=20), st.text() | st.integers() | st.lists(st.text())))
def test_any_table_is_read(table: dict[str, Any]) -> None:
    keymap, problems = read_keymap(table, TABLE)
    assert set(keymap) <= {action.id for action in TABLE}
    assert all("\x1b" not in problem for problem in problems)


def test_the_shipped_table_has_no_clash_and_no_impossible_key() -> None:
    own = {action.id: action.keys for action in ACTIONS}
    assert clashes(ACTIONS, own) == []
    assert [p for action in ACTIONS for p in map(key_problem, action.keys.split(",")) if p] == []


def test_no_two_shipped_actions_share_an_id() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_an_action_whose_key_may_be_eaten_on_the_way_has_another() -> None:
    lost = [action.id for action in ACTIONS if set(action.keys.split(",")) <= EATEN]
    assert lost == []


def test_every_key_of_ours_comes_from_the_table() -> None:
    ids = {action.id for action in ACTIONS}
    modules = [import_module(found.name) for found in walk_packages(tui.ui.__path__, "tui.ui.")]
    ours = {item for module in modules for item in vars(module).values() if _is_ours(item)}
    assert len(ours) > 30
    bound = {binding for node in ours for binding in vars(node).get("BINDINGS", ())}
    assert [binding for binding in bound if not isinstance(binding, Binding) or binding.id not in ids] == []


def _is_ours(item: object) -> bool:
    return isinstance(item, type) and issubclass(item, DOMNode) and item.__module__.startswith("tui.")
