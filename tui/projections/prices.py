"""What tokens cost: a dated table that its user can edit, and a range where the counts leave one."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from tui.errors import ConfigError
from tui.projections.usage import ByModality, Counts

_PER = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Between `low` and `high`: the same where every token's modality is known. Never without its date."""

    low: float
    high: float
    currency: str
    date: datetime.date

    def __str__(self) -> str:
        """For a person: `0.0031 USD (prices of 2026-11-22)`."""
        amount = f"{self.low:.4f}"
        if f"{self.high:.4f}" != amount:
            amount += f"–{self.high:.4f}"
        return f"{amount} {self.currency} (prices of {self.date})"


@dataclass(frozen=True, slots=True)
class Model:
    """The prices of a million tokens by modality, for the models a pattern matches."""

    match: str
    input: Mapping[str, float]
    output: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Prices:
    """A price table and the day it was true."""

    date: datetime.date
    currency: str
    source: str
    models: tuple[Model, ...]

    @classmethod
    def parse(cls, text: str, path: Path | None = None) -> Self:
        """From TOML. Raises ConfigError."""
        try:
            table = tomllib.loads(text)
            models = tuple(_model(entry) for entry in table["model"])
            date = table["date"]
            if not isinstance(date, datetime.date):
                raise TypeError("date is not a date (write 2026-11-22, without quotes)")
            return cls(date, str(table.get("currency", "USD")), str(table.get("source", "")), models)
        except KeyError as error:
            raise _wrong(f"{error.args[0]} is missing", path) from error
        except (ValueError, TypeError, AttributeError) as error:
            raise _wrong(str(error), path) from error

    def cost(self, model: str, counts: Counts) -> Cost | None:
        """What the counts come to; None for a model the table does not know.

        Tokens whose modality the service left out are counted at the lowest and at the highest price, and
        thoughts, which it may or may not have counted in the response, not at all and in full.
        """
        name = model.rpartition("/")[2]
        prices = next((one for one in self.models if fnmatchcase(name, one.match)), None)
        if prices is None:
            return None
        low_in, high_in = _span(counts.prompt, counts.prompt_by, prices.input)
        low_out, high_out = _span(counts.response, counts.response_by, prices.output)
        tools = counts.tool_use * prices.input.get("TEXT", 0.0)
        thoughts = counts.thoughts * prices.output.get("TEXT", 0.0)
        low, high = low_in + low_out + tools, high_in + high_out + tools + thoughts
        return Cost(low / _PER, high / _PER, self.currency, self.date)


def read_prices(user: Path | None = None) -> tuple[Prices, list[str]]:
    """The user's table where there is one that can be read, else the one shipped; and what was wrong."""
    problems: list[str] = []
    if user is not None and user.exists():
        try:
            return Prices.parse(user.read_text(encoding="utf-8"), user), problems
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"cannot read {user}: {error}")
        except ConfigError as error:
            problems.append(str(error))
    shipped = files("tui.projections").joinpath("prices.toml").read_text(encoding="utf-8")
    return Prices.parse(shipped), problems


def _span(count: int, by: ByModality, prices: Mapping[str, float]) -> tuple[float, float]:
    """The lowest and highest price of `count` tokens, of which `by` names the modality of some."""
    known = sum(tokens * _price(modality, prices, max) for modality, tokens in by.items())
    rest = max(0, count - sum(by.values()))
    lowest, highest = (pick(prices.values(), default=0.0) for pick in (min, max))
    return known + rest * lowest, known + rest * highest


def _price(modality: str, prices: Mapping[str, float], otherwise: Any) -> float:
    return prices.get(modality, otherwise(prices.values(), default=0.0))


def _model(entry: Mapping[str, Any]) -> Model:
    return Model(str(entry["match"]), _by_modality(entry["input"]), _by_modality(entry["output"]))


def _by_modality(table: Mapping[str, Any]) -> dict[str, float]:
    return {modality.upper(): float(price) for modality, price in table.items()}


def _wrong(what: str, path: Path | None) -> ConfigError:
    return ConfigError(f"the price table {path or ''} is wrong: {what}", hint="Mend or remove it", path=path)
