"""What is sent to the terminal: cell diffs, and one frame in flight."""
