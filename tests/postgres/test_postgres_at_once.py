"""What one writer at a time gave for free: read before writing, with somebody else in between.

Each is done by two transactions on two connections; the second begins before the first ends.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from protocols.money import Cents
from protocols.privacy.terms import Kept
from protocols.work.contact import Outcome
from protocols.work.enrich import OpenClaim
from store import (
    access,
    cases,
    decisions,
    deliveries,
    epochs,
    log,
    register,
    retention,
    signals,
    sql,
)
from store.access import Account
from store.cases import Case
from store.deliveries import Delivery
from store.engine import ConstraintBroken, Engine, StoreBusy, Tx, begin, open_engine, reading
from store.epochs import Epoch, State
from store.postgres import Bounds
from store.register import HouseholdClaim
from store.tables import light_offer, worker_load
from store.vault import Vault
from tests.support import made
from tests.support.reviews import ATTEMPT
from tests.support.rivals import at_once

VAULT = Vault(made.ROOT)
CASE = Case(
    *("c-1", "h-1", "2026-11-22", "open", "letter", 10, "single", 1, 1, 12_345, "2026-12-20"),
    *("Noord", "noord", "w-1", "fewest", "{}", "{}", "2026-11-22T09:00:00.000Z"),
)
EPOCH = Epoch(
    *("woonhof", 1, "CV", State.CURRENT.value, "norm", "1", "nl", b"signer", 0),
    *("2026-11-22T09:00:00.000Z", "2027-01-01", b"wrapped", b"sealed"),
)


@pytest.mark.parametrize("before", [0, 14])
def test_a_position_is_had_by_one_of_the_group_also_the_very_first_time(
    engine: Engine, before: int
) -> None:
    """A row that is not there cannot be locked: both would begin at 0 with the same events."""
    if before:
        with begin(engine) as tx:
            log.move(tx, "g", "signals", 0, before)

    def _take(tx: Tx) -> int:
        start = log.position(tx, "g", "signals", 0)
        log.move(tx, "g", "signals", 0, start + 7)
        return start

    assert at_once(engine, _take, _take) == (before, before + 7, True)


def test_positions_of_other_partitions_and_groups_are_not_waited_for(engine: Engine) -> None:
    """Otherwise a second worker would add nothing."""

    def _take(group: str, part: int) -> int:
        with begin(engine) as tx:
            return log.position(tx, group, "signals", part)

    def _others(tx: Tx) -> tuple[int, int]:
        log.position(tx, "g", "signals", 0)
        with ThreadPoolExecutor(2) as pool:
            found = [pool.submit(_take, "g", 1), pool.submit(_take, "h", 0)]
            return found[0].result(5), found[1].result(5)

    with begin(engine) as tx:
        assert _others(tx) == (0, 0)


def test_an_event_is_claimed_by_one(engine: Engine) -> None:
    """Two workers with the same batch, as after a rebalance: the second does the rest alone."""

    def _claim(*ids: str) -> set[str]:
        with begin(engine) as tx:
            return log.claim(tx, "g", ids)

    found = at_once(
        engine,
        lambda tx: log.claim(tx, "g", ["e2", "e1"]),
        lambda tx: log.claim(tx, "g", ["e1", "e3"]),
    )
    assert found == ({"e1", "e2"}, {"e3"}, True)
    assert _claim("e1", "e2", "e3", "e4", "e4") == {"e4"}
    assert _claim() == set()


def test_a_claim_that_is_given_up_goes_to_who_waited_for_it(engine: Engine) -> None:
    """The first worker dies before it commits: its effect never was, so the second has it."""

    def _later() -> set[str]:
        with begin(engine) as other:
            return log.claim(other, "g", ["e1"])

    with ThreadPoolExecutor(1) as pool, suppress(InterruptedError), begin(engine) as tx:
        log.claim(tx, "g", ["e1"])
        later = pool.submit(_later)
        time.sleep(0.1)
        assert not later.done()
        raise InterruptedError
    assert later.result(5) == {"e1"}


def test_the_same_content_delivered_at_once_is_one_delivery(engine: Engine) -> None:
    """A creditor that presses twice hears twice the same, and no error."""

    def _deliver(tx: Tx, delivery_id: str) -> str:
        before = deliveries.with_digest(tx, "woonhof", b"digest")
        if before is None:
            deliveries.add(tx, Delivery(delivery_id, "woonhof", b"digest", "", 1), made.AT)
            return delivery_id
        return before.delivery_id

    found = at_once(engine, lambda tx: _deliver(tx, "d-1"), lambda tx: _deliver(tx, "d-2"))
    assert found == ("d-1", "d-1", True)


def test_two_registers_loaded_at_once_are_two_versions_of_which_the_last_stands(
    engine: Engine,
) -> None:
    """Not half of the one and half of the other."""
    one, two = [made.resident(n) for n in (1, 2)], [made.resident(n) for n in (2, 3, 4)]
    found = at_once(
        engine,
        lambda tx: register.replace(tx, VAULT, one, "one", made.AT).version,
        lambda tx: register.replace(tx, VAULT, two, "two", made.AT).version,
    )
    assert found == (1, 2, True)
    with reading(engine) as tx:
        assert [r.resident_id for r in register.everybody(tx, VAULT)] == ["r-2", "r-3", "r-4"]


def test_two_changes_of_the_register_at_once_both_count(engine: Engine) -> None:
    """And get numbers of their own, by which an index knows what it has not seen."""
    with begin(engine) as tx:
        register.replace(tx, VAULT, [made.resident(1)], "one", made.AT)

    def _change(tx: Tx, number: int) -> int:
        changed = register.change(tx, VAULT, [made.resident(number)], "x", made.AT)
        assert changed is not None
        return changed.version

    assert at_once(engine, lambda tx: _change(tx, 2), lambda tx: _change(tx, 3)) == (2, 3, True)
    with reading(engine) as tx:
        found = register.current(tx)
        assert found is not None
        assert (found.version, found.residents, found.based_on) == (3, 3, 1)


def test_claims_that_move_with_the_register_do_not_undo_claims_that_are_loaded(
    engine: Engine,
) -> None:
    """The one reads all claims and writes them back; the other replaces them meanwhile."""
    old, new = (OpenClaim(n, "tax", Cents(5), Cents(5), made.ON) for n in ("c-old", "c-new"))
    with begin(engine) as tx:
        register.replace_claims(tx, [HouseholdClaim(old, "h-1", "r-1")])

    def _move(tx: Tx) -> None:
        register.hold(tx)
        moved = [replace(one, household_id="h-2") for one in register.all_claims(tx)]
        time.sleep(0.05)
        register.replace_claims(tx, moved)

    at_once(engine, _move, lambda tx: register.replace_claims(tx, [HouseholdClaim(new, "h", "r")]))
    with reading(engine) as tx:
        assert [one.claim.claim_id for one in register.all_claims(tx)] == ["c-new"]


def test_who_opens_an_epoch_sees_the_one_that_was_opened_just_before(engine: Engine) -> None:
    """There was no row to lock, so both would open number 1."""

    def _open(tx: Tx) -> int:
        number = len(epochs.of_creditor(tx, "woonhof")) + 1
        if number == 1:
            epochs.add(tx, EPOCH)
        return number

    assert at_once(engine, _open, _open) == (1, 2, True)


def test_two_who_build_the_index_of_an_epoch_leave_one(engine: Engine) -> None:
    """Each takes away what is there, and neither would see what the other is putting there."""
    with begin(engine) as tx:
        epochs.add(tx, EPOCH)

    def _put(tx: Tx, content: bytes) -> None:
        epochs.put_arrays(tx, EPOCH, 1, {"starts": content})

    at_once(engine, lambda tx: _put(tx, b"one"), lambda tx: _put(tx, b"two"))
    with reading(engine) as tx:
        assert epochs.arrays(tx, EPOCH) == {"starts": b"two"}


def test_cases_are_shared_out_by_one_at_a_time(engine: Engine) -> None:
    """Two batches that both saw an empty desk would both fill that one."""

    def _give(tx: Tx) -> str:
        loads = cases.balance(tx)
        least = min(("w-1", "w-2"), key=lambda one: loads.get(one, 0))
        cases.change_loads(tx, {least: 5})
        return least

    assert at_once(engine, _give, _give) == ("w-1", "w-2", True)


def test_loads_and_counts_that_are_added_crosswise_all_count_and_nobody_waits_crosswise(
    engine: Engine,
) -> None:
    """Everybody adds to the same few rows, in any order: each holds them only at its end."""
    together = Barrier(2)

    def _add(order: tuple[str, str]) -> None:
        for _ in range(20):
            with begin(engine) as tx:
                cases.change_loads(tx, {order[0]: 1})
                signals.count(tx, [(order[0], made.ON, "x")])
                together.wait(10)
                cases.change_loads(tx, {order[1]: 1})
                signals.count(tx, [(order[1], made.ON, "x")])

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_add, one) for one in (("w-1", "w-2"), ("w-2", "w-1"))]:
            done.result(30)
    with reading(engine) as tx:
        assert cases.loads(tx) == {"w-1": 40, "w-2": 40}
        assert signals.tallies(tx) == {"x": 80}


def _count_and_fail(tx: Tx) -> None:
    with tx.savepoint():
        cases.change_loads(tx, {"w-1": 5})
        assert cases.loads(tx) == {"w-1": 6}
        raise ValueError("stop")


def test_counts_are_there_for_who_reads_them_in_the_same_transaction(engine: Engine) -> None:
    """And go with the part of it that is undone."""
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 1})
        with pytest.raises(ValueError, match="stop"):
            _count_and_fail(tx)
        cases.change_loads(tx, {"w-2": 2})
        assert cases.loads(tx) == {"w-1": 1, "w-2": 2}


@pytest.mark.parametrize("write", [sql.put, sql.insert_or_keep])
def test_the_same_rows_in_another_order_are_not_waited_for_crosswise(
    engine: Engine, write: object
) -> None:
    """They are written in the order of their key, whatever order they are given in."""
    together = Barrier(2)
    rows = [
        {"case_id": f"c-{n}", "month": "2026-11", "offered_on": "x", "template": "t"}
        for n in range(400)
    ]

    def _write(backwards: int) -> None:
        for _ in range(5):
            together.wait(10)
            with begin(engine) as tx:
                write(tx, light_offer, rows[::backwards])  # type: ignore[operator]

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_write, step) for step in (1, -1)]:
            done.result(30)


def test_contact_attempts_recorded_at_once_get_numbers_of_their_own(engine: Engine) -> None:
    """By the worker and by a colleague who stands in."""
    with begin(engine) as tx:
        cases.put(tx, [CASE])

    def _record(tx: Tx) -> int:
        return cases.record_attempt(tx, "c-1", ATTEMPT, "w-1", made.AT)

    assert at_once(engine, _record, _record) == (1, 2, True)


def test_a_case_that_is_closed_meanwhile_is_seen_closed(engine: Engine) -> None:
    """The line finds no open case any more and opens another; it never reopens this one."""
    with begin(engine) as tx:
        cases.put(tx, [CASE])

    def _close(tx: Tx) -> None:
        found = cases.find(tx, "c-1")
        assert found is not None
        cases.put(tx, [replace(found, status="closed")])

    found = at_once(engine, _close, lambda tx: dict(cases.open_of_households(tx, ["h-1"])))
    assert found == (None, {}, True)


def test_a_new_token_takes_the_place_of_one_that_is_made_at_the_same_time(engine: Engine) -> None:
    """Whoever asks for a new one means that no older one opens the door."""
    with begin(engine) as tx:
        access.put_account(tx, Account("woonhof", "creditor", "woonhof", "hash"))
    at_once(
        engine,
        lambda tx: access.put_token(tx, b"one", "woonhof"),
        lambda tx: access.put_token(tx, b"two", "woonhof"),
    )
    with reading(engine) as tx:
        assert access.by_token(tx, b"one") is None
        assert access.by_token(tx, b"two") is not None


def test_a_new_database_takes_one_key(engine: Engine) -> None:
    """Of two processes with different keys that start at once, one is refused."""
    found = at_once(
        engine, lambda tx: access.fits_key(tx, b"one"), lambda tx: access.fits_key(tx, b"two")
    )
    assert found == (True, False, True)


def test_erasing_leaves_what_somebody_is_busy_with_for_the_next_time(engine: Engine) -> None:
    """It waits for nobody, so nobody waits crosswise; and a case that lives on is not erased."""
    with begin(engine) as tx:
        cases.put(tx, [CASE, replace(CASE, case_id="c-2", household_id="h-2")])
    later = made.ON + timedelta(days=400)
    found = at_once(
        engine,
        lambda tx: cases.find(tx, "c-1"),
        lambda tx: retention.due(tx, Kept.OPEN_SIGNAL, later),
    )
    assert found[1:] == (["c-2"], False)


def test_who_only_looks_holds_nobody_up(engine: Engine) -> None:
    """The page with decisions reads many cases: the line goes on meanwhile."""
    with begin(engine) as tx:
        cases.put(tx, [CASE])
    found = at_once(
        engine,
        lambda tx: (cases.find(tx.looking(), "c-1"), decisions.find(tx.looking(), "s-1")),
        lambda tx: cases.close(tx, CASE, Outcome.ADVICE, made.ON, made.AT),
    )
    assert found[2] is False


def test_a_deadlock_is_named_busy_and_one_of_the_two_goes_on(engine: Engine) -> None:
    """Whatever our orders prevent: should it happen, one is undone whole and may try again."""
    together, names = Barrier(2), ("w-1", "w-2")
    with begin(engine) as tx:
        sql.insert(tx, worker_load, [{"worker_id": one, "open_cases": 0} for one in names])

    def _lock(order: tuple[str, ...]) -> str:
        try:
            with begin(engine) as tx:
                for one in order:
                    question = worker_load.select().where(worker_load.c.worker_id == one)
                    list(sql.rows(tx, sql.held(tx, question)))
                    if one == order[0]:
                        together.wait(10)
        except StoreBusy:
            return "busy"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(_lock, one) for one in (names, names[::-1])]
        assert sorted(one.result(20) for one in both) == ["busy", "done"]


def test_a_lock_is_waited_for_no_longer_than_was_set(postgres_url: str) -> None:
    """Then it is somebody else's turn, and ours again later."""
    hasty = open_engine(postgres_url, Bounds(lock_seconds=1, statement_seconds=5))
    with begin(hasty) as tx:
        sql.alone(tx, "x")
        start = time.monotonic()
        with pytest.raises(StoreBusy), begin(hasty) as other:
            sql.alone(other, "x")
        assert 0.5 < time.monotonic() - start < 4
    hasty.dispose()


def test_a_second_open_case_of_a_household_is_refused_also_when_neither_saw_the_other(
    engine: Engine,
) -> None:
    """The last line of defence is the database's."""
    with pytest.raises(ConstraintBroken):
        at_once(
            engine,
            lambda tx: cases.put(tx, [CASE]),
            lambda tx: cases.put(tx, [replace(CASE, case_id="c-2")]),
        )
