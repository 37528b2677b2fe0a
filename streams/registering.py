"""Loading the register of residents and the city's own claims: all of it, or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matching.normalise import address_key
from matching.succession import succeed
from protocols.ids import HouseholdId, ResidentId
from protocols.people import Person, Resident
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.enrich import OpenClaim
from store import audit, register
from store.engine import Tx
from store.register import HouseholdClaim, Version
from store.vault import Vault
from streams.residents import Households, Matching, NoRegister

NOWHERE = HouseholdId("")


@dataclass(frozen=True, slots=True)
class Debtor:
    """Whose claim it is: an id in the register, or a description to match."""

    resident_id: ResidentId
    person: Person


@dataclass(frozen=True, slots=True)
class ClaimsLoaded:
    """How many claims were placed with a resident, and the ids of those that were not."""

    placed: int
    unplaced: tuple[str, ...]


def load_register(
    tx: Tx, vault: Vault, residents: Sequence[Resident], digest: str, *, actor: str, at: datetime
) -> Version:
    """Put a register in place of the one before, and let the city's claims move with people."""
    register.hold(tx)
    households: dict[str, HouseholdId] = {
        one.resident_id: _household(vault, one) for one in residents
    }
    version = register.replace(tx, vault, residents, digest, at)
    claims = register.all_claims(tx)
    moved = [
        replace(claim, household_id=households.get(claim.resident_id, NOWHERE)) for claim in claims
    ]
    register.replace_claims(tx, moved)
    detail: dict[str, str | int] = {"residents": version.residents, "version": version.version}
    audit.record(tx, [_entry(at, actor, Action.REGISTER_LOADED, "register", detail)])
    return version


def as_told(_before: Resident, now: Resident) -> Resident:
    """Nothing of the record before stays but its addresses."""
    return now


def change_register(
    tx: Tx,
    vault: Vault,
    residents: Sequence[Resident],
    digest: str,
    *,
    actor: str,
    at: datetime,
    left: Callable[[Resident, Resident], Resident] = as_told,
) -> Version:
    """Take in who came, moved, married, left or died; claims of the city move with them.

    The address before it stays as an earlier one; `left` tells what else stays of a record that is
    known. Raises NoRegister before the first loading.
    """
    register.hold(tx)
    known = register.find(tx, vault, (one.resident_id for one in residents))
    told = [left(known.get(one.resident_id, one), one) for one in residents]
    changed = [succeed(known.get(one.resident_id), one) for one in told]
    version = register.change(tx, vault, changed, digest, at)
    if version is None:
        raise NoRegister("Laad eerst het hele register: `vroegsignaal register load BESTAND`.")
    households: dict[str, HouseholdId] = {
        one.resident_id: _household(vault, one) for one in changed
    }
    moved = [
        replace(claim, household_id=households.get(claim.resident_id, claim.household_id))
        for claim in register.all_claims(tx)
    ]
    register.replace_claims(tx, moved)
    detail: dict[str, str | int] = {
        "changed": len(changed),
        "new": sum(one.resident_id not in known for one in changed),
        "version": version.version,
    }
    audit.record(tx, [_entry(at, actor, Action.REGISTER_CHANGED, "register", detail)])
    return version


def load_claims(
    tx: Tx,
    vault: Vault,
    claims: Iterable[tuple[OpenClaim, Debtor]],
    match: Callable[[], Matching],
    *,
    actor: str,
    at: datetime,
) -> ClaimsLoaded:
    """Put the city's open claims in place of those before.

    A claim on somebody who is surely no resident here is left out and named in the answer.
    """
    register.hold(tx)
    wanted = list(claims)
    known = register.find(tx, vault, (debtor.resident_id for _, debtor in wanted))
    placed, unplaced = [], []
    for claim, debtor in wanted:
        resident = known.get(debtor.resident_id) or _matched(tx, vault, debtor, match, at)
        if resident is None:
            unplaced.append(claim.claim_id)
            continue
        household_id = _household(vault, resident)
        placed.append(HouseholdClaim(claim, household_id, resident.resident_id))
    register.replace_claims(tx, placed)
    detail: dict[str, str | int] = {"placed": len(placed), "unplaced": len(unplaced)}
    audit.record(tx, [_entry(at, actor, Action.CLAIMS_LOADED, "claims", detail)])
    return ClaimsLoaded(len(placed), tuple(unplaced))


def _matched(
    tx: Tx, vault: Vault, debtor: Debtor, match: Callable[[], Matching], at: datetime
) -> Resident | None:
    if not debtor.person.name.surname:
        return None
    judgement = match().match(debtor.person, at.date())
    if judgement.resident_id is None:
        return None
    return register.find(tx, vault, [judgement.resident_id]).get(judgement.resident_id)


def _household(vault: Vault, resident: Resident) -> HouseholdId:
    placed = resident.address is not None and address_key(resident.address) != ""
    return Households(vault).at(resident.address, None if placed else resident.resident_id)


def _entry(
    at: datetime, actor: str, action: Action, what: str, detail: Mapping[str, str | int]
) -> AuditEntry:
    result = action.value.rpartition(".")[2]
    return AuditEntry(
        at, actor, Origin.COMMAND, action, what, what, result, "registerbeheer", "", detail
    )
