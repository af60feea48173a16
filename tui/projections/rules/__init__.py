"""The protocol checks, by what they look at: order, tools, payloads, the session as a whole."""
