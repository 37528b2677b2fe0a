"""What is told to who watches over a process: that it lives, and whether it can do its work."""

import json
from collections.abc import Callable, Sequence

from portal.readiness import Reason

ALIVE, READY = "/healthz", "/readyz"
Ready = Callable[[], Sequence[Reason]]


def told(found: Sequence[Reason]) -> tuple[int, bytes]:
    """Status and JSON that tell whether all is well: codes and counts only."""
    body = {"ready": not found, "reasons": [one.as_json() for one in found]}
    return 503 if found else 200, json.dumps(body).encode() + b"\n"


def alive() -> bytes:
    """What a process says that lives; it asks nobody."""
    return b'{"alive": true}\n'
