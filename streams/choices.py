"""Laying out an unsure signal for whoever decides: candidates beside it, and what follows."""

from collections.abc import Mapping, Sequence
from datetime import date

from protocols.city import City
from protocols.ids import HouseholdId, ResidentId
from protocols.judgement import Comparison, Judgement, MatchKind, certainty_of
from protocols.people import Resident
from protocols.work.choose import (
    Candidate,
    Consequence,
    Home,
    Sight,
    Unsure,
    bar_of,
    compared,
    if_different,
    if_same,
)
from store import cases, register, signals
from store.engine import Tx
from store.vault import Vault
from streams.held import Held
from streams.residents import Households, Matching


def lay_out(
    tx: Tx, city: City, vault: Vault, matcher: Matching, held: Held, *, on: date, sight: Sight
) -> Unsure:
    """A held signal with its candidates and the consequences of each choice, on a day."""
    row, judgement, privacy = held.row, held.judgement, city.privacy
    shown = judgement.candidates
    residents = register.find(tx, vault, (one.resident_id for one in shown))
    until = privacy.undo_until(held.received_on, on)
    follows = _if_same(tx, vault, matcher, list(residents.values()), on, until)
    return Unsure(
        signal_id=row.signal_id,
        creditor_id=row.creditor_id,
        arrears_type=row.arrears_type,
        amount_cents=row.amount_cents,
        signal_on=row.signal_on,
        kind=judgement.kind,
        rule=judgement.rule,
        person=row.person if sight is Sight.VALUES else None,
        candidates=tuple(
            _candidate(one, residents.get(one.resident_id), follows, sight) for one in shown
        ),
        different=if_different(until),
        turn=held.turn,
        decide_by=privacy.waits_until(held.received_on, held.turn, on),
        certainty=certainty_of(judgement.probability),
    )


def _candidate(
    comparison: Comparison,
    resident: Resident | None,
    follows: Mapping[ResidentId, tuple[Consequence, ...]],
    sight: Sight,
) -> Candidate:
    return Candidate(
        comparison.resident_id,
        compared(comparison),
        resident if sight is Sight.VALUES else None,
        bar_of(resident),
        follows.get(comparison.resident_id, ()),
    )


def _if_same(
    tx: Tx,
    vault: Vault,
    matcher: Matching,
    residents: Sequence[Resident],
    on: date,
    until: date | None,
) -> Mapping[ResidentId, tuple[Consequence, ...]]:
    """What follows per resident that can be chosen."""
    judged = [_judged(one, matcher, on) for one in residents if bar_of(one) is None]
    homes = {one.resident_id: Households(vault).of(one) for one in judged}
    waiting = _open_signals(tx, list(homes.values()))
    return {
        one.resident_id: if_same(Home(one.surroundings, waiting.get(homes[one.resident_id])), until)
        for one in judged
        if one.resident_id
    }


def _judged(resident: Resident, matcher: Matching, on: date) -> Judgement:
    around = matcher.surroundings(resident.resident_id, on)
    return Judgement(
        MatchKind.RESIDENT, "human", resident.resident_id, resident.address, (), around
    )


def _open_signals(tx: Tx, household_ids: Sequence[HouseholdId]) -> Mapping[str, int]:
    """How many open signals the open case of each household has; absent without such a case."""
    return {
        household_id: sum(
            kept.status == "active" for kept in signals.of_case(tx, household_id, case.case_id)
        )
        for household_id, case in cases.open_of_households(tx.looking(), household_ids).items()
    }
