"""A recording played again: its frames come into a journal as they once came over the socket."""
