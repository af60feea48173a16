"""Find words in everything said, by the catalog's index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.store.catalog import Catalog
from tui.text import clean_line

_NO_SPACES = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts that write no spaces between words: there a word is found inside a run of letters."""

_OPEN, _SHUT = "\x02", "\x03"
_SNIPPET = f"snippet(said, 0, '{_OPEN}', '{_SHUT}', '…', 16)"


@dataclass(frozen=True, slots=True)
class Hit:
    """One utterance that matches. `pieces`: the text around the match, cut up, and which pieces match."""

    id: str
    seq: int
    who: str
    pieces: tuple[tuple[str, bool], ...]

    @property
    def snippet(self) -> str:
        """The text around the match, plain."""
        return "".join(text for text, _ in self.pieces)


def find_sessions(catalog: Catalog, text: str) -> set[str]:
    """The ids of the sessions in which all the words were said in one utterance, each at least begun."""
    condition, argument = _condition(text)
    if not argument:
        return set()
    rows = catalog.connection.execute(
        f"SELECT id FROM session WHERE number IN (SELECT DISTINCT rowid >> 20 FROM said WHERE {condition})",
        (argument,),
    )
    return {name for (name,) in rows}


def find_hits(catalog: Catalog, text: str, *, session: str = "", limit: int = 200) -> list[Hit]:
    """The utterances that match, newest session first, at most `limit`; of one session if one is given."""
    condition, argument = _condition(text)
    if not argument:
        return []
    snippet = _SNIPPET if "MATCH" in condition else "text"
    rows = catalog.connection.execute(
        f"SELECT session.id, said.seq, said.who, {snippet} FROM said JOIN session"
        f" ON session.number = said.rowid >> 20 WHERE {condition} AND session.id = ifnull(?, session.id)"
        " ORDER BY session.id DESC, said.rowid LIMIT ?",
        (argument, session or None, limit),
    )
    return [Hit(name, seq, who, _pieces(shown, text)) for name, seq, who, shown in rows]


def said_in(catalog: Catalog, session: str, limit: int = 200) -> list[tuple[str, str]]:
    """The last utterances of a session as (who, text), in their order; empty where it is not indexed yet."""
    rows = catalog.connection.execute(
        "SELECT who, text FROM said"
        " WHERE rowid >> 20 = (SELECT number FROM session WHERE id = ? AND indexed != '')"
        " ORDER BY rowid DESC LIMIT ?",
        (session, limit),
    )
    return rows.fetchall()[::-1]


def _condition(text: str) -> tuple[str, str]:
    """The WHERE clause and its argument."""
    text = clean_line(text).strip()
    if _NO_SPACES.search(text):
        escaped = re.sub(r"([%_\\])", r"\\\1", text)
        return r"said.text LIKE ? ESCAPE '\'", f"%{escaped}%"
    words = [word.replace('"', "") for word in text.split()]
    return "said MATCH ?", " ".join(f'"{word}" *' for word in words if any(map(str.isalnum, word)))


def _pieces(shown: str, text: str) -> tuple[tuple[str, bool], ...]:
    if _OPEN not in shown:
        at = max(0, shown.casefold().find(text.strip().casefold()))
        start, end = max(0, at - 30), at + len(text.strip())
        parts = [(shown[start:at], False), (shown[at:end], True), (shown[end : end + 60], False)]
        return tuple((part, is_match) for part, is_match in parts if part)
    parts = []
    for piece in shown.split(_OPEN):
        match, closed, rest = piece.partition(_SHUT)
        parts += [(match, True), (rest, False)] if closed else [(piece, False)]
    return tuple((part, is_match) for part, is_match in parts if part)
