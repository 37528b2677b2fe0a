"""An unsure signal as it is laid out for whoever decides, on the facts of this moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.compare import Fields
from protocols.ids import ResidentId
from protocols.people import Name, PartialDate, Residency
from protocols.work.choose import Bar, Consequence, Effect, Field, Sight, Unsure
from store.engine import reading
from streams.choices import lay_out
from streams.reviews import find_held
from tests.support import made
from tests.support.line import Line, open_line, with_residents
from tests.support.reviews import decide, open_cases, take_back, unsure

UNTIL = made.ON + timedelta(days=14)


def laid_out(line: Line, signal_id: str = "d1-1", sight: Sight = Sight.VALUES) -> Unsure:
    """The signal as a reviewer sees it today."""
    with reading(line.engine) as tx:
        matching = line.residents.matching(tx, made.ON)
        held = find_held(tx, line.vault, signal_id)
        return lay_out(tx, line.city, line.vault, matching, held, on=made.ON, sight=sight)


def effects(found: Unsure, number: int = 0) -> list[Effect]:
    """What follows from choosing a candidate."""
    return [one.effect for one in found.candidates[number].consequences]


def test_a_signal_stands_beside_its_candidates_with_both_values(line: Line) -> None:
    """What was delivered, what the register has, and per field how they agree."""
    line.send([unsure(1)])
    found = laid_out(line)
    (candidate,) = found.candidates
    assert found.person is not None
    assert candidate.resident is not None
    assert found.person.name.surname == candidate.resident.name.surname == made.surname(1)
    assert (found.amount_cents, found.creditor_id, found.turn) == (50_001, "woonhof", 0)
    assert {field for field, _ in candidate.fields} >= {Field.SURNAME, Field.BORN, Field.ADDRESS}
    assert found.decide_by == made.ON + timedelta(days=28)


def test_without_sight_there_are_agreements_and_consequences_only(line: Line) -> None:
    """Counting how people decide needs no names."""
    line.send([unsure(1)])
    seen, unseen = laid_out(line), laid_out(line, sight=Sight.AGREEMENT)
    assert unseen.person is None
    assert [one.resident for one in unseen.candidates] == [None]
    assert [one.fields for one in unseen.candidates] == [one.fields for one in seen.candidates]
    assert unseen.candidates[0].consequences == seen.candidates[0].consequences
    assert made.surname(1) not in repr(unseen)


def test_every_field_that_the_matcher_compares_can_be_shown() -> None:
    """Who adds a field to the matcher must give it a word here."""
    assert set(Fields._fields) <= {field.value for field in Field}


def test_a_signal_that_stands_alone_opens_a_case(line: Line) -> None:
    """And can be taken back."""
    line.send([unsure(1)])
    assert laid_out(line).candidates[0].consequences == (
        Consequence(Effect.OPENS),
        Consequence(Effect.UNDO_BEFORE_CONTACT, until=UNTIL),
    )


def test_a_signal_joins_the_open_signals_of_the_household_of_each_candidate(line: Line) -> None:
    """Counted as they are now: withdrawn ones and closed cases do not count."""
    line.send([made.signal(1), made.signal(2, 1, reference="other"), unsure(3, 1)])
    assert laid_out(line, "d1-3").candidates[0].consequences[0] == Consequence(Effect.JOINS, 2)
    line.send([unsure(4, 1, "d2"), unsure(5, 2, "d2")])
    decide(line, "d1-3", "r-1")
    line.embedded.drain()
    assert laid_out(line, "d2-4").candidates[0].consequences[0] == Consequence(Effect.JOINS, 3)
    assert laid_out(line, "d2-5").candidates[0].consequences[0] == Consequence(Effect.OPENS)


def test_what_is_told_is_what_happens(line: Line) -> None:
    """The number of others before is the number in the case after, less one."""
    line.send([made.signal(1), unsure(2, 1)])
    told = laid_out(line, "d1-2").candidates[0].consequences[0]
    decide(line, "d1-2", "r-1")
    line.embedded.drain()
    (case,) = open_cases(line)
    assert told == Consequence(Effect.JOINS, case.signals_count - 1)


def test_at_an_institution_the_resident_gets_a_case_apart(url: str) -> None:
    """Others at the address have nothing to do with it, and neither have their signals."""
    line = open_line(url)
    home = made.address(1)
    others = [made.resident(100 + n, address=home) for n in range(14)]
    with_residents(line, [made.resident(1), *others])
    line.send([made.signal(1, 100, person=replace(made.signal(100).person, address=home))])
    line.send([unsure(2, 1, "d2")])
    found = laid_out(line, "d2-2")
    number = [one.resident_id for one in found.candidates].index(ResidentId("r-1"))
    told = found.candidates[number].consequences
    assert told[0] == Consequence(Effect.OWN_CASE, 15)
    assert told[1] == Consequence(Effect.OPENS)


@pytest.mark.parametrize(
    ("changes", "effect"),
    [
        ({"secret": True}, Effect.SECRECY),
        ({"under_investigation": True}, Effect.UNDER_INVESTIGATION),
        ({"guardianship": True}, Effect.GUARDIANSHIP),
        ({"mail_address": True}, Effect.MAIL_ADDRESS),
        ({"born": PartialDate(2015, 1, 1)}, Effect.MINOR),
    ],
)
def test_what_the_register_warns_for_is_told_before_choosing(
    line: Line, changes: dict, effect: Effect
) -> None:
    """And not where the register does not."""
    line.send([unsure(1)])
    assert effect not in effects(laid_out(line))
    with_residents(line, [made.resident(1, **changes)])
    assert effect in effects(laid_out(line))


@pytest.mark.parametrize(
    ("now", "bar"),
    [
        ([made.resident(2)], Bar.LEFT_REGISTER),
        ([made.resident(1, residency=Residency.DECEASED)], Bar.DECEASED),
        ([made.resident(1, residency=Residency.ELSEWHERE)], Bar.NOT_HERE),
        ([made.resident(1, address=None)], Bar.NO_ADDRESS),
    ],
)
def test_who_cannot_be_chosen_is_shown_with_why_and_without_consequences(
    line: Line, now: list, bar: Bar
) -> None:
    """The comparison stays: it may be why the signal is about nobody of ours."""
    line.send([unsure(1)])
    with_residents(line, now)
    (candidate,) = laid_out(line).candidates
    assert (candidate.bar, candidate.consequences) == (bar, ())
    assert candidate.fields


def test_candidates_come_in_the_order_of_the_matcher_each_with_its_own_home(line: Line) -> None:
    """Namesakes at one address share the household, but not the warnings."""
    son = made.resident(
        200, name=Name("Bas", "B", surname=made.surname(1)), address=made.address(1), secret=True
    )
    with_residents(line, [made.resident(1), son])
    line.send([unsure(1)])
    found = laid_out(line)
    told = {one.resident_id: [c.effect for c in one.consequences] for one in found.candidates}
    assert Effect.SECRECY in told[ResidentId("r-200")]
    assert Effect.SECRECY not in told[ResidentId("r-1")]


def test_a_signal_that_came_back_tells_so_and_until_when_it_waits(line: Line) -> None:
    """The term of a decision on top of its own."""
    line.send([unsure(1)])
    decide(line, "d1-1")
    take_back(line, "d1-1")
    found = laid_out(line)
    assert (found.turn, found.decide_by) == (1, made.ON + timedelta(days=42))
