"""A session handed on: as a transcript, as lines, as a HAR, as sound, as a bundle for a bug report."""
