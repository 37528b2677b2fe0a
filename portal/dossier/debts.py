"""The bundle: every debt of one resident together, from signals, the city and what is told."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from portal.access import Visit
from portal.dossier.acting import Acting, close, note, on_dossier, opened, proof
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.money import Cents
from protocols.plan.claims import ClaimMark, PlanClaim, Split, claim_of
from protocols.privacy.audit import Action
from protocols.privacy.consent import Purpose
from protocols.work.combine import Known, newest
from protocols.work.dossier_moves import FINAL
from store import cases, dossiers, register, signals
from store.engine import Tx

MOST_DEBTS: Final = 200
MOST_TEXT: Final = 80
MOST_CENTS: Final = 100_000_000
"""A million euros: what is more, is a slip of the pen."""
_KIND: Final = "debt"


class BadDebts(Refused):
    """A bundle that cannot be; the message names everything that is wrong."""

    code = "bad-debts"


class DebtSource(StrEnum):
    """Where a debt is known from."""

    SIGNAL = "signal"
    CITY = "city"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt as the worker keeps it. `kind` is the kind of arrears of a signal, the category of
    a claim of the city, or free; `as_of` is the day on which it stood so."""

    claim: PlanClaim
    creditor: str
    kind: str
    origin: DebtSource
    as_of: date

    @property
    def disputed(self) -> bool:
        """Whether it stays out of any plan until that is settled."""
        return ClaimMark.DISPUTED in self.claim.marks


def told_debt(
    creditor: str, kind: str, owed: Split, due_on: date, as_of: date, claim_id: str = ""
) -> Debt:
    """A debt that the resident tells of, under a new id unless it has one."""
    claim = PlanClaim(claim_id or f"t-{secrets.token_hex(6)}", owed, due_on)
    return Debt(claim, creditor, kind, DebtSource.TOLD, as_of)


def suggested_debts(platform: Platform, by: Visit, dossier_id: str) -> tuple[Debt, ...]:
    """The debts known from this resident's signals and from the city itself, to be checked.

    Consent to a dossier opens the city's own claims, whatever the depth before it. Raises
    NotYourCase and ConsentMissing.
    """

    def _doing(now: Acting) -> tuple[Debt, ...]:
        proof(now, Purpose.DOSSIER)
        found = suggested(now)
        note(now, Action.DOSSIER_READ, "debts-suggested", {"debts": len(found)})
        return found

    return on_dossier(platform, by, dossier_id, _doing)


def note_debts(
    platform: Platform, by: Visit, dossier_id: str, debts: Sequence[Debt]
) -> tuple[Debt, ...]:
    """Keep a bundle in place of the one before. A plan that runs does not change by it.

    Raises NotYourCase, ConsentMissing and BadDebts; then nothing is kept.
    """
    return on_dossier(platform, by, dossier_id, lambda now: _noted(now, debts))


def read_debts(tx: Tx, platform: Platform, dossier_id: str) -> tuple[Debt, ...]:
    """The bundle, by claim id; empty when there is none."""
    return tuple(
        opened(platform, _KIND, f"{dossier_id}|{claim_id}", sealed, Debt)
        for claim_id, sealed in dossiers.debts(tx, dossier_id).items()
    )


def kept_debts(now: Acting) -> tuple[Debt, ...]:
    """The bundle, read by itself: and that is written down."""
    found = read_debts(now.tx, now.platform, now.dossier_id)
    note(now, Action.DOSSIER_READ, "debts", {"debts": len(found)})
    return found


def suggested(now: Acting) -> tuple[Debt, ...]:
    """What signals and city claims say of this resident, newest per creditor and kind."""
    case = cases.find(now.tx, now.dossier.case_id)
    if case is None:
        return ()
    resident_id = now.dossier.resident_id
    kept = signals.of_case(now.tx, case.household_id, case.case_id)
    known = [one.known for one in kept if one.resident_id == resident_id and one.status == "active"]
    city = register.claims_on(now.tx, case.household_id, resident_id)
    name, on = now.platform.city.name, now.by.on
    return (
        *_signalled(known),
        *(
            Debt(claim_of(one), name, one.category, DebtSource.CITY, on)
            for one in city
            if one.balance_cents > 0
        ),
    )


def _signalled(known: Sequence[Known]) -> Iterable[Debt]:
    for (resident_id, creditor_id, kind), cents in newest(known).items():
        same = [
            one.signal_on
            for one in known
            if (one.resident_id, one.creditor_id, one.arrears_type)
            == (resident_id, creditor_id, kind)
        ]
        owed = Split(Cents(cents), Cents(0), Cents(0))
        claim = PlanClaim(f"s-{creditor_id}-{kind.value}", owed, min(same))
        yield Debt(claim, creditor_id, kind.value, DebtSource.SIGNAL, max(same))


def _noted(now: Acting, debts: Sequence[Debt]) -> tuple[Debt, ...]:
    faults = list(_faults(debts))
    if now.dossier.stage in FINAL:
        faults.append("Dit dossier is afgesloten. Begin een nieuw dossier, met toestemming.")
    if faults:
        raise BadDebts("\n".join(faults))
    proof(now, Purpose.DOSSIER)
    dossiers.erase_debts(now.tx, now.dossier_id)
    sealed = {
        one.claim.claim_id: close(now, _KIND, f"{now.dossier_id}|{one.claim.claim_id}", one)
        for one in debts
    }
    dossiers.put_debts(now.tx, now.dossier_id, sealed)
    note(now, Action.DEBTS_NOTED, "noted", {"debts": len(debts)})
    return read_debts(now.tx, now.platform, now.dossier_id)


def _faults(debts: Sequence[Debt]) -> Sequence[str]:
    """Everything that is wrong, without amounts or names."""
    texts = [text for one in debts for text in (one.claim.claim_id, one.creditor, one.kind)]
    checks = (
        (len(debts) > MOST_DEBTS, f"Geef hoogstens {MOST_DEBTS} schulden op."),
        (
            len({one.claim.claim_id for one in debts}) < len(debts),
            "Dezelfde schuld staat er twee keer in; laat haar een keer staan.",
        ),
        (
            any(not 0 < len(one.strip()) <= MOST_TEXT or not one.isprintable() for one in texts),
            f"Noem van elke schuld kenmerk, schuldeiser en soort, elk in 1 tot {MOST_TEXT} tekens.",
        ),
        (
            any(one.claim.balance_cents > MOST_CENTS for one in debts),
            f"Een schuld is hoogstens {MOST_CENTS} cent; controleer de bedragen.",
        ),
    )
    return [message for wrong, message in checks if wrong]
