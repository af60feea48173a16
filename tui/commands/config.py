"""`gemini-tui config path|show|init`: where the settings are, what they come to, and a file to begin with."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tui.commands import options
from tui.config import Config, Profile
from tui.errors import ConfigError
from tui.paths import config_file, make_private
from tui.store.standing import Lifetimes
from tui.text import clean_line
from tui.ui.looks import read_settings

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
# "log.filter" = "f7"
"""

_SAID_BY = {"voice": "speech_config", "system": "system_instruction"}
"""Fields of LiveConnectConfig that a profile has a name of its own for."""


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
        return _show(arguments, path)
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


def _show(arguments: argparse.Namespace, path: Path) -> int:
    """Print what the settings come to, and on stderr what is wrong with them: 2 if anything is."""
    import tomli_w

    from tui.commands.proofreading import all_mistakes

    config = options.load_config(arguments)
    wrong = all_mistakes(config)
    for mistake in wrong:
        print(f"gemini-tui: {clean_line(mistake)}", file=sys.stderr)
    try:
        shown = tomli_w.dumps(_outcome(arguments, config))
    except ConfigError as error:
        if error.message not in wrong:
            raise
        return 2
    print(f"# {path}{'' if path.exists() else ' (not there)'}", shown, sep="\n", end="")
    return 2 if wrong else 0


def _outcome(arguments: argparse.Namespace, config: Config) -> dict[str, Any]:
    """The content of a file that comes to the same: options and defaults are written out."""
    profile = config.profile(arguments.profile)
    name = profile.name or next(name for name in ("default", "as-shown") if name not in config.profiles)
    ui, _ = read_settings(config.table("ui"))
    outcome = {
        "profile": name,
        "profiles": {**config.table("profiles"), name: _profile(arguments, profile)},
        "ui": asdict(ui),
        "shelf": Lifetimes.from_table(config.table("shelf")).table,
    }
    return outcome | {section: table for section in ("keys", "filters") if (table := config.table(section))}


def _profile(arguments: argparse.Namespace, profile: Profile) -> dict[str, Any]:
    setup = options.setup(arguments)
    named = {
        "model": setup.model,
        "modality": setup.modality,
        "voice": setup.voice,
        "system": setup.system,
        "input": setup.input.value,
        "audio": arguments.audio or profile.audio or "auto",
        "mic": arguments.mic or profile.mic or "auto",
        "base_url": arguments.base_url or profile.base_url,
        "api_version": arguments.api_version or profile.api_version,
        "tools": dict(profile.tools),
    }
    said = {"response_modalities", "tools", *(_SAID_BY[name] for name in _SAID_BY if named[name])}
    live = {key: value for key, value in setup.config().items() if key not in said}
    live |= {"tools": profile.live["tools"]} if "tools" in profile.live else {}
    if not live["session_resumption"]:
        del live["session_resumption"]
    return {key: value for key, value in named.items() if value} | {"live": live}
