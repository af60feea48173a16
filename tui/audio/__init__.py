"""Sound out and in. Every output is a command line fed PCM on stdin."""
