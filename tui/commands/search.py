"""Find text in everything said, and in titles."""

from __future__ import annotations

import argparse
import sys

from tui.commands.numbers import within
from tui.commands.saved import add_shelf_arguments, follow, print_json, shelf_of
from tui.store.catalog import Catalog
from tui.store.search import Hit, find_hits
from tui.text import clean_line, counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look for."""
    parser.add_argument("text", metavar="TEXT", nargs="+", help="words, each at least begun")
    parser.add_argument("--limit", metavar="N", type=within(int, 1), default=200, help="at most N matches")
    add_shelf_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Bring the index up to date, then print the matches; that there are none is said where people look."""
    words = " ".join(arguments.text)
    with Catalog(shelf_of(arguments)) as catalog:
        follow("reading", catalog.refresh())
        follow("indexing", catalog.index())
        titles = {entry.id: entry.metadata.title for entry in catalog.entries()}
        hits = find_hits(catalog, words, limit=arguments.limit)
    if arguments.json:
        print_json([_record(hit, titles[hit.id]) for hit in hits])
        return 0
    if not hits:
        among = counted(len(titles), "saved session")
        print(f'gemini-tui: "{clean_line(words)}" was not found in {among}.', file=sys.stderr)
    is_bold = sys.stdout.isatty()
    for hit in hits:
        print(
            f"{hit.id}  {clean_line(titles[hit.id])}\n  {hit.who}, frame {hit.seq}: {_marked(hit, is_bold)}"
        )
    return 0


def _record(hit: Hit, title: str) -> dict[str, object]:
    marked = [{"text": text, "match": is_match} for text, is_match in hit.pieces]
    return {"id": hit.id, "title": title, "seq": hit.seq, "who": hit.who, "snippet": marked}


def _marked(hit: Hit, is_bold: bool) -> str:
    open_, shut = ("\x1b[1m", "\x1b[0m") if is_bold else ("", "")
    return "".join(f"{open_}{text}{shut}" if is_match else text for text, is_match in hit.pieces)
