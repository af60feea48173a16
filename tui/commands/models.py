"""`gemini-tui models`: what the service offers live, and what is known of each."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any

from tui.commands import options
from tui.live.models import MODELS, Model, lookup
from tui.text import clean_line

_HEAD = ("MODEL", "ANSWERS IN", "INPUT", "THINKING", "TOOLS", "")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--json, and where to ask."""
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print. Raises CredentialsError, LinkRefused."""
    from tui.live.listing import list_live

    endpoint = options.endpoint(arguments)
    offered = [lookup(name) for name in list_live(endpoint)]
    names = {model.name for model in offered}
    missing = [model for model in MODELS if endpoint.backend in model.backends and model.name not in names]
    rows = [_row(model, "" if model.known else "not known to this program") for model in offered]
    rows += [_row(model, "known, not offered here") for model in missing]
    if arguments.json:
        records = [_record(model, offered=True) for model in offered]
        records += [_record(model, offered=False) for model in missing]
        print(json.dumps(records, indent=2))
    else:
        _print_table(rows)
    return 0


def _row(model: Model, remark: str) -> tuple[str, ...]:
    if not model.known:
        return (clean_line(model.name), "?", "?", "?", "?", remark)
    tools = "yes" if model.tools else "no"
    return (
        model.name,
        "/".join(sorted(model.modalities)),
        model.input_kind.value,
        model.thinking,
        tools,
        remark,
    )


def _record(model: Model, *, offered: bool) -> dict[str, Any]:
    record: dict[str, Any] = {"name": model.name, "offered": offered, "known": model.known}
    if model.known:
        record |= {
            "modalities": sorted(model.modalities),
            "input": model.input_kind.value,
            "thinking": model.thinking,
            "tools": model.tools,
        }
    return record


def _print_table(rows: Iterable[tuple[str, ...]]) -> None:
    table = [_HEAD, *rows]
    widths = [max(len(row[n]) for row in table) for n in range(len(_HEAD))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
