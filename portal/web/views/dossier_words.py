"""What consents, incomes, debts and plans are called on the pages of a dossier (Dutch)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from protocols.plan.budget import Binds, CostKind
from protocols.plan.claims import Order
from protocols.plan.events import PlanReason
from protocols.plan.protected import Age
from protocols.plan.words import BudgetOrigin, Group
from protocols.privacy.consent import Purpose, Standing
from protocols.work.effort import Moment, Way
from protocols.work.instruments import Ability, Instrument
from protocols.work.suggest import SuggestedFor

W = TypeVar("W", bound=StrEnum)

MEANT: Mapping[Purpose, str] = {
    Purpose.DOSSIER: "Zonder deze toestemming zijn er geen overzicht, voorstel en regeling.",
    Purpose.INCOME: "Zonder deze toestemming kan niemand berekenen wat haalbaar is per maand.",
    Purpose.CREDITORS: "De schuldeiser hoort alleen wat in het convenant staat.",
    Purpose.HANDOVER: "De gegevens gaan pas mee na een gesprek met de organisatie die helpt.",
}
STANDINGS: Mapping[Standing, str] = {
    Standing.NOT_ASKED: "Nog niet gevraagd",
    Standing.ASKED: "Gevraagd, nog geen antwoord",
    Standing.GIVEN: "Gegeven",
    Standing.REFUSED: "Geweigerd",
    Standing.WITHDRAWN: "Ingetrokken",
    Standing.EXPIRED: "Verlopen",
}
GROUPS: Mapping[Group, str] = {
    Group.SINGLE: "Alleenstaand",
    Group.SINGLE_PARENT: "Alleenstaande ouder",
    Group.COUPLE: "Samenwonend zonder kinderen",
    Group.COUPLE_WITH_CHILDREN: "Samenwonend met kinderen",
    Group.INSTITUTION: "Woont in een instelling",
}
AGES: Mapping[Age, str] = {
    Age.WORKING: "Jonger dan de pensioenleeftijd",
    Age.PENSION: "Pensioenleeftijd bereikt",
}
ORIGINS: Mapping[BudgetOrigin, str] = {
    BudgetOrigin.REMI: "REMI (CEBUD)",
    BudgetOrigin.NIBUD: "Nibud",
    BudgetOrigin.LEGAL_MINIMUM: "Wettelijk minimum",
    BudgetOrigin.OWN: "Eigen tabel van de stad",
}
COSTS: Mapping[CostKind, str] = {
    CostKind.HOUSING: "Wonen",
    CostKind.ENERGY: "Energie",
    CostKind.HEALTH: "Zorg",
    CostKind.TRANSPORT: "Vervoer",
    CostKind.CHILDCARE: "Kinderopvang",
    CostKind.MAINTENANCE: "Alimentatie",
    CostKind.OTHER: "Andere kosten",
}
BINDS: Mapping[Binds, str] = {
    Binds.LAW: "De wet beschermt meer dan het budget: de wet bepaalt dit bedrag.",
    Binds.BUDGET: "Het budget laat minder over dan de wet: het budget bepaalt dit bedrag.",
    Binds.BOTH: "Wet en budget laten evenveel over.",
}
ORDERS: Mapping[Order, str] = {
    Order.NEAR_LIMITATION: "Wat het eerst verjaart",
    Order.OLDEST: "De oudste eerst",
    Order.RESIDENTS_CHOICE: "Eigen keuze van de inwoner",
}
REASONS: Mapping[PlanReason, str] = {
    PlanReason.INCOME_CHANGED: "Het inkomen is veranderd",
    PlanReason.HOUSEHOLD_CHANGED: "Het huishouden is veranderd",
    PlanReason.COSTS_CHANGED: "De vaste kosten zijn veranderd",
    PlanReason.TERMS_MISSED: "Termijnen zijn gemist",
    PlanReason.CANNOT_PAY: "De inwoner kan niet betalen",
    PlanReason.NOT_WORTH_IT: "De kosten zijn hoger dan de opbrengst",
    PlanReason.RESIDENT_ASKED: "De inwoner vraagt erom",
    PlanReason.OTHER_HELP: "Andere hulp neemt het over",
    PlanReason.DECEASED: "De inwoner is overleden",
    PlanReason.MISTAKE: "Er was een vergissing",
}
WAYS: Mapping[Way, str] = {
    Way.LETTER: "een brief",
    Way.EMAIL: "een e-mail",
    Way.TEXT: "een sms of appbericht",
    Way.PHONE: "een telefoontje",
    Way.VISIT: "een huisbezoek",
}
MOMENTS: Mapping[Moment, str] = {
    Moment.MORNING: "in de ochtend",
    Moment.AFTERNOON: "in de middag",
    Moment.EVENING: "in de avond",
    Moment.WEEKEND: "in het weekend",
}
SUGGESTED: Mapping[SuggestedFor, str] = {
    SuggestedFor.NOTHING_TRIED: "Er is nog niets geprobeerd.",
    SuggestedFor.NEW_WAY_AND_MOMENT: "Deze manier en dit dagdeel zijn nog niet geprobeerd.",
    SuggestedFor.NEW_MOMENT: "Dit dagdeel is nog niet geprobeerd.",
    SuggestedFor.NEW_WAY: "Deze manier is nog niet geprobeerd.",
    SuggestedFor.NEW_COMBINATION: "Deze manier op dit dagdeel is nog niet geprobeerd.",
    SuggestedFor.LONGEST_AGO: "Alles is al geprobeerd; dit is het langst geleden.",
    SuggestedFor.WORKED_BEFORE: "Zo is iemand eerder bereikt.",
}
EFFORTS: Mapping[str, str] = {
    "attempts": "contactpogingen",
    "ways": "verschillende manieren",
    "moments": "verschillende dagdelen",
    "personal": "keer bellen of bezoeken",
    "visits": "huisbezoeken",
}
INSTRUMENTS: Mapping[Instrument, str] = {
    Instrument.REMINDER: "Herinnering (kosteloos)",
    Instrument.ARRANGEMENT_OFFER: "Aanbod van een betalingsregeling",
    Instrument.REGISTERED_DEMAND: "Aangetekende aanmaning",
    Instrument.PAYMENT_ORDER: "Dwangbevel",
    Instrument.BAILIFF: "Deurwaarder",
    Instrument.SEIZURE: "Beslag",
}
ABILITIES: Mapping[Ability, str] = {
    Ability.UNKNOWN: "Nog niet uitgezocht",
    Ability.CANNOT_PAY: "Kan niet betalen",
    Ability.WILL_NOT_PAY: "Kan wel betalen, wil niet",
}


def choices(words: Mapping[W, str]) -> list[tuple[str, str]]:
    """Words as choices of a form: each value with what it is called."""
    return [(word.value, told) for word, told in words.items()]
