"""Why a connection closed: code, reason and circumstances to cause, retry or not, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.text import clean_line
from tui.wire.causes import DIAL_AGAIN, PASSES, RULES, Retry, Rule


class By(StrEnum):
    """Who closed. `local`: our own WebSocket library, for us."""

    SERVER = "server"
    CLIENT = "client"
    LOCAL = "local"
    NETWORK = "network"


class Certainty(StrEnum):
    """How sure an explanation is."""

    SURE = "sure"
    LIKELY = "likely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was so when it closed. `ready`: setupComplete had come. `age`: seconds since the socket opened."""

    by: By = By.SERVER
    ready: bool = True
    resuming: bool = False
    going_away: bool = False
    answered_tool: bool = False
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class Closing:
    """An explained close. `code` is the WebSocket's, or an HTTP status where the upgrade was refused."""

    code: int
    reason: str
    cause: str
    what: str
    hint: str
    retry: Retry
    certainty: Certainty

    @property
    def offer(self) -> str:
        """The change that would help: `audio`, `text`, `model`, `key`, `handle` or none."""
        if self.cause == "modality":
            return "text" if "(AUDIO)" in self.reason else "audio"
        return self.cause if self.cause in ("model", "key", "handle") else ""

    @property
    def message(self) -> str:
        """One sentence without its full stop, code and reason in brackets."""
        said = f'{self.code} "{clean_line(self.reason)}"' if self.reason else f"{self.code}"
        return f"{self.what} ({said})" if self.code else self.what


_USUAL = Circumstances()


def explain(code: int, reason: str, circumstances: Circumstances = _USUAL) -> Closing:
    """The close in words; an unseen text gets an honest `unknown`."""
    if 100 <= code < 600:
        return _refused_upgrade(code, reason)
    rule = (
        _from_circumstances(code, reason, circumstances)
        or _from_text(reason)
        or _from_code(code, circumstances)
    )
    return _closing(code, reason, rule)


def _closing(code: int, reason: str, rule: Rule | _Verdict) -> Closing:
    certainty = (
        Certainty.UNKNOWN if rule.cause == "unknown" else Certainty.SURE if rule.sure else Certainty.LIKELY
    )
    return Closing(code, reason, rule.cause, rule.what, rule.hint, rule.retry, certainty)


@dataclass(frozen=True, slots=True)
class _Verdict:
    cause: str
    retry: Retry
    what: str
    hint: str = ""
    sure: bool = False


_HANDLE = _Verdict(
    "handle",
    Retry.NO,
    "the handle is not accepted",
    "Resume from an older handle, or begin a new session",
)


def _from_circumstances(code: int, reason: str, now: Circumstances) -> _Verdict | None:
    """Where the same code and text mean different things."""
    if now.by is By.CLIENT:
        return _Verdict("own", Retry.NO, "closed from this side", sure=True)
    not_found = reason.startswith("Requested entity was not found")
    if not_found and now.resuming and not now.ready:
        return _HANDLE
    if not_found and now.answered_tool:
        return _Verdict("tools", Retry.RESUME, "the service cannot match a tool response", DIAL_AGAIN)
    if code == 1007 and not reason and now.resuming and not now.ready:
        return _HANDLE
    if code == 1011 and not reason and now.resuming and not now.ready:
        what = "the previous connection of this session is perhaps still open at the service"
        return _Verdict("still-open", Retry.RESUME, what, "Dialling again in some seconds usually works")
    if not reason and now.going_away and code in (1000, 1006, 1008, 1011):
        return _Verdict(
            "goaway", Retry.RESUME, "the connection's announced time was over", DIAL_AGAIN, sure=True
        )
    return None


def _from_text(reason: str) -> Rule | None:
    return next((rule for rule in RULES if rule.pattern.search(reason)), None)


def _from_code(code: int, now: Circumstances) -> _Verdict:
    if code in (1000, 1001):
        what = "the service closed: a token or time limit, or it is done"
        return _Verdict("limit", Retry.RESUME, what, DIAL_AGAIN)
    if code in (1005, 1006):
        return _Verdict("network", Retry.RESUME, "the network dropped the connection", DIAL_AGAIN, sure=True)
    if code in (1012, 1013, 1014):
        return _Verdict("unavailable", Retry.LATER, "the service is restarting or overloaded", DIAL_AGAIN)
    if code == 1009:
        return _Verdict("too-big", Retry.RESUME, "a frame was larger than the other side allows", DIAL_AGAIN)
    hint = "Not a text this program knows. The frames before it are in the log"
    retry = Retry.RESUME if now.ready or code == 1011 else Retry.NO
    return _Verdict("unknown", retry, "the service closed the connection", hint)


def _refused_upgrade(status: int, reason: str) -> Closing:
    """An HTTP status in place of 101."""
    if status == 401:
        verdict = _Verdict(
            "key", Retry.NO, "the key is refused", "Set GEMINI_API_KEY to a valid key", sure=True
        )
    elif status == 403:
        hint = "Check the key's restrictions, the project and the API's being enabled"
        verdict = _Verdict("key", Retry.NO, "access is refused", hint, sure=True)
    elif status == 404:
        hint = "Check --base-url and --api-version"
        verdict = _Verdict("endpoint", Retry.NO, "there is no Live service at this address", hint, sure=True)
    elif status == 429:
        verdict = _Verdict("throttle", Retry.LATER, "the service is throttling", PASSES, sure=True)
    elif status >= 500:
        verdict = _Verdict("unavailable", Retry.LATER, "the service is unavailable", PASSES, sure=True)
    else:
        verdict = _Verdict("unknown", Retry.NO, "the upgrade to a WebSocket was refused", "Check --base-url")
    return _closing(status, reason, verdict)
