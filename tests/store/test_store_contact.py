"""What workers did: contact attempts and light offers."""

from datetime import UTC, date, datetime
from typing import Any

from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome, Reached
from store import cases
from store.cases import Attempt
from store.engine import Engine, begin

AT = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
ON = date(2026, 12, 1)
CALL = ContactAttempt(ON, Channel.PHONE, DayPart.EVENING, Reached.NO)


def test_attempts_are_numbered_per_case(engine: Engine, make: Any) -> None:
    """From 1, oldest first, in the words of DDAS."""
    advised = ContactAttempt(ON, Channel.VISIT, DayPart.MORNING, Reached.YES, Outcome.ADVICE)
    with begin(engine) as tx:
        cases.put(tx, [make.case(1), make.case(2)])
        assert cases.record_attempt(tx, "c-1", CALL, "w-1", AT) == 1
        assert cases.record_attempt(tx, "c-2", CALL, "w-2", AT) == 1
        assert cases.record_attempt(tx, "c-1", advised, "w-3", AT) == 2
        assert cases.attempts(tx, "c-1") == [
            Attempt(
                "c-1",
                1,
                "2026-12-01",
                "Telefoon",
                "Avond",
                "nee",
                "",
                "w-1",
                "2026-12-01T10:00:00.000Z",
            ),
            Attempt(
                "c-1",
                2,
                "2026-12-01",
                "Huisbezoek",
                "Ochtend",
                "ja",
                "(Budget)advies en/of quick fix",
                "w-3",
                "2026-12-01T10:00:00.000Z",
            ),
        ]
        assert cases.attempts(tx, "c-3") == []


def test_an_attempt_is_a_change_of_its_case_and_of_no_other(engine: Engine, make: Any) -> None:
    """Retention counts from the last change: who is being helped is not erased meanwhile."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1), make.case(2)])
        cases.record_attempt(tx, "c-1", CALL, "w-1", AT)
        assert cases.find(tx, "c-1") == make.case(1, updated_at="2026-12-01T10:00:00.000Z")
        assert cases.find(tx, "c-2") == make.case(2)


def test_one_light_offer_a_month_is_kept(engine: Engine) -> None:
    """The first of the month; the next month is another."""
    with begin(engine) as tx:
        cases.offer_lightly(tx, [("c-1", date(2026, 12, 5), "b/1"), ("c-1", ON, "a/1")])
        cases.offer_lightly(tx, [("c-1", date(2026, 12, 9), "c/1")])
        cases.offer_lightly(tx, [("c-1", date(2026, 11, 9), "d/2"), ("c-2", ON, "e/1")])
        assert cases.light_offers(tx, "c-1") == [("2026-11-09", "d/2"), ("2026-12-05", "b/1")]
        assert cases.light_offers(tx, "c-2") == [("2026-12-01", "e/1")]
        assert cases.light_offers(tx, "c-3") == []
