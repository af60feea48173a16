"""Keys typed faster than the focus moves go where they were meant to.

Textual hands a key to whatever has the focus when it is read: of `/capital` in one packet of a slow line,
all is on its way to the list before `/` has moved the focus to the filter.
"""

from __future__ import annotations

from textual import events
from textual.widget import Widget
from textual.widgets import Input


async def deliver(event: events.Key, pane: Widget, line: Input | None) -> None:
    """A key that a child of `pane` has left: into the line that is being opened, else to its binding.

    The bindings run here, one key after the other, so that each finds what the one before has done.
    """
    if line is not None and event.key == "enter":
        event.stop()
        await line.action_submit()
    elif event.is_printable and event.character:
        event.stop()
        if line is not None:
            line.replace(event.character, *sorted(line.selection))
        elif (active := pane.screen.active_bindings.get(event.key)) is not None and active.enabled:
            await pane.app.run_action(active.binding.action, active.node)
