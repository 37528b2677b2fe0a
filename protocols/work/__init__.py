"""The work protocol between city and worker: what belongs together, what goes first, whose."""
