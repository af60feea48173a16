"""One connection: connect, tap, send, close."""
