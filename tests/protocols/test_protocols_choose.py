"""An unsure signal laid out: what is compared, who can be chosen, what each choice leads to."""

from datetime import timedelta

import pytest

from protocols.ids import ResidentId
from protocols.judgement import Agreement, Comparison, Surroundings
from protocols.judgement import Warning as Caution
from protocols.people import Residency
from protocols.work.choose import (
    ADULT_FROM,
    Bar,
    Consequence,
    Effect,
    Field,
    Home,
    bar_of,
    compared,
    if_different,
    if_same,
)
from tests.support import made

UNTIL = made.ON + timedelta(days=14)
UNDO = Consequence(Effect.UNDO_UNTIL, until=UNTIL)


def effects(around: Surroundings, open_signals: int | None = None) -> list[Effect]:
    """What follows from choosing a resident of this home."""
    return [one.effect for one in if_same(Home(around, open_signals), UNTIL)]


def test_the_four_plain_fields_are_always_compared_also_where_nothing_is_known() -> None:
    """An empty row tells the reviewer that nothing was there to compare."""
    found = compared(Comparison(ResidentId("r-1"), {}))
    assert found == tuple(
        (one, Agreement.MISSING) for one in (Field.SURNAME, Field.GIVEN, Field.BORN, Field.ADDRESS)
    )


@pytest.mark.parametrize("extra", [Field.NATIONAL_ID, Field.PHONE, Field.EMAIL])
@pytest.mark.parametrize("agreement", Agreement)
def test_the_other_fields_are_compared_only_where_both_sides_have_them(
    extra: Field, agreement: Agreement
) -> None:
    """Most creditors send no national number; a row about it would only distract."""
    found = dict(compared(Comparison(ResidentId("r-1"), {extra.value: agreement})))
    assert (extra in found) is (agreement is not Agreement.MISSING)
    assert found.get(extra, agreement) is agreement


def test_a_field_that_nobody_knows_is_not_shown() -> None:
    """A matcher may compare more than people can weigh."""
    found = compared(Comparison(ResidentId("r-1"), {"shoe_size": Agreement.SAME}))
    assert len(found) == 4


@pytest.mark.parametrize(
    ("residency", "bar"),
    [
        (Residency.RESIDENT, None),
        (Residency.DECEASED, Bar.DECEASED),
        (Residency.EMIGRATED, Bar.NOT_HERE),
        (Residency.ELSEWHERE, Bar.NOT_HERE),
        (Residency.SUSPENDED, Bar.NOT_HERE),
    ],
)
def test_only_who_lives_here_now_can_be_chosen(residency: Residency, bar: Bar | None) -> None:
    """The register may have changed since the signal was held."""
    assert bar_of(made.resident(1, residency=residency)) is bar


def test_who_left_the_register_or_has_no_address_cannot_be_chosen() -> None:
    """Without a record there is nobody; without an address there is no household."""
    assert bar_of(None) is Bar.LEFT_REGISTER
    assert bar_of(made.resident(1, address=None)) is Bar.NO_ADDRESS
    assert bar_of(made.resident(1, address=None, residency=Residency.DECEASED)) is Bar.DECEASED


@pytest.mark.parametrize(
    ("open_signals", "expected"),
    [
        (None, Consequence(Effect.OPENS)),
        (1, Consequence(Effect.JOINS, 1)),
        (4, Consequence(Effect.JOINS, 4)),
    ],
)
def test_a_signal_joins_the_open_case_of_the_household_or_opens_one(
    open_signals: int | None, expected: Consequence
) -> None:
    """With how many others it would come together."""
    assert if_same(Home(Surroundings(), open_signals), UNTIL) == (
        expected,
        Consequence(Effect.UNDO_BEFORE_CONTACT, until=UNTIL),
    )


@pytest.mark.parametrize(
    ("caution", "effect"),
    [
        (Caution.SECRECY, Effect.SECRECY),
        (Caution.UNDER_INVESTIGATION, Effect.UNDER_INVESTIGATION),
        (Caution.GUARDIANSHIP, Effect.GUARDIANSHIP),
        (Caution.MAIL_ADDRESS, Effect.MAIL_ADDRESS),
        (Caution.MANY_RESIDENTS, Effect.OWN_CASE),
    ],
)
def test_every_caution_is_told_before_choosing_and_none_where_there_is_none(
    caution: Caution, effect: Effect
) -> None:
    """Who decides must know what a worker will need to know."""
    assert effect in effects(Surroundings(warnings=(caution,)))
    assert effect not in effects(Surroundings())
    assert effect not in effects(Surroundings(warnings=tuple(set(Caution) - {caution})))


def test_at_an_institution_the_number_of_residents_is_told() -> None:
    """It is why the resident gets a case apart."""
    around = Surroundings(residents=40, warnings=(Caution.MANY_RESIDENTS,))
    assert if_same(Home(around, None), UNTIL)[0] == Consequence(Effect.OWN_CASE, 40)


@pytest.mark.parametrize(
    ("age", "told"), [(None, False), (0, True), (ADULT_FROM - 1, True), (ADULT_FROM, False)]
)
def test_a_minor_is_told(age: int | None, told: bool) -> None:
    """Children seldom owe; it is more likely a parent with the same name."""
    assert (Effect.MINOR in effects(Surroundings(age=age))) is told


def test_none_of_them_is_erased_after_its_term_and_the_creditor_hears_nothing() -> None:
    """The receipt was given at admission and stays as it is."""
    assert if_different(UNTIL) == (
        Consequence(Effect.ERASED_LATER, until=UNTIL),
        Consequence(Effect.COUNTED),
        Consequence(Effect.SAME_RECEIPT),
        UNDO,
    )


def test_without_a_term_every_choice_is_final() -> None:
    """A city that decided nothing on taking back gets none."""
    assert [one.effect for one in if_different(None)] == [
        Effect.ERASED_NOW,
        Effect.COUNTED,
        Effect.SAME_RECEIPT,
        Effect.FINAL,
    ]
    assert if_same(Home(Surroundings(), None), None)[-1] == Consequence(Effect.FINAL)
