"""What the strip says: pure, from the projections, the sound and the clock."""

from __future__ import annotations

from collections.abc import Iterator

from tui.projections.gate import Gate
from tui.projections.link import Link, State
from tui.projections.rules.rule import Severity
from tui.projections.views import Views
from tui.store.session import Session
from tui.text import clean_line, shorten
from tui.ui.attempt import Attempt
from tui.ui.conversation import Sound

_NEWEST = 500

Part = tuple[str, str]
"""(text, style)"""

_LOOKS = {
    State.IDLE: ("○ not connected", "$text-muted"),
    State.DIALING: ("◌ dialing", "$text-warning"),
    State.OPEN: ("◌ setting up", "$text-warning"),
    State.READY: ("● live", "$text-success"),
    State.HANDOVER: ("⇄ handing over", "$text-warning"),
    State.RETRYING: ("◌ reconnecting", "$text-warning"),
    State.CLOSED: ("✕ closed", "$text-error"),
}
OFFERS = {
    "audio": "answer in audio",
    "text": "answer in text",
    "model": "another model",
    "key": "another key",
    "handle": "go on another way",
}
"""What a close can offer (`tui.wire.closes`), and what to call it."""
WAYS_ON = "ctrl+r dials, ctrl+n begins anew"
"""From a connection that stays down."""
_BEGINNINGS = "ctrl+n begins a session, enter in Sessions (alt+3) resumes one"
_OPENING = "opening the session"
_BARS = " ▁▂▃▄▅▆▇█"


def opening_parts(attempt: Attempt | None = None) -> list[Part]:
    """What the strip says while a session is being opened; attempt: None before it has begun."""
    if attempt is None:
        return [(_OPENING, "$text-muted")]
    if attempt.is_given_up:
        return [("letting go of the session", "$text-muted")]
    read = f" {attempt.part:.0%}" if attempt.part else ""
    return [
        (f"{_OPENING}{read} (esc gives up)", "$text-muted"),
        (_waiting_turns(len(attempt.lines)), "$text-warning"),
    ]


def idle_parts(why: str = "") -> list[Part]:
    """What the strip says while no session is open; why: what kept one from being opened."""
    return [_LOOKS[State.IDLE], (clean_line(why), "$text-error"), (_BEGINNINGS, "$text-warning")]


def strip_parts(
    views: Views,
    session: Session,
    sound: Sound,
    *,
    gate: Gate | None = None,
    demo: bool,
    still: bool,
    slow: bool = False,
    now: float,
) -> list[Part]:
    """The parts of the strip, what matters most first; empty texts are left out by the strip.

    gate: what holds delivery to transcript and sound. still: no meter moves. slow: nothing is told that
    changes many times in one answer.
    """
    return [
        ("DEMO" if demo else "", "$text-accent bold"),
        (_trouble(session), "$text-error bold"),
        (_hold(gate), "$text-warning bold"),
        (_reading(views, session), "$text-warning"),
        (_queued(views) if session.writable else "", "$text-warning"),
        *_connection(views.link, now, is_held=session.writable),
        (_waiting(views, now), "$text-warning"),
        (f"streaming {views.link.file} (/cancel stops)" if views.link.file else "", "$text-warning"),
        (f"◉ {views.link.microphone} hears you (alt+m)" if views.link.microphone else "", "$text-warning"),
        (_broken(views), "$text-error"),
        (clean_line(session.metadata.model.rpartition("/")[2]), "$text"),
        (_heard(sound, still=still, slow=slow), "$text"),
        (_tokens(views), "$text-muted"),
        (_handle(views), "$text-muted"),
        (f"ping {views.link.ping * 1000:.0f} ms" if views.link.ping is not None else "", "$text-muted"),
    ]


def _hold(gate: Gate | None) -> str:
    """Why transcript and sound wait, or will; which key of the wire log lets them go on."""
    if gate is None or not (gate.kinds or gate.held_at is not None):
        return ""
    return f"HELD at #{gate.held_at} (alt+2 B lets go)" if gate.held_at is not None else "will hold (alt+2 B)"


def _reading(views: Views, session: Session) -> str:
    """How far a long journal has been looked at; empty where only the newest frames are not."""
    frames = len(session.journal)
    return f"reading {views.rows / frames:.0%}" if frames - views.rows > _NEWEST else ""


def _connection(link: Link, now: float, *, is_held: bool) -> Iterator[Part]:
    """is_held: it is a conversation that can be dialled, not one that is looked at."""
    yield _LOOKS[link.state]
    if link.state is State.CLOSED and link.stays_down and is_held:
        yield WAYS_ON, "$text-warning"
    if link.state is State.RETRYING:
        wait = f" in {max(0, link.next_try - now):.0f} s" if link.next_try is not None else ""
        yield f"try {link.attempt}{wait} (ctrl+r now, ctrl+o stop)", "$text-warning"
    if (left := link.left(now)) is not None:
        yield f"closes in {left:.0f} s", "$text-warning"
    if link.state is State.CLOSED and link.offer in OFFERS:
        yield f"alt+o: {OFFERS[link.offer]}", "$text-warning"
    if link.state in (State.CLOSED, State.RETRYING):
        yield shorten(link.closed, 80), "$text-error"
    yield link.worry, "$text-warning"


def _queued(views: Views) -> str:
    """What was typed and waits for a connection."""
    return _waiting_turns(len(views.transcript.queue))


def _waiting_turns(count: int) -> str:
    return f"{count} turn{'s' * (count > 1)} wait{'s' * (count == 1)} for the line" if count else ""


def _broken(views: Views) -> str:
    """How often the protocol was broken; what to press for more."""
    errors = views.checks.count()[Severity.ERROR]
    return f"✕ {errors} broken (alt+c)" if errors else ""


def _waiting(views: Views, now: float) -> str:
    """The tool call that the model waits for, and how long."""
    turn = views.transcript.current
    calls = [call for call in turn.calls if call.pending] if turn is not None and turn.is_open else []
    if turn is None or not calls:
        return ""
    return f"⚙ {shorten(clean_line(calls[0].name), 24)} waits {max(0, now - turn.t):.0f} s (alt+a answers)"


def _heard(sound: Sound, *, still: bool, slow: bool) -> str:
    if slow or not sound.received:
        return f"♪ {sound.sink}" if sound.sink else "♪ off"
    bar = "" if still else _BARS[min(8, round(sound.level() * 8))]
    return f"♪ {bar} {sound.position():.1f}/{sound.received:.1f} s"


def _tokens(views: Views) -> str:
    last = views.usage.last
    if last is None:
        return ""
    return f"turn {last.prompt} in {last.response} out, {views.usage.total.total} in all"


def _handle(views: Views) -> str:
    newest = views.handles.newest
    return f"handle {shorten(clean_line(newest.value), 9)}" if newest is not None else "no handle yet"


def _trouble(session: Session) -> str:
    return f"NOT SAVING: {session.journal.trouble}" if session.journal.trouble else ""
