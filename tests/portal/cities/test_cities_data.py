"""The two cities that come with the project: they load, and say what was decided."""

import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from portal.cities.articles import VALUES, Feedback, Paused
from portal.cities.columns import CANONICAL_COLUMNS
from portal.cities.load import city_folder, load_city
from protocols.city import City
from protocols.covenant.signal import ArrearsType, CollectionStep
from protocols.covenant.terms import REQUIRED_TERMS, Term
from protocols.ids import CreditorId, TeamId
from protocols.judgement import Disposition, MatchKind
from protocols.privacy.terms import Depth, Kept
from protocols.rules import Rule
from protocols.work.clock import DayKind
from protocols.work.points import Measure, Track
from protocols.work.route import ELSEWHERE

CITIES = ("dronten", "gent")
TODAY = date(2026, 11, 22)
LAST_ROWS = {"mortgage", "tax", "benefits", "municipal_tax"}


@pytest.fixture(scope="module")
def dronten() -> City:
    """The Dutch example."""
    return load_city(city_folder("dronten"))


@pytest.fixture(scope="module")
def gent() -> City:
    """The Flemish example."""
    return load_city(city_folder("gent"))


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest) -> City:
    """Each of them."""
    return load_city(city_folder(request.param))


def rules_of(city: City) -> Iterator[Rule[object]]:
    """Every rule row of a city, wherever it stands."""
    for covenant in city.covenants.values():
        for rows in covenant.terms.values():
            yield from rows
    for table in (city.arrears_types, city.privacy.dispositions, city.privacy.retention_days):
        for named in table.values():
            yield from named
    contact = city.contact
    for agreed in (contact.effort, contact.ways, contact.acceptance, city.privacy.consent_days):
        for those in agreed.values():
            yield from those
    yield from contact.quick_fix_days
    for clock in city.clocks.first_contact.values():
        yield from clock
    yield city.privacy.basis
    privacy = city.privacy
    clocks = city.clocks
    kept = (privacy.depth, privacy.claim_bands, privacy.many_residents, privacy.receipt)
    lists = (city.steps, city.tracks, city.districts, city.teams, city.workers)
    for rows in (*kept, clocks.remind_days, *lists):
        yield from rows
    yield from city.plan.rows()
    yield from city.claims.rows()
    for assumed in city.benefits.rows.values():
        yield from assumed


def test_every_rule_row_has_a_source_a_unit_and_a_first_day(city: City) -> None:
    """A rule that nobody can look up is no rule (STYLE 3)."""
    rows = list(rules_of(city))
    assert len(rows) > 150
    for row in rows:
        assert len(row.source) > 10
        assert row.unit
        assert row.valid_from >= date(2021, 1, 1)


@pytest.mark.parametrize("name", CITIES)
def test_every_row_in_the_files_comes_out_as_a_rule(name: str) -> None:
    """Counted in the text itself, so no row is dropped on the way; starts_at has no rule type."""
    folder = city_folder(name)
    written = sum(
        len(re.findall(r"^ +valid_to:|^ {2}valid_to:", path.read_text("utf-8"), re.MULTILINE))
        for path in folder.rglob("*.yaml")
    )
    assert len(list(rules_of(load_city(folder)))) == written - 1


@pytest.mark.parametrize("name", CITIES)
def test_a_city_loads_within_a_second(name: str) -> None:
    """It is read at every start of a command."""
    started = time.perf_counter()
    load_city(city_folder(name))
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("name", CITIES)
def test_what_is_not_confirmed_says_what_is_not_confirmed(name: str) -> None:
    """`grep "niet bevestigd:"` must find every doubt, and a doubt without subject helps nobody."""
    for path in city_folder(name).rglob("*.yaml"):
        text = " ".join(path.read_text("utf-8").split())
        assert text.count("niet bevestigd") == len(re.findall(r"niet bevestigd: \w+ \w", text))


def test_dronten_is_a_dutch_municipality_with_five_creditors(dronten: City) -> None:
    """The identity that events, receipts and DDAS exports are made with."""
    assert (dronten.city_id, dronten.name, dronten.country) == ("dronten", "Dronten", "NL")
    assert dronten.municipality_codes == ("0303",)
    assert re.fullmatch(r"00000001\d{12}", dronten.oin)
    assert dronten.languages[0] == "nl"
    assert set(dronten.covenants) == {
        "flevohoven",
        "polderstroom",
        "zuiderwater",
        "zorgzeker",
        "meerkring",
    }


def test_gent_is_a_flemish_city_with_four_creditors(gent: City) -> None:
    """Second legal world on the same code."""
    assert (gent.city_id, gent.name, gent.country) == ("gent", "Gent", "BE")
    assert gent.municipality_codes == ("44021",)
    assert re.fullmatch(r"\d{20}", gent.oin)
    assert set(gent.covenants) == {"dewoonst", "scheldestroom", "leiewater", "gezondleven"}


def test_the_invented_numbers_cannot_belong_to_anybody(dronten: City, gent: City) -> None:
    """RSIN fails the eleven test, the enterprise number its check digits (97 - n mod 97)."""
    rsin = [int(digit) for digit in dronten.oin[8:17]]
    assert sum(w * d for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), rsin, strict=True)) % 11 != 0
    number = gent.oin[8:18]
    assert 97 - int(number[:8]) % 97 != int(number[8:])


def test_every_covenant_agrees_on_every_required_term(city: City) -> None:
    """On the first day of the covenants as well as now."""
    for covenant in city.covenants.values():
        for day in (date(2021, 1, 1), date(2022, 11, 29), date(2022, 11, 30), TODAY):
            assert covenant.on(day).rows.keys() >= REQUIRED_TERMS


@pytest.mark.parametrize("name", CITIES)
def test_an_agreed_kind_of_arrears_has_a_basis_on_that_day(name: str) -> None:
    """Otherwise a creditor would deliver what can never come in."""
    city = load_city(city_folder(name))
    for covenant in city.covenants.values():
        for kind in covenant.on(TODAY).arrears_in_order:
            assert any(row.covers(TODAY) for row in city.arrears_types[kind])


@pytest.mark.parametrize(
    ("creditor", "minimum", "steps", "arrangement", "outside", "national_id"),
    [
        ("flevohoven", 10_000, "declared", "noted", "noted", "dropped"),
        ("polderstroom", 5_000, "declared", "refused", "noted", "dropped"),
        ("zuiderwater", 2_500, "declared", "refused", "noted", "dropped"),
        ("zorgzeker", 5_000, "declared", "refused", "noted", "accepted"),
        ("meerkring", 10_000, "refused", "refused", "refused", "dropped"),
    ],
)
def test_a_dutch_covenant_says_what_was_agreed(
    dronten: City,
    creditor: str,
    minimum: int,
    steps: str,
    arrangement: str,
    outside: str,
    national_id: str,
) -> None:
    """LCV and NVVK (May 2022); a BSN outside health care has no confirmed basis."""
    terms = dronten.covenants[CreditorId(creditor)].on(TODAY)
    assert terms.number_of(Term.MINIMUM_AMOUNT) == minimum
    assert terms.number_of(Term.MAXIMUM_AMOUNT) == 10_000_000
    assert terms.word_of(Term.STEPS_NOT_MENTIONED) == steps
    assert terms.word_of(Term.ARRANGEMENT) == arrangement
    assert terms.word_of(Term.OBJECTION) == "refused"
    assert terms.word_of(Term.OUTSIDE_WINDOW) == outside
    assert terms.word_of(Term.NATIONAL_ID) == national_id
    assert terms.window == (20, 25)
    assert terms.number_of(Term.WITHDRAWAL_DAYS) == 180
    assert terms.number_of(Term.PAUSE_DAYS) == 30
    assert terms.required_steps == tuple(CollectionStep)
    assert terms.rows[Term.FEEDBACK].value == (
        "received",
        "rejected",
        "in_treatment",
        "help_accepted",
        "closed",
    )


def test_a_receipt_can_name_covenant_and_article(dronten: City) -> None:
    """The creditor reads this."""
    terms = dronten.covenants[CreditorId("flevohoven")].on(TODAY)
    assert terms.article(Term.MINIMUM_AMOUNT) == "DR-2021-01 art. 4.1"


def test_the_legal_bases_are_dated(dronten: City) -> None:
    """Stcrt. 2021, 45719 and 2025, 17636: municipal tax out, Belastingdienst and Toeslagen in."""
    on = {
        day: {
            kind
            for kind, rows in dronten.arrears_types.items()
            if any(row.covers(day) for row in rows)
        }
        for day in (date(2021, 12, 31), date(2022, 1, 1), date(2025, 5, 14), date(2025, 5, 15))
    }
    bgs = {kind for kind in ArrearsType if kind.value not in LAST_ROWS}
    assert on[date(2021, 12, 31)] == bgs
    temporary = {ArrearsType.MORTGAGE, ArrearsType.MUNICIPAL_TAX}
    assert on[date(2022, 1, 1)] == on[date(2025, 5, 14)] == bgs | temporary
    later = {ArrearsType.MORTGAGE, ArrearsType.TAX, ArrearsType.BENEFITS}
    assert on[date(2025, 5, 15)] == bgs | later


def test_columns_point_to_ours_and_one_creditor_maps_nothing(city: City) -> None:
    """Headings differ per creditor; canonical names need no mapping."""
    mapped = {c: dict(covenant.creditor.columns) for c, covenant in city.covenants.items()}
    assert sum(not columns for columns in mapped.values()) == 1
    for columns in filter(None, mapped.values()):
        assert sorted(columns.values()) == sorted(CANONICAL_COLUMNS)
    headings = [frozenset(columns) for columns in mapped.values()]
    assert len(set(headings)) == len(headings)


def test_a_housing_association_keeps_its_own_headings(dronten: City) -> None:
    """As its export writes them."""
    columns = dronten.covenants[CreditorId("flevohoven")].creditor.columns
    assert columns["Huurdersnummer"] == "reference"
    assert columns["Tussenvoegsel"] == "prefix"
    assert columns["Openstaand bedrag"] == "amount"
    assert columns["Achterstand sinds"] == "arrears_since"


def test_depth_is_none_in_dronten_and_a_summary_in_gent(dronten: City, gent: City) -> None:
    """Wgs: no municipal claims before consent; Eenheid van schuld: an overview."""
    assert dronten.privacy.depth_on(TODAY) is Depth.NONE
    assert gent.privacy.depth_on(TODAY) is Depth.SUMMARY
    assert gent.privacy.bands_on(TODAY) == (25_000, 100_000, 500_000)


def test_only_residents_go_on_and_doubt_goes_to_people(city: City) -> None:
    """Who is no resident is minimised."""
    rows = city.privacy.dispositions_on(TODAY)
    assert {kind: row.value for kind, row in rows.items()} == {
        MatchKind.RESIDENT: Disposition.PROCEED,
        MatchKind.OTHER_ADDRESS: Disposition.PROCEED,
        MatchKind.PROBABLE: Disposition.REVIEW,
        MatchKind.ADDRESS_ONLY: Disposition.MINIMISE,
        MatchKind.NOT_RESIDENT: Disposition.MINIMISE,
        MatchKind.DECEASED: Disposition.MINIMISE,
        MatchKind.COMPANY: Disposition.MINIMISE,
    }


def test_every_category_of_data_has_a_retention(city: City) -> None:
    """Nothing is kept because nobody decided."""
    kept = {category: city.privacy.retention_on(category, TODAY) for category in Kept}
    assert kept == {
        Kept.REVIEW: 28,
        Kept.DECISION: 14,
        Kept.OPEN_SIGNAL: 183,
        Kept.CLOSED_CASE: 1826,
        Kept.ADMISSION: 183,
        Kept.RECEIPT: 730,
        Kept.DEAD_LETTER: 183,
        Kept.EVENT_LOG: 183,
        Kept.SESSION: 1,
        Kept.AUDIT: 1826,
    }
    assert city.privacy.many_residents_on(TODAY) == 12


def test_a_crisis_has_three_working_days_and_a_letter_four_weeks(city: City) -> None:
    """Wgs, second source; a visit follows Amsterdam's fourteen days."""
    terms = {t: rows[0].value for t, rows in city.clocks.first_contact.items()}
    assert {track: (term.days, term.kind) for track, term in terms.items()} == {
        Track.CRISIS: (3, DayKind.WORKING),
        Track.VISIT: (14, DayKind.CALENDAR),
        Track.CALL: (28, DayKind.CALENDAR),
        Track.LETTER: (28, DayKind.CALENDAR),
        Track.LIGHT_OFFER: (28, DayKind.CALENDAR),
    }


def test_a_clock_skips_the_holidays_of_the_law(dronten: City, gent: City) -> None:
    """Algemene termijnenwet art. 3 counts Good Friday and every 5 May; Belgium has 1 May."""
    thursday_before_easter = date(2026, 4, 2)
    assert dronten.clocks.first_contact_by(Track.CRISIS, thursday_before_easter) == date(2026, 4, 9)
    assert gent.clocks.first_contact_by(Track.CRISIS, thursday_before_easter) == date(2026, 4, 8)
    assert date(2026, 5, 5) in dronten.clocks.calendar.holidays
    assert date(2026, 4, 27) in dronten.clocks.calendar.holidays
    assert date(2026, 5, 1) in gent.clocks.calendar.holidays
    assert date(2026, 5, 1) not in dronten.clocks.calendar.holidays
    for city in (dronten, gent):
        years = {day.year for day in city.clocks.calendar.holidays}
        assert years == set(range(2020, 2041))


@pytest.mark.parametrize(
    ("name", "postcode", "district", "team"),
    [
        ("dronten", "8251AB", "Dronten", "dronten"),
        ("dronten", "8253ZZ", "Dronten", "dronten"),
        ("dronten", "8255AB", "Swifterbant", "dorpen"),
        ("dronten", "8256AB", "Biddinghuizen", "dorpen"),
        ("dronten", "1011AB", ELSEWHERE, "dronten"),
        ("gent", "9000", "Centrum", "centrum"),
        ("gent", "9032", "West", "west"),
        ("gent", "9041", "Noordoost", "noordoost"),
        ("gent", "9052", "Zuid", "zuid"),
        ("gent", "1000", ELSEWHERE, "centrum"),
    ],
)
def test_a_postcode_leads_to_a_team(name: str, postcode: str, district: str, team: str) -> None:
    """A crisis goes to the crisis team wherever it is; the last team takes what fits nowhere."""
    routing = load_city(city_folder(name)).routing_on(TODAY)
    assert routing.district_of(postcode) == district
    assert routing.team_for(district, Track.VISIT).team_id == TeamId(team)
    assert routing.team_for(district, Track.CRISIS).team_id == TeamId("crisis")


def test_every_team_has_workers_and_workers_have_no_names(city: City) -> None:
    """Ids only: `d-01`."""
    routing = city.routing_on(TODAY)
    assert {team.team_id for team in routing.teams} == {w.team_id for w in routing.workers}
    prefix = city.city_id[0]
    for worker in routing.workers:
        assert re.fullmatch(prefix + r"-\d\d", worker.worker_id)
        assert "nl" in worker.languages
        assert worker.capacity > 0


def test_only_gent_weighs_the_citys_own_claims(dronten: City, gent: City) -> None:
    """Dronten sees none, so a step on them would be a dead letter."""
    assert Measure.CITY_CLAIMS in gent.weighing_on(TODAY).steps
    assert Measure.CITY_CLAIMS not in dronten.weighing_on(TODAY).steps


def test_the_guide_for_jurists_knows_every_word() -> None:
    """README.md is where somebody without the code looks a word up."""
    guide = (Path(__file__).parents[3] / "cities" / "README.md").read_text("utf-8")
    words = {f"`{word}`" for kind in (ArrearsType, Term, Measure, Track) for word in kind}
    words |= {
        f"`{word}`" for kind in (CollectionStep, MatchKind, Disposition, Kept) for word in kind
    }
    words |= {f"`{word}`" for word in (*CANONICAL_COLUMNS, *Depth, *DayKind, *Paused, *Feedback)}
    words |= {f"`{value.unit}`" for value in VALUES.values()}
    words |= {f"`{row.unit}`" for name in CITIES for row in rules_of(load_city(city_folder(name)))}
    assert not {word for word in words if word not in guide}


def test_every_term_has_a_shape() -> None:
    """A term added to the protocols must be added to the loader too."""
    assert set(VALUES) == set(Term)
