"""A made-up city with its people and papers, for tests that need one whole."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from protocols.city import City
from protocols.covenant.admit import admit
from protocols.covenant.answer import Asked, Earlier, NotAdmitted, Refusal
from protocols.covenant.signal import ArrearsType, CollectionStep, Delivered, MessageKind
from protocols.covenant.terms import Covenant, Creditor, Term
from protocols.ids import (
    CityId,
    CreditorId,
    DeliveryId,
    HouseholdId,
    ResidentId,
    SignalId,
    TeamId,
    WorkerId,
)
from protocols.judgement import Disposition, MatchKind, Surroundings
from protocols.money import Cents
from protocols.people import Address, Name, PartialDate, Person, Resident
from protocols.privacy.terms import Depth, Kept, PrivacyTerms
from protocols.rules import Rule
from protocols.work.clock import Calendar, Clocks, DayKind
from protocols.work.clock import Term as ClockTerm
from protocols.work.combine import Known, Matched, combine
from protocols.work.enrich import enrich
from protocols.work.points import Measure, Step, Track
from protocols.work.route import District, Team, Worker
from protocols.work.weigh import Weighed

START = date(2020, 1, 1)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 22)
ROOT = bytes(range(32))
DAYS = {Kept.REVIEW: 28, Kept.DECISION: 14}


def rule(value: Any, unit: str = "-", article: str = "1") -> Rule[Any]:
    """A row that holds from 2020 until further notice."""
    return Rule(value, unit, "verzonnen", START, None, article)


TERMS: Mapping[Term, Any] = {
    Term.IN_FORCE: True,
    Term.ARREARS_TYPES: ("rent",),
    Term.MINIMUM_AGE_DAYS: 30,
    Term.MINIMUM_AMOUNT: 5000,
    Term.MAXIMUM_AMOUNT: 5_000_000,
    Term.REQUIRED_STEPS: (
        CollectionStep.PERSONAL_CONTACT.value,
        CollectionStep.WRITTEN_REMINDER.value,
    ),
    Term.STEPS_NOT_MENTIONED: "declared",
    Term.ARRANGEMENT: "refused",
    Term.OBJECTION: "refused",
    Term.DELIVERY_WINDOW: (20, 25),
    Term.OUTSIDE_WINDOW: "refused",
    Term.FREQUENCY: "month",
    Term.NATIONAL_ID: "dropped",
    Term.WITHDRAWAL_DAYS: 180,
    Term.PAUSE_DAYS: 30,
    Term.PAUSED: ("incassokosten",),
    Term.FEEDBACK: ("received",),
}


def covenant(creditor_id: str, partner_type: str = "Huur", **terms: Any) -> Covenant:
    """A covenant; `terms` replaces values by the lower-case name of the term, None removes one."""
    wanted = {**TERMS, **{Term(name): value for name, value in terms.items()}}
    rows = {
        term: (rule(value, article=str(number)),)
        for number, (term, value) in enumerate(wanted.items(), start=1)
        if value is not None
    }
    creditor = Creditor(CreditorId(creditor_id), creditor_id.title(), partner_type, {})
    return Covenant(f"CV-{creditor_id}", creditor, rows)


def privacy(depth: Depth = Depth.NONE) -> PrivacyTerms:
    """A privacy protocol in which sure matches proceed and unsure ones wait for a human."""
    proceed = {MatchKind.RESIDENT, MatchKind.OTHER_ADDRESS}
    review = {MatchKind.PROBABLE, MatchKind.ADDRESS_ONLY}
    return PrivacyTerms(
        purpose="vroegsignalering",
        basis=rule("Wgs art. 3"),
        depth=(rule(depth),),
        claim_bands=(rule(25_000), rule(100_000)),
        dispositions={
            kind: (
                rule(
                    Disposition.PROCEED
                    if kind in proceed
                    else Disposition.REVIEW
                    if kind in review
                    else Disposition.MINIMISE
                ),
            )
            for kind in MatchKind
        },
        retention_days={kept: (rule(DAYS.get(kept, 183)),) for kept in Kept},
        many_residents=(rule(12),),
    )


def city(depth: Depth = Depth.NONE, **changes: Any) -> City:
    """A city with three creditors, two teams and three workers."""
    steps = [
        Step(Measure.AMOUNT, 7_500, 10),
        Step(Measure.AMOUNT, 100_000, 25),
        Step(Measure.SIGNALS_IN_MONTH, 2, 15),
        Step(Measure.SIGNALS_IN_WINDOW, 2, 15),
        Step(Measure.CRISIS, 1, 1000),
    ]
    tracks = [
        (0, Track.LIGHT_OFFER),
        (10, Track.LETTER),
        (25, Track.CALL),
        (40, Track.VISIT),
        (1000, Track.CRISIS),
    ]
    terms = {Track.CRISIS: ClockTerm(3, DayKind.WORKING)}
    made = City(
        city_id=CityId("made"),
        name="Verzonnen",
        country="NL",
        oin="00000001001234567000",
        municipality_codes=("9999",),
        languages=("nl",),
        covenants={
            CreditorId("woonhof"): covenant("woonhof"),
            CreditorId("stroom"): covenant(
                "stroom", "Energie", arrears_types=("electricity", "gas")
            ),
            CreditorId("zorg"): covenant(
                "zorg", "Zorg", arrears_types=("health",), national_id="accepted"
            ),
        },
        arrears_types={
            kind: (rule(kind.value),)
            for kind in (
                ArrearsType.RENT,
                ArrearsType.ELECTRICITY,
                ArrearsType.GAS,
                ArrearsType.HEALTH,
            )
        },
        privacy=privacy(depth),
        steps=tuple(rule(step) for step in steps),
        tracks=tuple(rule(track) for track in tracks),
        districts=(rule(District("Noord", ("1111",))), rule(District("Zuid", ("1112",)))),
        teams=(
            rule(Team(TeamId("noord"), "Team Noord", ("Noord",), ())),
            rule(Team(TeamId("rest"), "Team Rest", (), ())),
        ),
        workers=(
            rule(Worker(WorkerId("w-1"), TeamId("noord"), ("nl",), 40)),
            rule(Worker(WorkerId("w-2"), TeamId("noord"), ("nl", "pl"), 40)),
            rule(Worker(WorkerId("w-3"), TeamId("rest"), ("nl",), 40)),
        ),
        clocks=Clocks(
            {track: (rule(terms.get(track, ClockTerm(28, DayKind.CALENDAR))),) for track in Track},
            Calendar(),
        ),
    )
    return replace(made, **changes)


def address(number: int = 1, postcode: str = "1111AA", addition: str = "") -> Address:
    """An address in the made-up city."""
    return Address("Verzinweg", number, "", addition, postcode, "Verzonnen")


def resident(number: int, **changes: Any) -> Resident:
    """Resident number N: surname, birth date and address all follow from the number."""
    made = Resident(
        resident_id=ResidentId(f"r-{number}"),
        name=Name(given="Anna Maria", initials="AM", surname=surname(number)),
        born=PartialDate.of(born(number)),
        sex="V",
        address=address(number),
    )
    return replace(made, **changes)


def surname(number: int) -> str:
    """A surname of its own for every number: Aabcd, Babcd …"""
    letters = "BCDFGHKLMNPRSTVWZ"
    text, rest = "", number + 17
    while rest:
        rest, digit = divmod(rest, len(letters))
        text += letters[digit] + "aeiou"[digit % 5]
    return text.title()


def born(number: int) -> date:
    """A birth date of an adult."""
    return date(1950 + number % 50, 1 + number % 12, 1 + number % 28)


def signal(row: int, about: int | None = None, **changes: Any) -> Delivered:
    """A signal of `woonhof` in row N about resident `about` (default: the same number)."""
    number = row if about is None else about
    made = Delivered(
        signal_id=SignalId(f"d1-{row}"),
        delivery_id=DeliveryId("d1"),
        row=row,
        creditor_id=CreditorId("woonhof"),
        kind=MessageKind.SIGNAL,
        reference=f"C{number}",
        arrears_type=ArrearsType.RENT,
        amount_cents=Cents(50_000 + row),
        signal_on=ON,
        person=Person(
            name=Name(initials="A.M.", surname=surname(number)),
            born=PartialDate.of(born(number)),
            address=address(number),
        ),
        arrears_since_on=date(2026, 9, 1),
    )
    return replace(made, **changes)


def asked(
    row: Delivered | None = None,
    earlier: Earlier | None = None,
    on: date = ON,
    bases: Mapping[ArrearsType, Any] | None = None,
    **terms: Any,
) -> Asked:
    """A row held against the covenant of `woonhof` as it stands on the day of receipt."""
    agreed = covenant("woonhof", **terms).on(on)
    known_bases = city().arrears_types if bases is None else bases
    return Asked(signal(1) if row is None else row, agreed, known_bases, on, earlier)


def refusal(question: Asked) -> Refusal | None:
    """Why the row may not come in, or None when it may."""
    answer = admit(question)
    return answer.code if isinstance(answer, NotAdmitted) else None


def known(number: int, **changes: Any) -> Known:
    """Signal number N of a household: € 500 of rent owed to `woonhof`."""
    made = Known(
        signal_id=SignalId(f"s-{number:03d}"),
        creditor_id=CreditorId("woonhof"),
        partner_type="Huur",
        arrears_type=ArrearsType.RENT,
        amount_cents=Cents(50_000),
        signal_on=ON,
        crisis=False,
    )
    return replace(made, **changes)


def matched(latest: Known | None = None, **around: Any) -> Matched:
    """A signal of household `h-1`, received today; `around` is what is known of the resident."""
    return Matched(
        signal=known(1) if latest is None else latest,
        household_id=HouseholdId("h-1"),
        resident_id=ResidentId("r-1"),
        kind=MatchKind.RESIDENT,
        received_on=ON,
        surroundings=Surroundings(**around),
    )


def weighed(track: Track, **around: Any) -> Weighed:
    """A household of one signal that was weighed into a track, whatever its points."""
    return Weighed(enrich(combine(matched(**around), ()), (), Depth.NONE, ()), 0, track, (), None)
