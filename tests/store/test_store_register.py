"""The register, sealed record by record, and the city's own claims."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from protocols.money import Cents
from protocols.people import Address, PartialDate, Residency
from protocols.work.enrich import OpenClaim
from store import register, status
from store.engine import Engine, begin, reading
from store.register import HouseholdClaim, Version
from store.vault import SealBroken, Vault
from tests.support import made

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
VAULT = Vault(made.ROOT)
FULL = made.resident(
    1,
    born=PartialDate(1961, 4, None),
    earlier=(Address("Oudeweg", 3, "A", "bis", "1112BB", "Elders"),),
    residency=Residency.EMIGRATED,
    secret=True,
    national_id="999990019",
    address=None,
)


def _claim(number: int, due_on: date, household_id: str = "h-1") -> HouseholdClaim:
    claim = OpenClaim(f"v-{number}", "leges", Cents(10_000), Cents(number), due_on)
    return HouseholdClaim(claim, household_id, f"r-{number}")


def test_a_resident_comes_back_as_loaded(engine: Engine) -> None:
    """Every field: partial dates, earlier addresses, secrecy."""
    with begin(engine) as tx:
        register.replace(tx, VAULT, [FULL, made.resident(2)], "digest", AT)
        assert set(register.everybody(tx, VAULT)) == {FULL, made.resident(2)}
        assert register.find(tx, VAULT, [FULL.resident_id]) == {FULL.resident_id: FULL}


def test_a_new_register_takes_the_place_of_the_old(engine: Engine) -> None:
    """Who is not in it is not there any more; the versions count on."""
    with begin(engine) as tx:
        assert register.current(tx) is None
        first = register.replace(tx, VAULT, [made.resident(1)], "one", AT)
        second = register.replace(tx, VAULT, [made.resident(2)], "two", AT)
        assert first == Version(1, "2026-11-22T09:00:00.000Z", "one", 1, 1)
        assert register.current(tx) == second
        assert second == replace(first, version=2, digest="two", based_on=2)
        assert list(register.everybody(tx, VAULT)) == [made.resident(2)]
        assert register.find(tx, VAULT, ["r-1"]) == {}


def test_a_register_that_cannot_be_loaded_leaves_the_old_one(engine: Engine) -> None:
    """Two records with one id: neither half of the new register is there."""
    twice = [made.resident(2), made.resident(2)]
    with begin(engine) as tx:
        register.replace(tx, VAULT, [made.resident(1)], "one", AT)
    with pytest.raises(Exception, match="IntegrityError"), begin(engine) as tx:
        register.replace(tx, VAULT, twice, "two", AT)
    with reading(engine) as tx:
        assert list(register.everybody(tx, VAULT)) == [made.resident(1)]


def test_a_register_of_more_than_one_page_is_whole(engine: Engine) -> None:
    """Nobody gets lost between two pages, and everybody can be found at once."""
    many = [made.resident(number) for number in range(5_001)]
    with begin(engine) as tx:
        assert register.replace(tx, VAULT, many, "digest", AT).residents == 5_001
        assert status.counts(tx)["residents"] == 5_001
        found = register.find(tx, VAULT, (one.resident_id for one in many[::2]))
    assert found == {one.resident_id: one for one in many[::2]}


def test_a_record_under_another_id_does_not_open(engine: Engine) -> None:
    """Who can write in the database cannot swap two residents unnoticed."""
    swap = "update resident set resident_id = 'r-9' where resident_id = 'r-1'"
    with begin(engine) as tx:
        register.replace(tx, VAULT, [made.resident(1)], "digest", AT)
        tx.connection.exec_driver_sql(swap)
        with pytest.raises(SealBroken):
            register.find(tx, VAULT, ["r-9"])
        with pytest.raises(SealBroken):
            list(register.everybody(tx, VAULT))


def test_the_register_does_not_open_with_another_key(engine: Engine) -> None:
    """A stolen database is worth nothing."""
    with begin(engine) as tx:
        register.replace(tx, VAULT, [made.resident(1)], "digest", AT)
        with pytest.raises(SealBroken):
            register.find(tx, Vault(bytes(32)), ["r-1"])


def test_claims_come_back_per_household_oldest_first(engine: Engine) -> None:
    """Only those of the households asked for."""
    late, early = _claim(1, date(2026, 5, 1)), _claim(2, date(2025, 5, 1))
    other, third = _claim(3, date(2026, 1, 1), "h-2"), _claim(4, date(2026, 1, 1), "h-3")
    with begin(engine) as tx:
        register.replace_claims(tx, [late, early, other, third])
        assert register.claims_of(tx, ["h-1", "h-2", "h-9"]) == {
            "h-1": (early.claim, late.claim),
            "h-2": (other.claim,),
        }
        assert sorted(register.all_claims(tx), key=lambda one: one.claim.claim_id) == [
            late,
            early,
            other,
            third,
        ]


def test_new_claims_take_the_place_of_the_old(engine: Engine) -> None:
    """What was paid is not there any more."""
    with begin(engine) as tx:
        register.replace_claims(tx, [_claim(1, date(2026, 5, 1))])
        register.replace_claims(tx, [_claim(2, date(2026, 5, 1))])
        assert [one.claim.claim_id for one in register.all_claims(tx)] == ["v-2"]
        register.replace_claims(tx, [])
        assert register.all_claims(tx) == []


def test_many_households_can_be_asked_for_claims_at_once(engine: Engine) -> None:
    """More than one question can hold."""
    given = [_claim(number, date(2026, 5, 1), f"h-{number}") for number in range(2_000)]
    with begin(engine) as tx:
        register.replace_claims(tx, given)
        found = register.claims_of(tx, (one.household_id for one in given))
    assert found == {one.household_id: (one.claim,) for one in given}
