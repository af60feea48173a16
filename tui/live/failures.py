"""Exceptions of websockets, ssl, the OS and the SDK, in words."""

from __future__ import annotations

import os
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.environment import without_keys
from tui.errors import ConfigError, HandleRefused, LinkClosed, LinkRefused, TuiError
from tui.live.address import UnknownHost
from tui.text import clean_line
from tui.wire.causes import Retry
from tui.wire.closes import By, Certainty, Circumstances, Closing, explain

if TYPE_CHECKING:
    from websockets.exceptions import ConnectionClosed, WebSocketException


REFUSED_SETUP = "setup"
"""The cause where nothing was dialled."""


_NOT_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")
"""What OpenSSL calls an answer in plain text."""
_ALWAYS_TLS = "The SDK always dials wss: check --base-url, and whether a login page stands between"


class SetupTimeout(TimeoutError):
    """No setupComplete in time."""


def judge(error: Exception, now: Circumstances) -> tuple[Closing, By]:
    """The failure in words, without a key that stands in its text, and who closed.

    What is not a failure of a connection is raised again.
    """
    closing, by = _judge(error, now)
    return replace(closing, what=without_keys(closing.what), reason=without_keys(closing.reason)), by


def _judge(error: Exception, now: Circumstances) -> tuple[Closing, By]:
    from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

    if isinstance(error, ConnectionClosed):
        return _closed(error, now)
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        return explain(status, f"server rejected WebSocket connection: HTTP {status}", now), By.SERVER
    if isinstance(error, SetupTimeout):
        return _timeout("the service accepted the connection but never said setupComplete"), By.LOCAL
    if isinstance(error, OSError):
        return _not_reached(error), By.NETWORK
    if isinstance(error, WebSocketException):
        return _no_upgrade(error), By.NETWORK
    if type(error).__module__.startswith("google.auth"):
        return _no_token(error), By.LOCAL
    if isinstance(error, ConfigError):
        return _failure(REFUSED_SETUP, error.message, error.hint, Retry.NO), By.LOCAL
    raise error


def _closed(error: ConnectionClosed, now: Circumstances) -> tuple[Closing, By]:
    """The close frame received is the service's; one only sent is ours, or our library's."""
    if error.rcvd is not None and (error.rcvd_then_sent or error.sent is None):
        return explain(error.rcvd.code, error.rcvd.reason, now), By.SERVER
    if error.sent is not None and error.sent.code != 1000:
        return explain(error.sent.code, error.sent.reason, now), By.LOCAL
    if error.sent is not None:
        return explain(error.sent.code, error.sent.reason, _by(now, By.CLIENT)), By.CLIENT
    return explain(1006, "", _by(now, By.NETWORK)), By.NETWORK


def _no_upgrade(error: WebSocketException) -> Closing:
    """The handshake was broken off, or something else than a WebSocket service answered it."""
    from websockets.exceptions import InvalidProxy, InvalidURI

    if isinstance(error.__cause__, EOFError | OSError):
        what = "the connection broke during the handshake"
        return _failure("network", what, "Check the network and HTTPS_PROXY", Retry.RESUME)
    if isinstance(error, InvalidURI | InvalidProxy):  # as text they hold the whole address, with its password
        hint = "Correct --base-url or HTTPS_PROXY"
        return _failure("endpoint", f"the address cannot be used: {clean_line(error.msg)}", hint, Retry.NO)
    what = f"what answered is not a WebSocket service: {clean_line(str(error))}"
    return _failure("endpoint", what, "Check --base-url and HTTPS_PROXY", Retry.LATER)


def _no_token(error: Exception) -> Closing:
    """Of google.auth; no network on the way to a token is not for ever."""
    if type(error).__name__ == "TransportError":
        return _failure("network", "no access token: no network", "Check the network", Retry.RESUME)
    hint = "Run gcloud auth application-default login"
    return _failure("key", f"no Google Cloud credentials: {clean_line(str(error))}", hint, Retry.NO)


def _by(now: Circumstances, by: By) -> Circumstances:
    return Circumstances(by, now.ready, now.resuming, now.going_away, now.answered_tool, now.age)


def _failure(cause: str, what: str, hint: str, retry: Retry) -> Closing:
    return Closing(0, "", cause, what, hint, retry, Certainty.SURE)


def _timeout(what: str) -> Closing:
    return _failure("timeout", what, "If it lasts, check the model and --base-url", Retry.LATER)


def _not_reached(error: OSError) -> Closing:
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"the service's certificate is not trusted: {error.verify_message}"
        return _failure("tls", what, "Set SSL_CERT_FILE to the authority's certificate", Retry.NO)
    if isinstance(error, ConnectionResetError) and not error.errno:  # so asyncio says it, and no more
        return _failure("tls", "the connection was cut during TLS", _ALWAYS_TLS, Retry.RESUME)
    if isinstance(error, ssl.SSLError) and error.reason in _NOT_TLS:
        return _failure("tls", "what answers does not speak TLS", _ALWAYS_TLS, Retry.RESUME)
    if isinstance(error, ssl.SSLError):
        what = f"TLS failed: {error.reason or error}"
        return _failure("tls", what, "Check --base-url and what stands between", Retry.RESUME)
    if isinstance(error, UnknownHost):
        whose = "the proxy's" if error.is_proxy else "the service's"
        what = f"{whose} name cannot be resolved" + (f": {clean_line(error.host)}" if error.host else "")
        return _failure("network", what, "Check the network, --base-url and HTTPS_PROXY", Retry.RESUME)
    if isinstance(error, TimeoutError):
        return _timeout("the service did not answer in time")
    if isinstance(error, FileNotFoundError):
        what = "SSL_CERT_FILE names a file that is not there"
        return _failure("tls", what, "Correct or unset it", Retry.NO)
    why = os.strerror(error.errno) if error.errno else str(error) or type(error).__name__
    what = f"the service cannot be reached: {why}"
    return _failure("network", what, "Check the network, --base-url and HTTPS_PROXY", Retry.RESUME)


def as_error(closing: Closing, *, ready: bool) -> TuiError:
    """The exception that says it: its exit code is the process's."""
    if closing.cause == REFUSED_SETUP:
        return ConfigError(closing.message, hint=closing.hint)
    if closing.cause == "handle":
        return HandleRefused(closing.message, hint=closing.hint, code=closing.code, reason=closing.reason)
    if ready or closing.code >= 1000:
        return LinkClosed(closing.message, hint=closing.hint, code=closing.code, reason=closing.reason)
    return LinkRefused(closing.message, hint=closing.hint)
