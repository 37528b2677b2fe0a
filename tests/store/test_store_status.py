"""The operator's questions, answered by counting what is there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, cases, log, signals, status
from store.engine import Engine, Tx, begin
from store.log import Entry
from store.signals import Review
from store.status import DeadLetterLine

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _event(tx: Tx, ce_id: str, hour: int, part: int = 0, topic: str = "signals") -> None:
    time = f"2026-11-22T{hour:02d}:00:00.000Z"
    log.append(tx, [Entry(topic, part, "k", ce_id, "told", time, b"{}")])


def test_an_empty_database_has_nothing_to_tell(engine: Engine) -> None:
    """Zeros and empty texts, never an error."""
    with begin(engine) as tx:
        assert set(status.counts(tx).values()) == {0}
        assert status.totals(tx) == (0, 0)
        assert status.tracks(tx) == status.audit_counts(tx) == status.recounted_loads(tx) == {}
        assert status.oldest_waiting(tx, "g", "signals") == status.oldest_review(tx) == ""
        assert status.dead_letters(tx) == []


def test_every_kind_of_thing_is_counted(engine: Engine, make: Any) -> None:
    """Each by its own table."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1), make.case(2), make.case(3, status="closed")])
        signals.put(tx, [make.kept(1), make.kept(2, status="withdrawn")])
        log.park(tx, [("a", "intake", "missing", "")], AT)
        counts = status.counts(tx)
    assert {name: n for name, n in counts.items() if n} == {
        "cases": 3,
        "signals": 2,
        "dead letters": 1,
    }


def test_totals_are_of_active_signals(engine: Engine, make: Any) -> None:
    """How many, and their cents together."""
    with begin(engine) as tx:
        signals.put(tx, [make.kept(n, amount_cents=10**n) for n in range(1, 5)])
        signals.put(tx, [make.kept(9, status="withdrawn")])
        assert status.totals(tx) == (4, 11_110)


def test_tracks_and_loads_are_of_open_cases(engine: Engine, make: Any) -> None:
    """Counted one by one; a case without a worker is on nobody's load."""
    given = [
        make.case(1, track="call"),
        make.case(2, track="call", worker_id="w-2"),
        make.case(3, track="visit", worker_id=""),
        make.case(4, track="visit", status="closed"),
    ]
    with begin(engine) as tx:
        cases.put(tx, given)
        assert status.tracks(tx) == {"call": 2, "visit": 1}
        assert status.recounted_loads(tx) == {"w-1": 1, "w-2": 1}


def test_the_oldest_waiting_event_is_one_that_was_not_read(engine: Engine) -> None:
    """Over all partitions of the topic; those of another topic or group do not count."""
    with begin(engine) as tx:
        _event(tx, "a", 1)
        _event(tx, "b", 3)
        _event(tx, "c", 2, part=1)
        _event(tx, "d", 0, topic="matched")
        found = [status.oldest_waiting(tx, "g", "signals")]
        for part, off in ((0, 1), (1, 1), (0, 2)):
            log.move(tx, "g", "signals", part, off)
            found.append(status.oldest_waiting(tx, "g", "signals"))
        assert [at[11:13] for at in found] == ["01", "02", "03", ""]
        assert status.oldest_waiting(tx, "h", "signals")[11:13] == "01"


def test_the_oldest_review_is_told_by_its_day(engine: Engine) -> None:
    """Whatever the order in which they came."""
    days = [date(2026, 11, 22) - timedelta(days=n) for n in (0, 3, 1)]
    held = [Review(f"s-{d}", "woonhof", d.isoformat(), "probable", b"", "") for d in days]
    with begin(engine) as tx:
        signals.hold(tx, held)
        assert status.oldest_review(tx) == "2026-11-19"


def test_dead_letters_are_told_by_step_and_reason(engine: Engine) -> None:
    """With their number and the time of the newest."""
    with begin(engine) as tx:
        log.park(tx, [("a", "intake", "missing", "x"), ("b", "admission", "Bug", "y")], AT)
        log.park(tx, [("c", "intake", "missing", "z")], AT + timedelta(hours=1))
        assert status.dead_letters(tx) == [
            DeadLetterLine("admission", "Bug", 1, "2026-11-22T09:00:00.000Z"),
            DeadLetterLine("intake", "missing", 2, "2026-11-22T10:00:00.000Z"),
        ]


def test_audit_entries_are_counted_by_action(engine: Engine) -> None:
    """So that a run can be compared with another, entry by entry."""
    entry = AuditEntry(AT, "a", Origin.WEB, Action.CASE_READ, "case", "c", "shown", "p")
    with begin(engine) as tx:
        audit.record(tx, [entry, entry])
        assert status.audit_counts(tx) == {"audit case.read": 2}
