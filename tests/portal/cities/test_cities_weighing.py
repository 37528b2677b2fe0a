"""Whom the two weighing tables send where: the tracks must spread sensibly."""

from datetime import date

import pytest

from portal.cities.load import city_folder, load_city
from protocols.city import City
from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, HouseholdId, ResidentId, SignalId
from protocols.judgement import MatchKind, Surroundings
from protocols.money import Cents
from protocols.work.combine import Known, Matched, Pattern, combine
from protocols.work.enrich import OpenClaim, enrich
from protocols.work.points import Track
from protocols.work.weigh import Weighed, prioritise

NOW = date(2026, 10, 22)
EARLIER = date(2026, 7, 22)
PARTNER = {
    ArrearsType.RENT: "Huur",
    ArrearsType.WATER: "Water",
    ArrearsType.GAS: "Energie",
    ArrearsType.ELECTRICITY: "Energie",
    ArrearsType.HEALTH: "Zorg",
}
Signal = tuple[ArrearsType, int, date]


@pytest.fixture(scope="module", params=["dronten", "gent"])
def city(request: pytest.FixtureRequest) -> City:
    """Each city."""
    return load_city(city_folder(request.param))


def known(number: int, signal: Signal, crisis: str = "") -> Known:
    """One invented signal; a creditor per kind of arrears."""
    kind, cents, on = signal
    partner = PARTNER[kind]
    name = CreditorId(partner.lower())
    return Known(SignalId(f"s-{number}"), name, partner, kind, Cents(cents), on, bool(crisis))


def weigh(
    city: City,
    *signals: Signal,
    around: Surroundings | None = None,
    claims: int = 0,
    crisis: str = "",
) -> Weighed:
    """Put signals of one household through combine, enrich and prioritise; the last is new."""
    rows = [known(number, signal, crisis) for number, signal in enumerate(signals)]
    matched = Matched(
        rows[-1],
        HouseholdId("h-1"),
        ResidentId("r-1"),
        MatchKind.RESIDENT,
        NOW,
        surroundings=around or Surroundings(age=45, residents=2),
    )
    owed = [
        OpenClaim(f"c-{i}", "parking", Cents(5_000), Cents(5_000), EARLIER) for i in range(claims)
    ]
    combined = combine(matched, rows[:-1])
    depth, bands = city.privacy.depth_on(NOW), city.privacy.bands_on(NOW)
    return prioritise(enrich(combined, owed, depth, bands), city.weighing_on(NOW))


@pytest.mark.parametrize(
    ("kind", "cents"),
    [
        (ArrearsType.HEALTH, 7_500),
        (ArrearsType.HEALTH, 45_000),
        (ArrearsType.WATER, 25_000),
        (ArrearsType.GAS, 90_000),
        (ArrearsType.RENT, 10_000),
        (ArrearsType.RENT, 110_000),
    ],
)
def test_a_single_ordinary_signal_becomes_a_letter(
    city: City, kind: ArrearsType, cents: int
) -> None:
    """From the median threshold of EUR 75 on (Divosa, onder de loep 2024)."""
    weighed = weigh(city, (kind, cents, NOW))
    assert weighed.enriched.combined.pattern is Pattern.SINGLE
    assert weighed.track is Track.LETTER


def test_a_signal_under_75_euros_is_a_light_offer_and_not_silence(city: City) -> None:
    """Small arrears get no points, but they do get an offer."""
    weighed = weigh(city, (ArrearsType.WATER, 7_499, NOW))
    assert weighed.track is Track.LIGHT_OFFER
    assert weighed.points == 0
    assert weighed.nearest is not None
    assert weighed.nearest.needed == 7_500


@pytest.mark.parametrize("months", ["the same month", "an earlier month"])
def test_two_ordinary_signals_become_a_call(city: City, months: str) -> None:
    """Multiple (same month) or consecutive (within six months)."""
    before = NOW if months == "the same month" else EARLIER
    weighed = weigh(city, (ArrearsType.WATER, 9_000, before), (ArrearsType.HEALTH, 28_000, NOW))
    assert weighed.track is Track.CALL


def test_a_repeated_signal_of_one_creditor_becomes_a_call(city: City) -> None:
    """The newest amount counts once; the repetition itself is what weighs."""
    weighed = weigh(city, (ArrearsType.HEALTH, 15_000, EARLIER), (ArrearsType.HEALTH, 28_000, NOW))
    assert weighed.enriched.combined.total_cents == 28_000
    assert weighed.track is Track.CALL


def test_multiple_with_rent_becomes_a_visit(city: City) -> None:
    """The home is at stake and something else as well."""
    weighed = weigh(city, (ArrearsType.RENT, 60_000, NOW), (ArrearsType.HEALTH, 20_000, NOW))
    assert weighed.track is Track.VISIT


def test_multiple_with_a_high_amount_becomes_a_visit(city: City) -> None:
    """Without rent, but above EUR 2,000 together."""
    weighed = weigh(city, (ArrearsType.GAS, 170_000, NOW), (ArrearsType.HEALTH, 45_000, NOW))
    assert weighed.track is Track.VISIT


def test_a_crisis_goes_before_everything(city: City) -> None:
    """End of supply, eviction, cancellation: three working days."""
    weighed = weigh(city, (ArrearsType.WATER, 3_000, NOW), crisis="announced")
    assert weighed.track is Track.CRISIS
    assert weighed.points >= 1000


def test_no_number_of_ordinary_points_makes_a_crisis(city: City) -> None:
    """A crisis is a fact somebody reported, not a sum."""
    many: list[Signal] = [
        (kind, 900_000, day)
        for day in (EARLIER, date(2026, 8, 22), date(2026, 9, 22), NOW)
        for kind in PARTNER
    ]
    around = Surroundings(age=20, minors=5, residents=7)
    weighed = weigh(city, *many, around=around, claims=50)
    assert weighed.track is Track.VISIT
    assert weighed.points < 1000


def test_children_and_youth_make_a_case_heavier_but_not_two_tracks(city: City) -> None:
    """15% of municipalities weigh the household, a third weigh age."""
    signal = (ArrearsType.RENT, 110_000, NOW)
    family = Surroundings(age=24, minors=3, residents=5)
    alone, together = weigh(city, signal), weigh(city, signal, around=family)
    assert together.points > alone.points
    assert (alone.track, together.track) == (Track.LETTER, Track.CALL)


def test_the_citys_own_claims_weigh_in_gent_and_not_in_dronten(city: City) -> None:
    """Depth none sees no claims at all, so they cannot count."""
    signal = (ArrearsType.RENT, 110_000, NOW)
    more = weigh(city, signal, claims=3).points - weigh(city, signal).points
    assert more == (8 if city.city_id == "gent" else 0)


def test_the_tables_differ_between_the_cities() -> None:
    """Each city decides for itself; only the shape is shared."""
    tables = [load_city(city_folder(name)).weighing_on(NOW).steps for name in ("dronten", "gent")]
    assert tables[0] != tables[1]


def test_a_mixed_month_reaches_every_track(city: City) -> None:
    """Shares as in the Divosa monitor 2023: half single, a tenth multiple, the rest successive."""
    health, rent, water = ArrearsType.HEALTH, ArrearsType.RENT, ArrearsType.WATER
    month = [
        *[weigh(city, (health, 15_000 + 3_000 * i, NOW)) for i in range(8)],
        weigh(city, (rent, 65_000, NOW)),
        weigh(city, (water, 4_000, NOW)),
        *[weigh(city, (health, 14_000, EARLIER), (health, 15_000, NOW)) for _ in range(7)],
        weigh(city, (water, 12_000, NOW), (health, 28_000, NOW)),
        weigh(city, (rent, 60_000, NOW), (health, 28_000, NOW)),
        weigh(city, (ArrearsType.GAS, 40_000, NOW), crisis="announced"),
    ]
    tracks = [weighed.track for weighed in month]
    counted = {track: tracks.count(track) for track in Track}
    assert counted == {
        Track.LIGHT_OFFER: 1,
        Track.LETTER: 9,
        Track.CALL: 8,
        Track.VISIT: 1,
        Track.CRISIS: 1,
    }
