"""One module a screenless command; `app` starts the terminal app."""
