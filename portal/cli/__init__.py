"""The command line: a thin door. Exit codes: 0 done, 1 refused, 2 misused."""
