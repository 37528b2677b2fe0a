"""Everything that happened in a case, in one list."""

from collections.abc import Sequence

from notifications.words import label
from portal.casework import CaseFile
from portal.web.ask import Ask
from portal.web.views.item import TimelineItem, item
from portal.web.views.parts import creditor_name
from portal.web.views.pauses import pause_items
from protocols.covenant.signal import ArrearsType
from protocols.money import euros
from protocols.work.contact import Outcome
from store.cases import Attempt
from store.signals import KeptSignal

__all__ = ["TimelineItem", "timeline"]


def timeline(
    ask: Ask, file: CaseFile, more: Sequence[TimelineItem] = ()
) -> tuple[TimelineItem, ...]:
    """Signals, light offers, contact attempts, `more` and the closing, newest first."""
    items = [
        *(_signal(ask, one) for one in file.signals),
        *(item(on, "Licht aanbod", "") for on, _ in file.light_offers),
        *(_attempt(one) for one in file.attempts),
        *(told for one in file.pauses for told in pause_items(ask, one)),
        *more,
    ]
    if file.case.closed_on:
        items.append(item(file.case.closed_on, "Zaak afgesloten", ""))
    items.sort(key=lambda one: one.iso)
    return tuple(items[::-1])


def _signal(ask: Ask, kept: KeptSignal) -> TimelineItem:
    known = kept.known
    what = f"Signaal van {creditor_name(ask, known.creditor_id)}"
    detail = f"{label(ArrearsType(known.arrears_type))}, {euros(known.amount_cents)}"
    if kept.status != "active":
        detail += ", later ingetrokken"
    return item(known.signal_on.isoformat(), what, detail)


def _attempt(one: Attempt) -> TimelineItem:
    reached = "bereikt" if one.reached == "ja" else "niet bereikt"
    outcome = f" Resultaat: {Outcome(one.outcome).value}." if one.outcome else ""
    what = f"Contactpoging {one.number}: {one.channel}"
    return item(one.made_on, what, f"{one.day_part}, {reached}.{outcome}")
