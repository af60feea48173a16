"""Exceptions in words: what they hold that is nobody's business stays out of them."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidHeader, InvalidProxy, InvalidURI, WebSocketException

from tui.live.failures import judge
from tui.wire.causes import Retry
from tui.wire.closes import By, Circumstances

ADDRESS = "wss://team:pass-phrase@gateway.example/ws?key=hunter2"


@pytest.mark.parametrize("error", [InvalidURI(ADDRESS, "no port"), InvalidProxy(ADDRESS, "no port")])
def test_an_address_that_cannot_be_used_is_said_without_what_is_secret_in_it(
    error: WebSocketException,
) -> None:
    closing, by = judge(error, Circumstances())
    assert (closing.message, by) == ("the address cannot be used: no port", By.NETWORK)
    assert closing.retry is Retry.NO and closing.hint


def test_a_key_that_an_error_quotes_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "AIzaключ")
    closing, _ = judge(InvalidHeader("x-goog-api-key", "AIzaключ"), Circumstances())
    assert closing.message.endswith("invalid x-goog-api-key header: [key]")


def test_a_placeholder_for_a_key_spoils_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "x")
    closing, _ = judge(InvalidHeader("x-other", "xyz"), Circumstances())
    assert closing.message.endswith("invalid x-other header: xyz")
