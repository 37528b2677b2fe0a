"""`python -m portal.cli` is the same as `vroegsignaal`."""

from portal.cli.main import main

main()
