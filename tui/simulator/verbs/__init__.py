"""What the steps of a script can do; importing this makes every verb known."""

from tui.simulator.verbs import answers, faults, protocol, tools

__all__ = ["answers", "faults", "protocol", "tools"]
