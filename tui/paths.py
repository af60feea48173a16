"""The only place that knows directories."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

APP = "gemini-tui"


def _platform() -> ModuleType:
    """platformdirs, imported when nothing in the environment makes it unnecessary."""
    return import_module("platformdirs")


def data_dir(override: str | os.PathLike[str] | None = None, env: Mapping[str, str] = os.environ) -> Path:
    """`--data-dir`, else `GEMINI_TUI_DATA_DIR`, else the platform's data directory."""
    return Path(override or env.get("GEMINI_TUI_DATA_DIR") or _platform().user_data_path(APP)).expanduser()


def sessions_dir(data: Path) -> Path:
    """One directory a session."""
    return data / "sessions"


def config_file(env: Mapping[str, str] = os.environ) -> Path:
    """`GEMINI_TUI_CONFIG`, else `config.toml` in the platform's config directory."""
    return Path(
        env.get("GEMINI_TUI_CONFIG") or _platform().user_config_path(APP) / "config.toml"
    ).expanduser()


def prices_file(env: Mapping[str, str] = os.environ) -> Path:
    """The user's own price table, beside config.toml."""
    return config_file(env).parent / "prices.toml"


def filters_file(env: Mapping[str, str] = os.environ) -> Path:
    """The filters saved in the app, beside config.toml."""
    return config_file(env).parent / "filters.toml"


def themes_dir() -> Path:
    """The themes we ship: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


def user_themes_dir(env: Mapping[str, str] = os.environ) -> Path:
    """`themes/` beside the configuration."""
    return config_file(env).parent / "themes"


def cache_dir(data: Path) -> Path:
    """What can be thrown away and made again: indexes, never a source of truth."""
    default = _platform().user_data_path(APP)
    return _platform().user_cache_path(APP) if data == default else data / "cache"


def make_private(path: Path) -> Path:
    """Create a directory readable by its owner alone (0700), and those above it that are missing.

    Raises OSError.
    """
    for missing in reversed([above for above in path.parents if not above.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)  # `parents=True` would leave these to the umask
    path.mkdir(mode=0o700, exist_ok=True)
    return path
