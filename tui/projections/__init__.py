"""Frames to meaning: pure folds, each a small class with `feed(frame)` and a result."""
