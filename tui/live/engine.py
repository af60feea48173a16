"""One conversation: send, receive, playback and clock as tasks of one TaskGroup."""
