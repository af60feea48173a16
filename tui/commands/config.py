"""`gemini-tui config path|show|init`: where the settings are, what they come to, and a file to begin with."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from tui.commands import options
from tui.errors import ConfigError
from tui.paths import config_file, make_private

EXAMPLE = """\
# Settings of gemini-tui. Every line here can be left out.

# The profile that is used when none is named with --profile.
# profile = "work"

# [profiles.work]
# model = "gemini-3.8-live"        # see: gemini-tui models
# modality = "audio"               # or "text"
# voice = "Puck"
# system = "You are brief."
# input = "clientContent"          # or "realtimeInput": how a typed turn is sent
# audio = "auto"                   # none, device, file:PATH, command:CMD
# mic = "auto"                     # none, command:CMD
# api_version = "v1beta"

# Any field of google-genai's LiveConnectConfig, checked by the SDK before anything is dialled:
# [profiles.work.live]
# temperature = 0.7
# context_window_compression = { trigger_tokens = 25000, sliding_window = { target_tokens = 8000 } }

# A function the model may call. The answer is fixed (response) or printed by a command, which gets the
# arguments as JSON on stdin. Commands run without a shell, after you have allowed them once.
# [profiles.work.tools.get_time]
# description = "The time of day"
# command = ["date", "+%H:%M"]
# timeout = 5
# scheduling = "WHEN_IDLE"         # for NON_BLOCKING functions

# How the app looks; options of the same names win.
# [ui]
# theme = "paper"
# color = "256"
# slow_link = "on"

# Other keys for any action; the names are in docs/configuration.md and in the palette.
# [keys]
# "log.filter" = "F"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """path, show or init."""
    parser.add_argument(
        "action", choices=("path", "show", "init"), help="where, what, or a file to begin with"
    )
    options.add_session_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print or write. Raises ConfigError."""
    path = config_file(os.environ)
    if arguments.action == "path":
        print(path)
    elif arguments.action == "init":
        _init(path)
        print(path)
    else:
        print(_show(arguments, path), end="")
    return 0


def _init(path: Path) -> None:
    if path.exists():
        raise ConfigError(f"{path} is there already", hint="Edit it", path=path)
    try:
        make_private(path.parent)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "Choose another with GEMINI_TUI_CONFIG"
        raise ConfigError(f"cannot write {path}: {error.strerror}", hint=hint, path=path) from error
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(EXAMPLE)


def _show(arguments: argparse.Namespace, path: Path) -> str:
    """What would be asked of the service, as TOML, checked by the SDK."""
    import tomli_w

    from tui.live.validation import problems

    setup = options.setup(arguments)
    asked = setup.config()
    if wrong := problems(asked):
        raise ConfigError(f"{setup.locate(wrong[0].path)}: {wrong[0].what}", hint="Correct it", path=path)
    shown: dict[str, Any] = {"model": setup.model, "input": setup.input.value, "live": asked}
    where = path if path.exists() else f"{path} (not there)"
    return f"# {where}\n{tomli_w.dumps(shown)}"
