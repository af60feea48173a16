"""What the commands on saved sessions share: their options, and a session as a record."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from tui.commands.options import add_data_dir
from tui.commands.progress import rewrite
from tui.config import Config
from tui.errors import ConfigError
from tui.paths import config_file, data_dir
from tui.store.catalog import Progress
from tui.store.shelf import Entry, Shelf
from tui.store.standing import Lifetimes, Standing, stand
from tui.text import clean_line


def add_shelf_arguments(parser: argparse.ArgumentParser) -> None:
    """`--data-dir` and `--json`."""
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def shelf_of(arguments: argparse.Namespace) -> Shelf:
    """The shelf the options name, with the lifetimes that config.toml says, or the usual ones.

    A file that cannot be read keeps nobody from what is saved: it is said on stderr.
    """
    try:
        table = Config.load(config_file()).table("shelf")
    except ConfigError as error:
        print(f"gemini-tui: {clean_line(str(error))} The defaults hold here.", file=sys.stderr)
        table = {}
    return Shelf(data_dir(arguments.data_dir), Lifetimes.from_table(table))


def standing_of(entry: Entry, lifetimes: Lifetimes) -> Standing:
    """Where a session stands now. A command never holds a session: live is live elsewhere."""
    live = "elsewhere" if entry.live else ""
    return stand(entry.metadata, time.time(), live=live, lifetimes=lifetimes)


def record_of(entry: Entry, lifetimes: Lifetimes) -> dict[str, Any]:
    """The session as `--json` shows it. Times are Unix seconds, `left` is estimated seconds or null."""
    metadata, standing = entry.metadata, standing_of(entry, lifetimes)
    handle = metadata.newest_handle
    return {
        "id": entry.id,
        "title": metadata.title,
        "state": standing.state.word,
        "model": metadata.model,
        "backend": metadata.backend,
        "started": metadata.started,
        "ended": metadata.ended,
        "turns": metadata.totals.turns,
        "frames": metadata.totals.frames,
        "tokens": metadata.totals.tokens,
        "connections": metadata.totals.connections,
        "handle": None if handle is None else {"seq": handle.seq, "t": handle.t, "turn": handle.turn},
        "left": None if standing.left is None else round(standing.left),
        "why": standing.source,
        "pinned": metadata.pinned,
        "tags": metadata.tags,
        "note": metadata.note,
        "parent": {"id": metadata.parent.id, "seq": metadata.parent.seq} if metadata.parent.id else None,
        "problems": entry.problems,
    }


def print_json(document: Any) -> None:
    """One document, indented, on stdout."""
    print(json.dumps(document, indent=2, ensure_ascii=True))


def follow(what: str, scan: Iterable[Progress]) -> None:
    """Do a scan of the shelf; at a terminal, say how far it has come while it takes long."""
    is_told = False
    for progress in scan:
        if sys.stderr.isatty() and progress.done < progress.total:
            is_told = True
            rewrite(f"{what} {progress.done:,} of {progress.total:,}")
    if is_told:
        rewrite("")
