"""Exceptions in words: what they hold that is nobody's business stays out of them."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidProxy, InvalidURI, WebSocketException

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
