"""A whole cluster on one machine, or each of its parts: `python -m portal.cluster --help`.

Broker, PostgreSQL, portal, relay, two workers and clock as processes of one supervisor. It starts
in order, waits until each is ready, starts anew what falls, and stops the workers first.
"""
