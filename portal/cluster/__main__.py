"""`python -m portal.cluster` does what `make cluster` does."""

from portal.cluster.commands import main

main()
