"""The terminal app. The only importer of Textual."""
