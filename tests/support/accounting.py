"""What a line comes to, for comparing two runs of it to the row and the cent."""

from store import cases, status
from store.engine import reading
from tests.support.line import Line

_APART = ("cases", "track", "load", "audit case")


def everything(line: Line) -> dict[str, int]:
    """Counts, cents, tallies, tracks, audit entries per action and loads per worker."""
    found = line.counts()
    with reading(line.engine) as tx:
        found.update(status.audit_counts(tx))
        found.update({f"load {k}": v for k, v in status.recounted_loads(tx).items()})
    return found


def whatever_the_order(found: dict[str, int]) -> dict[str, int]:
    """What does not hang on the order in which two creditors' news about one household came.

    Order is kept per household's topic, not between delivered addresses: so a case may close and
    open again where it else stayed open, and be weighed once more or less.
    """
    return {key: many for key, many in found.items() if not key.startswith(_APART)}


def check_loads(line: Line) -> None:
    """Every worker's load is that of the open cases, counted anew."""
    with reading(line.engine) as tx:
        loads = {worker: n for worker, n in cases.loads(tx).items() if n}
        assert loads == dict(status.recounted_loads(tx))
