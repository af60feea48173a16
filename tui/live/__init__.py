"""The connection. The only importer of google.genai and websockets, inside functions."""
