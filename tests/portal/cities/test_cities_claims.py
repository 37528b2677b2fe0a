"""claims.yaml: what the two cities decided about their own claims, and what is refused."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.cities.load import city_folder, load_city
from portal.faults import BadFile
from protocols.city import City
from protocols.claims.categories import Category, opened
from protocols.claims.limitation import Happened, Period, recalculate
from protocols.claims.loading import What
from protocols.claims.ordinary import Standing, standing
from protocols.claims.suspicion import Counts, Suspicion, suspicions
from protocols.claims.words import (
    Cost,
    Effect,
    Happening,
    Lane,
    Liable,
    Nature,
    OwnStep,
    PlanUse,
)
from protocols.plan.words import Within
from protocols.privacy.consent import Purpose
from tests.support.claims import DUE, claim

TODAY = date(2026, 11, 22)
CLAIMS = "claims.yaml"
GENT, DRONTEN = load_city(city_folder("gent")), load_city(city_folder("dronten"))
BOTH = pytest.mark.parametrize("city", [GENT, DRONTEN], ids=["gent", "dronten"])
Refusals = Callable[[str, str], list[tuple[str, str]]]


def category(city: City, name: str) -> Category:
    """A category as it holds today."""
    found = city.claims.category_on(name, TODAY)
    assert found is not None
    return found


@BOTH
def test_every_category_is_whole_and_names_its_sources(city: City) -> None:
    """On every day since 2021; every doubt says what is not confirmed."""
    tables = city.claims
    for name in tables.kinds:
        assert tables.category_on(name, date(2021, 1, 1)) is not None
        assert tables.category_on(name, date(2020, 12, 31)) is None
    assert all(row.source for row in tables.rows())
    doubts = [row.value.doubt for row in tables.rows() if row.value.doubt]
    assert len(doubts) > 10
    assert all(doubt.startswith("niet bevestigd: ") for doubt in doubts)


@pytest.mark.parametrize(
    ("name", "nature", "months"),
    [
        ("school", Nature.NON_FISCAL, 12),
        ("childcare", Nature.NON_FISCAL, 24),
        ("parking", Nature.NON_FISCAL, 120),
        ("tax", Nature.FISCAL, 60),
        ("gas-fine", Nature.FINE, 60),
        ("library", Nature.NON_FISCAL, 120),
        ("ocmw", Nature.NON_FISCAL, 120),
        ("other", Nature.NON_FISCAL, 120),
    ],
)
def test_the_limitation_of_gent_is_that_of_the_practitioners(
    name: str, nature: Nature, months: int
) -> None:
    """OSLO workshop 3: tax 5 years, other 10, GAS 5, school 1; P2Y in its example of childcare."""
    found = category(GENT, name)
    assert (found.kind.nature, found.limitation) == (nature, Period(months, months))


@pytest.mark.parametrize("name", list(DRONTEN.claims.kinds))
def test_every_dutch_claim_is_time_barred_after_five_years(name: str) -> None:
    """Awb 4:104; after the six weeks of 4:87 the fourteen days of 4:112."""
    found = category(DRONTEN, name)
    assert (found.limitation, found.ordinary_days) == (Period(60, 60), 14)


def test_only_what_a_city_excluded_stays_out_of_plans() -> None:
    """A fine, in both; a parameter of the city (OSLO workshop 2)."""
    for city, expected in ((GENT, {"gas-fine"}), (DRONTEN, {"fine"})):
        kinds = {name: category(city, name).kind.plans for name in city.claims.kinds}
        assert {name for name, use in kinds.items() if use is PlanUse.EXCLUDED} == expected


def test_parents_owe_school_together_and_a_school_does_its_own_steps() -> None:
    """OSLO workshop 1: only education is owed jointly. No costs come on top of it."""
    joint = {one for one in GENT.claims.kinds if category(GENT, one).kind.liable is Liable.JOINT}
    assert joint == {"school"}
    for name in ("school", "childcare"):
        found = category(GENT, name)
        assert found.costs.allowed == frozenset()
        assert {OwnStep.PERSONAL_CONTACT, OwnStep.RIGHTS_CHECK} <= set(found.steps)
    assert category(GENT, "parking").costs.within is Within.COSTS_FIRST
    assert Cost.REMINDER not in category(GENT, "tax").costs.allowed


def test_in_the_netherlands_only_consent_opens_the_citys_own_claims() -> None:
    """The deciding rule is a row: Wgs, and no municipal tax as a signal since 2025-05-15."""
    lane = DRONTEN.claims.lane_on(TODAY)
    assert lane is Lane.OWN_UNTIL_CONSENT
    assert not opened(lane, {Purpose.INCOME})
    assert opened(lane, {Purpose.DOSSIER})


def test_in_flanders_the_claims_stand_beside_the_case() -> None:
    """The pair; whether that may be before consent was left open, and the row says so."""
    assert opened(GENT.claims.lane_on(TODAY), set())
    assert GENT.claims.lane[0].value.doubt.startswith("niet bevestigd: ")


@pytest.mark.parametrize("what", Happening)
def test_what_a_happening_does_to_a_limitation_is_decided_in_both(what: Happening) -> None:
    """An acknowledgement interrupts in both; a deferral stops the term in the Netherlands only."""
    gent, dronten = (city.claims.effects_on(TODAY)[what] for city in (GENT, DRONTEN))
    differs = {Happening.REMINDER, Happening.DISPUTE, Happening.DEFERRAL}
    assert (gent is dronten) is (what not in differs)
    assert (what is Happening.DISPUTE) is (gent is Effect.SUSPENDS)


def test_the_rows_calculate_a_limitation_and_a_standing() -> None:
    """From file to answer: an invoice of a school acknowledged in December 2026."""
    school, effects = category(GENT, "school"), GENT.claims.effects_on(TODAY)
    told = [Happened(Happening.ACKNOWLEDGEMENT, date(2026, 12, 1))]
    later = date(2027, 3, 11)
    found = recalculate(DUE, school.limitation, told, effects, later)
    assert found.limitation_on == date(2027, 12, 2)
    assert standing(claim(), school, later) is Standing.TIME_BARRED
    kept = replace(claim(), limitation_on=found.limitation_on)
    assert standing(kept, school, later) is Standing.OVERVIEW
    assert standing(claim(), school, DUE + timedelta(days=30)) is Standing.ORDINARY


@BOTH
def test_a_file_that_loses_much_must_be_confirmed(city: City) -> None:
    """A fifth gone, or a twentieth changed in what hardly ever changes."""
    limits = city.claims.limits_on(TODAY)
    assert suspicions(Counts({What.GONE: 200, What.UNCHANGED: 800}), limits) == ()
    found = suspicions(Counts({What.GONE: 201, What.UNCHANGED: 799}), limits)
    assert found == (Suspicion.MANY_GONE,)


@pytest.fixture
def refused(tmp_path: Path) -> Refusals:
    """What is said of a copy of Gent in which the first `old` of claims.yaml became `new`."""

    def _with(old: str, new: str) -> list[tuple[str, str]]:
        folder = Path(shutil.copytree(city_folder("gent"), tmp_path / "gent"))
        text = (folder / CLAIMS).read_text("utf-8")
        assert old in text
        (folder / CLAIMS).write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadFile) as caught:
            load_city(folder)
        assert {one.file for one in caught.value.faults} == {CLAIMS}
        return [(one.field, one.code) for one in caught.value.faults]

    return _with


MISTAKES = [
    ("nature: non_fiscal", "nature: privaat", "kinds.school[0].nature", "not-a-choice"),
    ("liable: joint", "liable: gezin", "kinds.school[0].liable", "not-a-choice"),
    ("plans: included", "plans: true", "kinds.school[0].plans", "not-a-choice"),
    ("unit: category", "unit: days", "kinds.school[0].unit", "not-a-choice"),
    ("value: 30", "value: -1", "ordinary_days.school[0].value", "too-little"),
    ("again: 12", "again: 0", "limitation.school[0].again", "too-little"),
    ("allowed: []", "allowed: [boete]", "costs.school[0].allowed[0]", "not-a-choice"),
    ("[reminder, bailiff]", "[bailiff, bailiff]", "costs.parking[0].allowed", "twice"),
    ("within: costs_first", "within: kosten", "costs.parking[0].within", "not-a-choice"),
    ("value: [invoice, reminder]", "value: []", "steps.parking[0].value", "too-few"),
    ("value: suspends", "value: stuit", "effects.dispute[0].value", "not-a-choice"),
    ("  dispute:", "  ruzie:", "effects.ruzie", "not-a-choice"),
    ("value: with_case", "value: open", "lane[0].value", "not-a-choice"),
    ("gone: 2000", "gone: 10001", "loading[0].gone", "too-much"),
    ("  ocmw:", "  welzijn:", "ordinary_days.ocmw", "unknown-category"),
    ("  ocmw:", "  welzijn:", "ordinary_days", "missing-category"),
    ("  ocmw:", "  Het OCMW:", "kinds.Het OCMW", "bad-id"),
    ("valid_to: null", "valid_to: 2020-12-31", "kinds.school[0].valid_to", "period"),
]


@pytest.mark.parametrize(("old", "new", "field", "code"), MISTAKES)
def test_a_mistake_is_refused_at_its_field(
    refused: Refusals, old: str, new: str, field: str, code: str
) -> None:
    """Each with the field to repair; the value is not repeated."""
    assert (field, code) in refused(old, new)


def test_an_unsure_source_without_its_doubt_is_refused(refused: Refusals) -> None:
    """Whoever reads the limitation must read that it is not sure."""
    old = 'source: "OSLO Schuldbeheer, workshop 1: alleen voor onderwijs'
    new = 'source: "niet bevestigd: workshop 1, alleen voor onderwijs'
    assert refused(old, new) == [("kinds.school[0].doubt", "doubt-missing")]


def test_a_happening_without_a_row_is_named(refused: Refusals) -> None:
    """What is not decided would silently do nothing."""
    text = (city_folder("gent") / CLAIMS).read_text("utf-8")
    row = re.search(r"  deferral:\n(   .*\n)+", text)
    assert row is not None
    assert refused(row[0], "") == [("effects", "missing-row")]


def test_the_guide_for_jurists_knows_the_words_of_claims() -> None:
    """README.md is where somebody without the code looks a word up."""
    guide = (Path(__file__).parents[3] / "cities" / "README.md").read_text("utf-8")
    words = [*Nature, *Liable, *PlanUse, *Lane, *Cost, *OwnStep, *Happening, *Effect]
    assert not [word for word in words if f"`{word.value}`" not in guide]
