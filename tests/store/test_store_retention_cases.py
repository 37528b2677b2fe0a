"""Erasing a case takes all that hangs on it, and nothing of anybody else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from protocols.privacy.terms import Kept
from protocols.work.contact import Channel, ContactAttempt, DayPart, Reached
from store import cases, deliveries, retention, signals, status
from store.engine import Engine, Tx, begin

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
ATTEMPT = ContactAttempt(DAY, Channel.PHONE, DayPart.EVENING, Reached.NO)


def _fill(tx: Tx, make: Any, number: int, **changes: Any) -> None:
    """A case with two signals (one withdrawn), their data keys, an attempt and an offer."""
    own = {"case_id": f"c-{number}", "household_id": f"h-{number}"}
    withdrawn = make.kept(number + 100, **own, status="withdrawn")
    cases.put(tx, [make.case(number, **changes)])
    signals.put(tx, [make.kept(number, **own), withdrawn])
    deliveries.keep_data_keys(tx, [(f"s-{n}", b"key") for n in (number, number + 100)])
    cases.record_attempt(tx, f"c-{number}", ATTEMPT, "w-1", AT)
    cases.offer_lightly(tx, [(f"c-{number}", DAY, "light/1")])


def _parts(tx: Tx, number: int) -> list[int]:
    """How much there is left: case, signals, data keys, attempts, offers."""
    case_id = f"c-{number}"
    return [
        int(cases.find(tx, case_id) is not None),
        len(signals.of_case(tx, f"h-{number}", case_id)),
        len(deliveries.data_keys(tx, [f"s-{number}", f"s-{number + 100}"])),
        len(cases.attempts(tx, case_id)),
        len(cases.light_offers(tx, case_id)),
    ]


@pytest.mark.parametrize(
    ("kept", "status_"), [(Kept.OPEN_SIGNAL, "open"), (Kept.CLOSED_CASE, "closed")]
)
def test_a_case_goes_with_all_that_hangs_on_it(
    engine: Engine, make: Any, kept: Kept, status_: str
) -> None:
    """Withdrawn signals too; the neighbour keeps everything."""
    with begin(engine) as tx:
        _fill(tx, make, 1, status=status_)
        _fill(tx, make, 2, status=status_)
        retention.erase(tx, kept, ["c-1"])
        assert _parts(tx, 1) == [0, 0, 0, 0, 0]
        assert _parts(tx, 2) == [1, 2, 2, 1, 1]


def test_erasing_open_cases_gives_their_workers_room(engine: Engine, make: Any) -> None:
    """The load stays what counting one by one says, also for a case without a worker."""
    with begin(engine) as tx:
        for number, worker_id in enumerate(["w-1", "w-1", "w-1", "w-2", ""], start=1):
            _fill(tx, make, number, worker_id=worker_id)
            cases.change_loads(tx, {worker_id: 1})
        retention.erase(tx, Kept.OPEN_SIGNAL, ["c-1", "c-2", "c-4", "c-5"])
        assert status.recounted_loads(tx) == {"w-1": 1}
        assert cases.loads(tx) == {"w-1": 1, "w-2": 0}


def test_erasing_closed_cases_leaves_the_loads(engine: Engine, make: Any) -> None:
    """The worker got room when the case was closed, and not once more."""
    with begin(engine) as tx:
        _fill(tx, make, 1, status="closed", closed_on="2020-01-01")
        cases.change_loads(tx, {"w-1": 4})
        retention.erase(tx, Kept.CLOSED_CASE, ["c-1"])
        assert cases.loads(tx) == {"w-1": 4}


def test_an_open_case_is_not_due_as_a_closed_one_nor_the_other_way_round(
    engine: Engine, make: Any
) -> None:
    """Each has a period of its own: half a year, and years."""
    with begin(engine) as tx:
        cases.put(
            tx,
            [
                make.case(1, updated_at="2020-01-01T00:00:00.000Z"),
                make.case(2, status="closed", closed_on="2020-01-01"),
            ],
        )
        assert retention.due(tx, Kept.OPEN_SIGNAL, DAY) == ["c-1"]
        assert retention.due(tx, Kept.CLOSED_CASE, DAY) == ["c-2"]
