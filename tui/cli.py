"""Arguments to one command; shapes the environment before Textual is imported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tui import __version__


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, as PRODUCT names it."""
    parser = argparse.ArgumentParser(prog="gemini-tui")
    parser.add_argument("--version", action="version", version=f"gemini-tui {__version__}")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    build_parser().parse_args(sys.argv[1:] if argv is None else argv)
    return 0
