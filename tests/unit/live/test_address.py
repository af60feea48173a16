"""A base URL that is none is refused before anything is dialled, and is not repeated."""

from __future__ import annotations

import pytest

from tui.errors import ConfigError
from tui.live.address import require_address
from tui.live.setup import Endpoint

SCHEME = "it does not begin with https://"
WRONG = {
    "https://[::1": "its host is not one",
    "https://a..b": "its host is not one",
    "https://": "it has no host",
    "https://:9701": "it has no host",
    "https://user:word@": "it has no host",
    "https://localhost:99999": "its port is not one",
    "https://localhost:0": "its port is not one",
    "https://localhost:nine": "its port is not one",
    "https://user:wo/rd@localhost": "its port is not one",
    "localhost:9701": SCHEME,
    "localhost": SCHEME,
    "/path": SCHEME,
    "ftp://localhost": SCHEME,
}


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_is_refused_with_the_reason(url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        require_address(url)
    assert refused.value.message == f"the base URL is no address: {WRONG[url]}"
    assert "word" not in str(refused.value) and refused.value.exit_code == 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://localhost",
        "http://127.0.0.1:9701",
        "https://[::1]:9701/x",
        "wss://user:word@münchen.de/a?b",
    ],
)
def test_what_can_be_dialled_is_not(url: str) -> None:
    require_address(url)


def test_one_that_is_not_used_does_not_matter() -> None:
    env = {"GEMINI_API_KEY": "simulated", "GOOGLE_GEMINI_BASE_URL": "nonsense"}
    assert Endpoint.from_env(env, base_url="https://localhost").base_url == "https://localhost"
    with pytest.raises(ConfigError):
        Endpoint.from_env(env)
