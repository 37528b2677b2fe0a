"""Cases: one open case per household, the caseload in order, the load of each worker exact."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from protocols.work.contact import Outcome
from store import cases, status
from store.engine import ConstraintBroken, Engine, begin

AT = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
ON = date(2026, 12, 1)


def test_a_case_comes_back_as_it_was_stored(engine: Engine, make: Any) -> None:
    """Every field; put again it is replaced."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1)])
        assert cases.find(tx, "c-1") == make.case(1)
        cases.put(tx, [make.case(1, points=99, worker_id="w-2")])
        assert cases.find(tx, "c-1") == make.case(1, points=99, worker_id="w-2")
        assert cases.find(tx, "c-2") is None


def test_the_database_refuses_a_second_open_case_of_a_household(engine: Engine, make: Any) -> None:
    """Whatever the program thinks: two workers at one door is what combining is against."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1)])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        cases.put(tx, [make.case(2, household_id="h-1")])


def test_a_household_can_have_closed_cases_beside_the_open_one(engine: Engine, make: Any) -> None:
    """As many as it had."""
    gone = {"household_id": "h-1", "status": "closed", "closed_on": "2026-01-01"}
    with begin(engine) as tx:
        cases.put(tx, [make.case(2, **gone), make.case(3, **gone), make.case(1)])
        assert cases.open_of_households(tx, ["h-1"]) == {"h-1": make.case(1)}


def test_a_closed_case_cannot_be_opened_beside_an_open_one(engine: Engine, make: Any) -> None:
    """The rule holds for a change as well as for a new case."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1), make.case(2, household_id="h-1", status="closed")])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        cases.put(tx, [make.case(2, household_id="h-1")])


def test_the_database_refuses_a_case_that_is_neither_open_nor_closed(
    engine: Engine, make: Any
) -> None:
    """A third status would be on no caseload and in no retention rule."""
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        cases.put(tx, [make.case(1, status="paused")])


def test_open_cases_are_found_by_household(engine: Engine, make: Any) -> None:
    """Closed ones are not; many at once can be asked for."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(n, status="open" if n % 2 else "closed") for n in range(2_000)])
        found = cases.open_of_households(tx, (f"h-{n}" for n in range(3_000)))
    assert found == {f"h-{n}": make.case(n) for n in range(1, 2_000, 2)}


def test_a_caseload_has_the_most_urgent_first(engine: Engine, make: Any) -> None:
    """Crisis before all, then points, then the legal clock, then the id."""
    order = [
        make.case(9, track="crisis", points=1),
        make.case(4, points=50, first_contact_by="2026-12-09"),
        make.case(3, points=40, first_contact_by="2026-12-01"),
        make.case(1, points=40, first_contact_by="2026-12-02"),
        make.case(2, points=40, first_contact_by="2026-12-02"),
    ]
    with begin(engine) as tx:
        cases.put(tx, sorted(order, key=lambda one: one.case_id))
        assert cases.caseload(tx, "w-1") == order


def test_a_caseload_is_one_workers_and_open_unless_asked_otherwise(
    engine: Engine, make: Any
) -> None:
    """Nobody sees the cases of another by accident."""
    given = [make.case(1), make.case(2, worker_id="w-2"), make.case(3, status="closed")]
    with begin(engine) as tx:
        cases.put(tx, given)
        assert cases.caseload(tx, "w-1") == [given[0]]
        assert cases.caseload(tx, "w-2") == [given[1]]
        assert cases.caseload(tx, "w-1", status="closed") == [given[2]]
        assert cases.caseload(tx, "w-3") == []


def test_a_caseload_has_an_upper_limit(engine: Engine, make: Any) -> None:
    """What falls off is the least urgent."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(number, points=number) for number in range(502)])
        found = cases.caseload(tx, "w-1")
    assert [one.points for one in found] == list(range(501, 1, -1))


def test_loads_go_up_and_down(engine: Engine) -> None:
    """Nobody and nothing are left out."""
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 2, "w-2": 1, "": 5, "w-3": 0})
        cases.change_loads(tx, {"w-1": -1, "w-2": 3})
        assert cases.loads(tx) == {"w-1": 1, "w-2": 4}


def test_closing_a_case_gives_the_worker_room_once(engine: Engine, make: Any) -> None:
    """Closing what is closed changes nothing: not the outcome, not the load."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1), make.case(2)])
        cases.change_loads(tx, {"w-1": 2})
        cases.close(tx, make.case(1), Outcome.ADVICE, ON, AT)
        cases.close(tx, make.case(1), Outcome.DECEASED, date(2026, 12, 9), AT)
        assert cases.find(tx, "c-1") == replace(
            make.case(1),
            status="closed",
            closed_on="2026-12-01",
            outcome=Outcome.ADVICE.value,
            updated_at="2026-12-01T10:00:00.000Z",
        )
        assert cases.find(tx, "c-2") == make.case(2)
        assert cases.loads(tx) == status.recounted_loads(tx) == {"w-1": 1}
