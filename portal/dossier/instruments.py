"""Using an instrument of recovery: only when what must come before it is on record, with a reason.

How a claim stands is never typed in: it is read from what was recorded. Only whether somebody can
pay is what a worker found out, and that is recorded with the use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from portal.access import Visit
from portal.casework.contact import attempt_of
from portal.casework.file import not_yours, own_case
from portal.dossier.debts import read_debts
from portal.dossier.means import read_means
from portal.wiring import Platform
from protocols.privacy.audit import Action
from protocols.work.effort import personal_attempts
from protocols.work.instruments import Ability, Instrument, Need
from protocols.work.recovery import InstrumentUsed, Situation, unmet, use
from store import audit, casenotes, cases, dossiers
from store.casenotes import UseRow
from store.dossiers import DossierRow
from store.engine import Tx, begin


@dataclass(frozen=True, slots=True)
class _Kept:
    """Why an instrument was used, and what was found out about paying."""

    reason: str
    ability: Ability


@dataclass(frozen=True, slots=True)
class Wanted:
    """An instrument to be used, with its reason. `ability` is what somebody found out about can
    and will; unknown leaves what was found before."""

    instrument: Instrument
    reason: str
    ability: Ability = Ability.UNKNOWN


def use_instrument(platform: Platform, by: Visit, case_id: str, wanted: Wanted) -> InstrumentUsed:
    """Note the use of an instrument. Raises NotYourCase, InstrumentBarred (with all that must
    come first) and ReasonNeeded; then nothing is noted."""
    with begin(platform.engine) as tx:
        if own_case(tx, platform, by, case_id) is not None:
            return _used(tx, platform, by, case_id, wanted)
    raise not_yours()


def possible(platform: Platform, by: Visit, case_id: str) -> Mapping[Instrument, tuple[Need, ...]]:
    """What must still come before each instrument; nothing: it may be used. Raises NotYourCase."""
    with begin(platform.engine) as tx:
        if own_case(tx, platform, by, case_id) is not None:
            now = situation(tx, platform, case_id)
            return {one: unmet(one, now, by.on) for one in Instrument}
    raise not_yours()


def situation(tx: Tx, platform: Platform, case_id: str) -> Situation:
    """How a case stands before the instruments, from what was recorded with it."""
    used = casenotes.uses(tx, case_id)
    rows = [row for row in dossiers.of_case(tx, case_id) if row.over == "no"]
    debts = [one for row in rows for one in read_debts(tx, platform, row.dossier_id)]
    means = [read_means(tx, platform, row.dossier_id) for row in rows]
    offered = [date.fromisoformat(day) for day, _ in cases.light_offers(tx, case_id)]
    arranged = _first(used, Instrument.ARRANGEMENT_OFFER)
    tried = [attempt_of(one) for one in cases.attempts(tx, case_id)]
    return Situation(
        reminded_on=_first(used, Instrument.REMINDER) or min(offered, default=None),
        personal_attempts=personal_attempts(tried),
        arrangement_offered_on=arranged or _proposed(tx, rows),
        ability=_ability(platform, used),
        disputed_on=max((one.as_of for one in debts if one.disputed), default=None),
        paused_until=max(
            (date.fromisoformat(row.paused_until) for row in rows if row.paused_until),
            default=None,
        ),
        demanded_on=_first(used, Instrument.REGISTERED_DEMAND),
        payment_ordered_on=_first(used, Instrument.PAYMENT_ORDER),
        protected_income_on=min((one.noted_on for one in means if one), default=None),
    )


def _used(tx: Tx, platform: Platform, by: Visit, case_id: str, wanted: Wanted) -> InstrumentUsed:
    now = situation(tx, platform, case_id)
    if wanted.ability is not Ability.UNKNOWN:
        now = replace(now, ability=wanted.ability)
    account = by.account.account_id
    done = use(wanted.instrument, now, by.on, account, wanted.reason)
    number = len(casenotes.uses(tx, case_id)) + 1
    plain = msgspec.json.encode(_Kept(wanted.reason, wanted.ability))
    sealed = platform.vault.dossier.close(plain, _place(case_id, number))
    row = UseRow(case_id, number, wanted.instrument.value, by.on.isoformat(), account, sealed)
    casenotes.use(tx, row)
    about, privacy = ("case", case_id), platform.city.privacy
    result, detail = wanted.instrument.value, {"number": number}
    audit.record(tx, [by.note(privacy, Action.INSTRUMENT_USED, about, result, detail)])
    return done


def _first(used: Sequence[UseRow], instrument: Instrument) -> date | None:
    days = [one.used_on for one in used if one.instrument == instrument.value]
    return date.fromisoformat(min(days)) if days else None


def _proposed(tx: Tx, rows: Sequence[DossierRow]) -> date | None:
    """The day of a proposal on the table or agreed on: an arrangement was offered then."""
    days = [one.made_on for row in rows for one in dossiers.proposals(tx, row.dossier_id).values()]
    return date.fromisoformat(min(days)) if days else None


def _ability(platform: Platform, used: Sequence[UseRow]) -> Ability:
    """What was found out last about can and will."""
    for one in reversed(used):
        place = _place(one.case_id, one.number)
        plain = platform.vault.dossier.open(one.sealed, place)
        found = msgspec.json.decode(plain, type=_Kept).ability
        if found is not Ability.UNKNOWN:
            return found
    return Ability.UNKNOWN


def _place(case_id: str, number: int) -> str:
    return f"instrument|{case_id}|{number}"
