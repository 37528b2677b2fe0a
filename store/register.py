"""The register of residents, sealed record by record; and the city's own claims."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from protocols.ids import ResidentId
from protocols.money import Cents
from protocols.people import Resident
from protocols.work.enrich import OpenClaim
from store import sql
from store.engine import Tx
from store.tables import claim, register_version, resident
from store.vault import Vault

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Resident).decode
_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Version:
    """One loading of the register, or one change of it; `version` counts from 1.

    `based_on` is the version of the last whole loading: what was changed since is marked.
    """

    version: int
    loaded_at: str
    digest: str
    residents: int
    based_on: int


@dataclass(frozen=True, slots=True)
class HouseholdClaim:
    """An open claim of the city on a resident."""

    claim: OpenClaim
    household_id: str
    resident_id: str


def hold(tx: Tx) -> None:
    """Let nobody else load or change the register or the claims until the transaction ends.

    Whoever reads the register is not held up.
    """
    sql.alone(tx, "register")


def replace(
    tx: Tx, vault: Vault, residents: Sequence[Resident], digest: str, at: datetime
) -> Version:
    """Put a whole register in place of the one before."""
    hold(tx)
    tx.connection.execute(sa.delete(resident))
    number = _next_version(tx)
    for page in _pages(residents):
        sql.insert(tx, resident, [_sealed(vault, one, number) for one in page])
    return _note(tx, Version(number, sql.instant(at), digest, len(residents), number))


def change(
    tx: Tx, vault: Vault, residents: Sequence[Resident], digest: str, at: datetime
) -> Version | None:
    """Put records in place of those with the same id, or beside the others; each id once.

    None, and nothing changed, before the first loading.
    """
    hold(tx)
    last = current(tx)
    if last is None:
        return None
    number = last.version + 1
    for page in _pages(residents):
        sql.put(tx, resident, [_sealed(vault, one, number) for one in page])
    count = sql.one(tx, sa.select(sa.func.count()).select_from(resident)) or 0
    return _note(tx, Version(number, sql.instant(at), digest, count, last.based_on))


def changed_since(tx: Tx, vault: Vault, number: int, most: int) -> list[Resident] | None:
    """The records that were put in after a version; None when there are more than `most`."""
    question = (
        sa.select(resident.c.resident_id, resident.c.sealed)
        .where(resident.c.version > number)
        .order_by(resident.c.resident_id)
        .limit(most + 1)
    )
    found = [_opened(vault, resident_id, sealed) for resident_id, sealed in sql.rows(tx, question)]
    return found if len(found) <= most else None


def current(tx: Tx) -> Version | None:
    """The register in use, or None before the first loading."""
    question = sa.select(register_version).order_by(register_version.c.version.desc()).limit(1)
    return next((Version(*row) for row in sql.rows(tx, question)), None)


def version(tx: Tx, number: int) -> Version | None:
    """A loading or change by its number."""
    question = sa.select(register_version).where(register_version.c.version == number)
    return next((Version(*row) for row in sql.rows(tx, question)), None)


def everybody(tx: Tx, vault: Vault) -> Iterator[Resident]:
    """Every record of the register, opened."""
    columns = resident.c.resident_id, resident.c.sealed
    question = sa.select(*columns).order_by(resident.c.resident_id)
    for resident_id, sealed in sql.rows(tx, question):
        yield _opened(vault, resident_id, sealed)


def find(tx: Tx, vault: Vault, resident_ids: Iterable[str]) -> Mapping[ResidentId, Resident]:
    """Records by id; an id that the register no longer has is absent."""
    found = {}
    for known in sql.among(tx, resident.c.resident_id, resident_ids):
        question = sa.select(resident.c.resident_id, resident.c.sealed).where(known)
        for resident_id, sealed in sql.rows(tx, question):
            found[ResidentId(resident_id)] = _opened(vault, resident_id, sealed)
    return found


def replace_claims(tx: Tx, claims: Iterable[HouseholdClaim]) -> None:
    """Put the city's open claims in place of those before."""
    hold(tx)
    tx.connection.execute(sa.delete(claim))
    lines = [
        {
            "claim_id": one.claim.claim_id,
            "household_id": one.household_id,
            "resident_id": one.resident_id,
            "category": one.claim.category,
            "principal_cents": one.claim.principal_cents,
            "balance_cents": one.claim.balance_cents,
            "due_on": one.claim.due_on.isoformat(),
        }
        for one in claims
    ]
    sql.insert(tx, claim, lines)


def all_claims(tx: Tx) -> list[HouseholdClaim]:
    """Every open claim of the city."""
    return [_claim(row) for row in sql.rows(tx, sa.select(claim).order_by(claim.c.claim_id))]


def claims_of(tx: Tx, household_ids: Iterable[str]) -> Mapping[str, tuple[OpenClaim, ...]]:
    """The city's open claims on the members of households, oldest first."""
    found: dict[str, list[OpenClaim]] = {}
    for theirs in sql.among(tx, claim.c.household_id, household_ids):
        question = sa.select(claim).where(theirs).order_by(claim.c.due_on, claim.c.claim_id)
        for row in sql.rows(tx, question):
            found.setdefault(row.household_id, []).append(_claim(row).claim)
    return {household_id: tuple(claims) for household_id, claims in found.items()}


def claims_on(tx: Tx, household_id: str, resident_id: str) -> tuple[OpenClaim, ...]:
    """The city's open claims on one member of a household, oldest first."""
    theirs = claim.c.household_id == household_id, claim.c.resident_id == resident_id
    question = sa.select(claim).where(*theirs)
    ordered = question.order_by(claim.c.due_on, claim.c.claim_id)
    return tuple(_claim(row).claim for row in sql.rows(tx, ordered))


def _claim(row: Any) -> HouseholdClaim:
    claim_id, household_id, resident_id, category, principal, balance, due_on = row
    open_claim = OpenClaim(
        claim_id, category, Cents(principal), Cents(balance), date.fromisoformat(due_on)
    )
    return HouseholdClaim(open_claim, household_id, resident_id)


def _next_version(tx: Tx) -> int:
    last = current(tx)
    return last.version + 1 if last else 1


def _note(tx: Tx, new: Version) -> Version:
    sql.insert(tx, register_version, [asdict(new)])
    return new


def _pages(residents: Sequence[Resident]) -> Iterator[Sequence[Resident]]:
    for start in range(0, len(residents), _PAGE):
        yield residents[start : start + _PAGE]


def _sealed(vault: Vault, one: Resident, number: int) -> dict[str, object]:
    sealed = vault.register.close(_encode(one), f"resident|{one.resident_id}")
    return {"resident_id": one.resident_id, "sealed": sealed, "version": number}


def _opened(vault: Vault, resident_id: str, sealed: bytes) -> Resident:
    return _decode(vault.register.open(sealed, f"resident|{resident_id}"))
