"""gemini-tui: terminal client, flight recorder and debugger for the Gemini Live API."""

__version__ = "0.1.0"
