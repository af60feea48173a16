from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tui.errors import ConfigError
from tui.projections.prices import Cost, Prices, read_prices
from tui.projections.usage import Counts

TABLE = """
date = 2026-11-22
currency = "EUR"
[[model]]
match = "gemini-3.8-live*"
input = { TEXT = 1.0, AUDIO = 3.0 }
output = { TEXT = 4.0, AUDIO = 12.0 }
"""
DATE = datetime.date(2026, 11, 22)


def test_every_modality_has_its_price() -> None:
    counts = Counts(
        prompt=3_000_000,
        response=2_000_000,
        prompt_by={"TEXT": 1_000_000, "AUDIO": 2_000_000},
        response_by={"AUDIO": 2_000_000},
    )
    assert Prices.parse(TABLE).cost("models/gemini-3.8-live", counts) == Cost(31.0, 31.0, "EUR", DATE)


def test_what_the_service_left_open_makes_a_range() -> None:
    counts = Counts(prompt=1_000_000, thoughts=1_000_000)
    cost = Prices.parse(TABLE).cost("gemini-3.8-live", counts)
    assert cost == Cost(1.0, 7.0, "EUR", DATE)
    assert str(cost) == "1.0000–7.0000 EUR (prices of 2026-11-22)"


def test_a_cost_is_never_without_its_date() -> None:
    assert str(Cost(0.5, 0.5, "USD", DATE)) == "0.5000 USD (prices of 2026-11-22)"


def test_an_unknown_model_has_no_price() -> None:
    assert Prices.parse(TABLE).cost("models/gemini-9", Counts(prompt=5)) is None


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("date = ", "wrong"),
        ("date = 2026-11-22", "model is missing"),
        ("date = 'today'\nmodel = []", "not a date"),
        ("date = 2026-11-22\nmodel = [{ match = 'x', input = {} }]", "output is missing"),
        ("date = 2026-11-22\nmodel = [{ match = 'x', input = 3, output = {} }]", "wrong"),
        ("date = 2026-11-22\nmodel = [{ match = 'x', input = {TEXT='y'}, output = {} }]", "wrong"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(table: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        Prices.parse(table)


def test_the_shipped_table_is_read_where_the_user_has_none(tmp_path: Path) -> None:
    prices, problems = read_prices(tmp_path / "prices.toml")
    assert problems == []
    cost = prices.cost("models/gemini-3.8-live", Counts(response=1_000_000, response_by={"AUDIO": 1_000_000}))
    assert cost is not None
    assert cost.low == cost.high == 12.0


def test_the_users_table_comes_first_and_a_broken_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(TABLE)
    assert read_prices(path)[0].currency == "EUR"
    path.write_text("date = ")
    prices, problems = read_prices(path)
    assert prices.currency == "USD"
    assert len(problems) == 1
    assert str(path) in problems[0]
