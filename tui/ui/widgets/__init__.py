"""Panes and their parts: one module a widget."""
