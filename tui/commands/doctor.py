"""`gemini-tui doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import asdict

from tui.commands import checkup
from tui.commands.checkup import Finding
from tui.commands.options import add_data_dir

MARKS = {"good": "✓", "note": "·", "bad": "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--json, what to try, and where."""
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    parser.add_argument("--silent", action="store_true", help="do not play the tone")
    parser.add_argument(
        "--audio", default="auto", metavar="auto|none|device|file:PATH|command:CMD", help="the sound to try"
    )
    add_data_dir(parser)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; 1 if something does not work that should."""
    findings = []
    for finding in examine(arguments):
        findings.append(finding)
        if not arguments.json:
            print(describe(finding), flush=True)
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    return int(any(finding.state == "bad" for finding in findings))


def examine(arguments: argparse.Namespace) -> Iterator[Finding]:
    """Each thing as it is found; the sound last, since it takes a second."""
    yield checkup.program()
    yield from checkup.packages()
    yield checkup.terminal(os.environ)
    yield checkup.data(arguments.data_dir, os.environ)
    yield from checkup.settings(os.environ)
    yield checkup.credentials(os.environ)
    yield from checkup.sound(arguments.audio, os.environ, silent=arguments.silent)
    yield checkup.microphone(os.environ)


def describe(finding: Finding) -> str:
    """A line, and what to do on the next."""
    line = f"{MARKS[finding.state]} {finding.name:<12} {finding.what}"
    return f"{line}\n  {'':<12} → {finding.hint}" if finding.hint else line
