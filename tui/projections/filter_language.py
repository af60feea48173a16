"""The language of filters: a line of text to a `Filter`, or words on what is wrong with it.

    dir:in kind:usage turn:3 size>10k since:10:32 conn:2 seq<500 has:serverContent.interrupted text:"refund"
    /regex/ unknown marked usageMetadata.totalTokenCount > 1000 {any JMESPath} @saved

Terms side by side must all hold; `not`, `or` and brackets do what they say. Times: see `moments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tui.projections.filter_mistakes import FilterError, near
from tui.projections.filter_terms import NAME, SIGN, is_sign, regex, term
from tui.projections.filter_values import expression
from tui.projections.filters import All, AnyOf, Filter, Has, Not
from tui.text import clean_line

__all__ = ["FilterError", "name_problem", "parse", "read_saved", "renamed"]

_VALUE = r"""(?:"(?:[^"\\]|\\.)*"?|[^\s()"])+"""
_TOKEN = re.compile(
    rf"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<regex>/(?:[^/\\]|\\.)*/?)|(?P<braces>\{{)
    |(?P<word>(?:since|until)[:=]\d{{4}}-\d\d-\d\d[ ]+\d\d?:[^\s()"]+
      |(?!(?:not|and|or)\b){NAME}\s*{SIGN}\s*(?:{_VALUE})?
      |{_VALUE}))""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"\w(?:[\w.-]*\w)?")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a filter: its sort, its text, and where it starts."""

    sort: str
    text: str
    at: int


def parse(text: str, saved: Mapping[str, str] | None = None) -> Filter:
    """The filter a line means; an empty line passes everything. Raises FilterError.

    `saved` are filters by name, written `@name`.
    """
    return _Parser(text, saved or {}).whole()


def read_saved(table: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """The `[filters]` of a config, by name, and what is wrong with the others."""
    good = {name: text for name, text in table.items() if isinstance(text, str) and not name_problem(name)}
    problems = [f"filters.{clean_line(name)}: {_unfit(name)}" for name in table if name not in good]
    for name, text in list(good.items()):
        try:
            parse(text, good)
        except FilterError as error:
            problems.append(f"filters.{name}: {error.message}")
            del good[name]
    return good, problems


def _unfit(name: str) -> str:
    return name_problem(name) or "should be text"


def name_problem(name: str) -> str:
    """Why a filter cannot have this name; empty for one that it can."""
    return "" if _NAME.fullmatch(name) else "a name is letters, digits, and - _ . between them"


def renamed(text: str, old: str, new: str) -> str:
    """A filter that names the saved filter `old` by its new name."""
    for token in reversed(list(tokens_of(text))):
        if (token.sort, token.text) == ("word", f"@{old}"):
            text = f"{text[: token.at]}@{new}{text[token.at + len(token.text) :]}"
    return text


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a line; an expression in braces is one word."""
    at = 0
    while (match := _TOKEN.match(text, at)) and (sort := match.lastgroup):
        start, at = match.span(sort)
        if sort == "braces":
            at = _closing(text, start)
        yield Token(sort, text[start:at], start)


def _closing(text: str, at: int) -> int:
    depth = 0
    for n in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[n], 0)
        if not depth:
            return n + 1
    return len(text)


class _Parser:
    """Recursive descent: either → both → negated → term."""

    def __init__(self, text: str, saved: Mapping[str, str], depth: int = 0) -> None:
        self.text = text
        self.saved = saved
        self.tokens = list(tokens_of(text))
        self.next = 0
        self.depth = depth

    @property
    def token(self) -> Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def take(self) -> Token:
        token = self.token
        if token is None:
            raise FilterError("something must follow here", len(self.text))
        self.next += 1
        return token

    def at_word(self, word: str) -> bool:
        return self.token is not None and self.token.sort == "word" and self.token.text.casefold() == word

    def whole(self) -> Filter:
        if not self.tokens:
            return All()
        found = self.either()
        if self.token is not None:
            raise FilterError("no bracket was opened that this could close", self.token.at)
        return found

    def either(self) -> Filter:
        parts = [self.both()]
        while self.at_word("or"):
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def both(self) -> Filter:
        parts = [self.negated()]
        while self.token is not None and self.token.sort != "close" and not self.at_word("or"):
            if self.at_word("and"):
                self.take()
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else All(parts)

    def negated(self) -> Filter:
        negations = 0
        while self.at_word("not"):
            self.take()
            negations += 1
        found = self.one()
        return Not(found) if negations % 2 else found

    def one(self) -> Filter:
        token = self.take()
        match token.sort:
            case "open":
                return self.bracket(token)
            case "close":
                raise FilterError("a term must come before this bracket", token.at)
            case "regex":
                return regex(token.text, token.at)
            case "braces":
                return expression(token.text, token.at)
        return self.word(token)

    def bracket(self, opened: Token) -> Filter:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FilterError("too many brackets", opened.at)
        found = self.either()
        if self.token is None:
            raise FilterError("this bracket is never closed", opened.at)
        self.take()
        self.depth -= 1
        return found

    def word(self, token: Token) -> Filter:
        if token.text.casefold() in ("or", "and"):
            raise FilterError(f"`{token.text}` stands between two terms", token.at)
        if token.text.startswith("@"):
            return self.saved_filter(token)
        found = term(token.text, token.at)
        if self.token is not None and is_sign(self.token.text) and isinstance(found, Has):
            raise FilterError("`has:` asks if it is there; ask for a value without `has:`", self.token.at)
        return found

    def saved_filter(self, token: Token) -> Filter:
        name = token.text[1:]
        if name not in self.saved:
            raise FilterError(f"no filter is saved as `{name}`{near(name, self.saved)}", token.at)
        if self.depth > _DEEPEST:
            raise FilterError(f"the saved filter `{name}` names itself", token.at)
        try:
            return _Parser(self.saved[name], self.saved, self.depth + 1).whole()
        except FilterError as error:
            raise FilterError(f"in the saved filter `{name}`: {error.message}", token.at) from error
