"""The terminal app."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the app."""
    parser.add_argument("--demo", action="store_true", help="talk to the built-in simulator: no key needed")


def run(arguments: argparse.Namespace) -> int:
    """Start the app; returns when a person leaves."""
    return 0
