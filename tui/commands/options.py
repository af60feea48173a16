"""The options that `gemini-tui` and `gemini-tui send` share, and what is made of them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Any

from tui.errors import ConfigError
from tui.paths import APP, config_file, data_dir
from tui.text import clean_line, well_formed

if TYPE_CHECKING:
    from tui.audio.sink import Sink
    from tui.audio.sources import Source
    from tui.config import Config, Profile
    from tui.live.setup import Endpoint, Setup

PROGRAM = "GEMINI_TUI_PROGRAM"
"""The variable in which a checkout's own script says how it was called."""


def add_session_options(parser: argparse.ArgumentParser) -> None:
    """What to connect to, and what to ask for."""
    add_data_dir(parser)
    parser.add_argument("--profile", metavar="NAME", help="a profile of config.toml")
    parser.add_argument("--model", metavar="NAME", help="see gemini-tui models")
    parser.add_argument("--modality", choices=("audio", "text"), help="what the model answers in")
    parser.add_argument("--voice", metavar="NAME", help="a prebuilt voice, such as Puck")
    parser.add_argument("--system", metavar="TEXT|@FILE", help="the system instruction")
    parser.add_argument(
        "--input", choices=("clientContent", "realtimeInput"), help="how a typed turn is sent"
    )
    parser.add_argument(
        "--audio", metavar="auto|none|device|file:PATH|command:CMD", help="where the sound goes"
    )
    parser.add_argument("--mic", metavar="auto|none|command:CMD", help="where you are heard")
    parser.add_argument("--api-version", metavar="V", help="such as v1beta or v1alpha")
    parser.add_argument("--base-url", metavar="URL", help="another service that speaks the protocol")


def add_data_dir(parser: argparse.ArgumentParser) -> None:
    """Where the sessions are."""
    parser.add_argument("--data-dir", metavar="DIR", type=Path, help="where sessions are kept")


def service(arguments: argparse.Namespace, env: Mapping[str, str] = os.environ) -> Endpoint:
    """From the environment, the profile and the options, the last winning; credentials may lack.

    Raises ConfigError.
    """
    from tui.live.setup import Endpoint

    profile = load_config(arguments, env).profile(arguments.profile)
    return Endpoint.named_in(
        env,
        base_url=arguments.base_url or profile.base_url,
        api_version=arguments.api_version or profile.api_version,
    )


def endpoint(arguments: argparse.Namespace, env: Mapping[str, str] = os.environ) -> Endpoint:
    """As `service`. Raises CredentialsError where there is nothing to authenticate with."""
    found = service(arguments, env)
    found.require_credentials()
    return found


def setup(
    arguments: argparse.Namespace, env: Mapping[str, str] = os.environ, saved: Setup | None = None
) -> Setup:
    """From the profile and the options, the last winning. Raises ConfigError.

    saved: what a session that is resumed was set up with; only a profile that is asked for changes it.
    """
    from tui.live import profiles
    from tui.live.setup import Setup

    config = load_config(arguments, env)
    profile = config.profile(arguments.profile)
    made = profiles.fields(config, profile, data_directory(arguments, env)) if profile.name else {}
    base = replace(saved or Setup(), **{name: made[name] for name in ("answers", "consent") if made})
    if saved is None or arguments.profile:
        base = replace(base, **_set(_named(profile) | made))
    return replace(base, **_set(_named(arguments) | {"system": _text(arguments.system)}))


def _named(source: Profile | argparse.Namespace) -> dict[str, Any]:
    """The members of a Setup that a profile and the options have names for."""
    from tui.live.models import InputKind

    names = ("model", "modality", "voice", "system")
    kind = {"input_kind": InputKind(source.input)} if source.input else {}
    return {name: getattr(source, name) for name in names} | kind


def _set(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def sound(
    arguments: argparse.Namespace, env: Mapping[str, str] = os.environ, usual: str = "auto"
) -> tuple[list[Sink], str]:
    """The sinks to try, and one line that says what and why. Raises AudioError, ConfigError."""
    from tui.audio.sinks import choose

    profile = load_config(arguments, env).profile(arguments.profile)
    return choose(arguments.audio or profile.audio or usual, env)


def microphone(
    arguments: argparse.Namespace, env: Mapping[str, str] = os.environ
) -> tuple[list[Source], str]:
    """The sources to try, and one line that says what and why. Raises AudioError, ConfigError."""
    from tui.audio.sources import choose

    profile = load_config(arguments, env).profile(arguments.profile)
    return choose(arguments.mic or profile.mic or "auto", env)


def load_config(arguments: argparse.Namespace, env: Mapping[str, str] = os.environ) -> Config:
    """The user's config.toml. Raises ConfigError where it cannot be read as TOML."""
    from tui.config import Config

    return Config.load(config_file(env))


def data_directory(arguments: argparse.Namespace, env: Mapping[str, str] = os.environ) -> Path:
    """The data directory."""
    return data_dir(arguments.data_dir, env)


def typed(arguments: argparse.Namespace, *words: str, env: Mapping[str, str] = os.environ) -> str:
    """A command line to be typed where this one was: by the same name, on the same data directory."""
    return clean_line(join([env.get(PROGRAM) or APP, *words, *given("--data-dir", arguments.data_dir)]))


def given(option: str, value: object) -> list[str]:
    """An option with its value, as it is typed; nothing where there is none."""
    if not value:
        return []
    return [f"{option}={value}"] if str(value).startswith("-") else [option, str(value)]


def _text(value: str | None) -> str | None:
    """`@FILE` is the file's text. Raises ConfigError."""
    if value is None or not value.startswith("@"):
        return value and well_formed(value)
    path = Path(value[1:]).expanduser()
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "Give a readable file after the @, or the text itself"
        raise ConfigError(f"cannot read {path}: {error}", hint=hint, path=path, key="system") from error
