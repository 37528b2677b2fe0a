"""Putting back what was recorded and cannot be found again: who was given a case."""

from dataclasses import replace

from store import cases
from store.engine import Tx


def give(tx: Tx, case_id: str, worker_id: str, why: str) -> bool:
    """Let an open case be of a worker; returns whether that changed anything."""
    case = cases.find(tx, case_id)
    if case is None or case.status != "open" or case.worker_id == worker_id:
        return False
    cases.put(tx, [replace(case, worker_id=worker_id, why=why or case.why)])
    cases.change_loads(tx, {case.worker_id: -1, worker_id: 1})
    return True
