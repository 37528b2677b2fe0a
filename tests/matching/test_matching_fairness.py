"""Whether groups of people are found equally well, without telling of small groups."""

from collections.abc import Mapping
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.evaluate import Link
from matching.fairness import (
    CROWD,
    UNKNOWN,
    Dimension,
    Group,
    crowds_of,
    fairness_of,
    groups_of,
    largest_gap,
    too_small,
)
from matching.origins import NameOrigin, origin_of
from portal.synth.tables import rows

ON = date(2026, 11, 22)
HERE = {"street": "Wilgenstraat", "house_number": "12", "postcode": "8251 AB", "city": "Dronten"}


def groups(signal: Mapping[str, str], true: Mapping[str, str] | None = None) -> dict[str, str]:
    """The groups of a signal where nobody shares an address."""
    return {name.value: group for name, group in groups_of(signal, true, {}, ON).items()}


@pytest.mark.parametrize(
    ("surname", "prefix", "origin"),
    [
        ("Hoekstra", "", "dutch_flemish"),
        ("Jong", "de", "dutch_flemish"),
        ("Vandenberghe", "", "dutch_flemish"),
        ("Şahin", "", "turkish"),
        ("Karaoğlu", "", "turkish"),
        ("Yilmaz", "", "turkish"),
        ("Amrani", "El", "arabic_berber"),
        ("Moussa", "Ben", "arabic_berber"),
        ("Kowalski", "", "slavic"),
        ("Jovanović", "", "slavic"),
        ("Ramdin", "", "south_asian_surinamese"),
        ("Bhagwanpersad", "", "south_asian_surinamese"),
        ("Dubois", "", "french"),
        ("Rousseau", "", "french"),
        ("Qwfp", "", "other"),
    ],
)
def test_the_origin_of_a_name_is_guessed_from_its_spelling(
    surname: str, prefix: str, origin: str
) -> None:
    """A coarse guess, for measuring only."""
    assert origin_of(surname, prefix) == origin


def test_no_name_has_no_origin() -> None:
    """Nothing is made of nothing."""
    assert origin_of("") is None
    assert origin_of("...", "-") is None


def test_signs_that_disagree_are_other() -> None:
    """A tie is not broken by the order of a table."""
    assert origin_of("Qwfpski") is NameOrigin.SLAVIC
    assert origin_of("Qwfpski", "El") is NameOrigin.OTHER


@pytest.mark.parametrize(
    ("origin", "guess", "least"),
    [
        ("dutch", NameOrigin.DUTCH_FLEMISH, 0.8),
        ("frisian", NameOrigin.DUTCH_FLEMISH, 0.8),
        ("flemish", NameOrigin.DUTCH_FLEMISH, 0.8),
        ("turkish", NameOrigin.TURKISH, 0.75),
        ("moroccan", NameOrigin.ARABIC_BERBER, 0.75),
        ("polish", NameOrigin.SLAVIC, 0.75),
        ("surinamese", NameOrigin.SOUTH_ASIAN_SURINAMESE, 0.5),
    ],
)
def test_most_names_of_the_made_up_cities_are_guessed_as_they_were_made(
    origin: str, guess: NameOrigin, least: float
) -> None:
    """Good enough to compare groups; half of the Surinamese names there are not South Asian."""
    names = [(row["surname"], row["prefix"]) for row in rows("surnames") if row["origin"] == origin]
    assert sum(origin_of(*name) is guess for name in names) >= least * len(names) > 10


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2008-11-23", "0-17"),
        ("2008-11-22", "18-27"),
        ("1998-11-23", "18-27"),
        ("1998-11-22", "28-44"),
        ("1981-11-22", "45-66"),
        ("1959-11-23", "45-66"),
        ("1959-11-22", "67+"),
        ("1900-01-01", UNKNOWN),
        ("2026-11-23", UNKNOWN),
        ("1980", "45-66"),
        ("", UNKNOWN),
    ],
)
def test_ages_count_in_whole_years_on_a_day(born: str, band: str) -> None:
    """Somebody is eighteen from the birthday on, and nobody is older than 120."""
    assert groups({"date_of_birth": born})["age"] == band


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (HERE, "house"),
        (HERE | {"house_letter": "A"}, "flat_or_box"),
        (HERE | {"house_addition": "bus 3"}, "flat_or_box"),
        (HERE | {"house_number": "12-2"}, "flat_or_box"),
        (dict.fromkeys(HERE, ""), "no_address"),
        ({"postcode": "8251 AB", "house_number": ""}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_how_somebody_lives_is_read_from_the_address(address: dict[str, str], kind: str) -> None:
    """Empty columns tell that there is no address; absent columns tell nothing."""
    assert groups(address)["address"] == kind


def test_an_address_is_shared_by_many_from_twenty_residents_on() -> None:
    """Counted in the register, however the signal spells the address."""
    written = {"postcode": "8251AB", "house_number": "12", "street": "Wilgenstr."}
    for many, kind in ((CROWD - 1, "house"), (CROWD, "shared_by_many")):
        crowds = crowds_of([HERE] * many)
        assert groups_of(written, None, crowds, ON)[Dimension.ADDRESS] == kind
    assert groups_of(HERE | {"house_number": "14"}, None, crowds, ON)[Dimension.ADDRESS] == "house"


def test_a_belgian_postcode_alone_is_no_home() -> None:
    """All of a town has it: the street counts too."""
    gent = {"postcode": "9000", "house_number": "12"}
    crowds = crowds_of([gent | {"street": "Veldstraat"}] * CROWD)
    for street, kind in (("Veldstraat", "shared_by_many"), ("Kouter", "house")):
        found = groups_of(gent | {"street": street}, None, crowds, ON)
        assert found[Dimension.ADDRESS] == kind


def test_what_a_signal_does_not_tell_is_taken_from_the_resident_it_is_about() -> None:
    """Else people of whom less is delivered would be nobody's group."""
    resident = {"surname": "Hoekstra", "sex": "V", "date_of_birth": "1990-01-01"} | HERE
    told = {
        "name_origin": "dutch_flemish",
        "sex": "female",
        "age": "28-44",
        "address": "house",
    }
    assert groups({}, resident) == told
    assert groups({"sex": "M"}, resident) == told | {"sex": "male"}
    assert groups({}, None) == dict.fromkeys(told, UNKNOWN)


def test_a_group_below_the_least_is_not_told_nor_what_would_give_it_away() -> None:
    """All less the others would be the figures of the one that is hidden."""
    assert too_small({"a": 9, "b": 10, "c": 50}, 10) == {"a", "b"}
    assert too_small({"a": 9, "b": 9, "c": 50}, 10) == {"a", "b"}
    assert too_small({"a": 1, "b": 2, "c": 3, "d": 50}, 10) == {"a", "b", "c"}
    assert too_small({"a": 10, "b": 50}, 10) == frozenset()
    assert too_small({"a": 9}, 10) == {"a"}
    assert too_small({}, 10) == frozenset()


@given(st.dictionaries(st.text("abcdef", max_size=3), st.integers(1, 60), max_size=8))
def test_nobody_can_be_found_by_subtracting(sizes: dict[str, int]) -> None:
    """What is hidden is nothing, everything, or at least two groups; small ones always."""
    hidden = too_small(sizes, 10)
    assert {name for name, size in sizes.items() if size < 10} <= hidden
    assert len(hidden) != 1 or len(sizes) == 1


def made(sizes: Mapping[str, tuple[int, int]]) -> tuple[list[Link], dict[str, str], dict[str, str]]:
    """Links, truth and sexes: of each group so many signals, of whom so many are found."""
    links, truth, sexes = [], {}, {}
    for name, (many, found) in sizes.items():
        for n in range(many):
            signal = f"{name}{n}"
            links.append(Link(signal, signal, 0.9 if n < found else 0.5, 0, 1, 0))
            truth[signal], sexes[signal] = signal, name
    Random(1).shuffle(links)
    return links, truth, sexes


def found_for(sizes: Mapping[str, tuple[int, int]]) -> list[Group]:
    """The groups of one dimension; in the others everybody is unknown."""
    links, truth, sexes = made(sizes)
    rest = dict.fromkeys(Dimension, UNKNOWN)
    by_signal = {signal: rest | {Dimension.SEX: sex} for signal, sex in sexes.items()}
    return fairness_of(links, truth, by_signal, 0.8)


def test_every_group_has_the_figures_of_its_own_signals() -> None:
    """Twenty of whom fifteen are found, forty of whom all are; and of all together sixty."""
    found = {
        (group.dimension, group.name): group.figures
        for group in found_for({"x": (20, 15), "y": (40, 40)})
    }
    x, y = found[Dimension.SEX, "x"], found[Dimension.SEX, "y"]
    everybody = found[Dimension.AGE, UNKNOWN]
    assert x is not None
    assert y is not None
    assert everybody is not None
    assert (x.signals, x.recall, x.ambiguous) == (20, 15 / 20, 5)
    assert (y.signals, y.recall, y.ambiguous) == (40, 1.0, 0)
    assert (everybody.signals, everybody.recall) == (60, 55 / 60)


def test_figures_of_a_small_group_are_not_there_at_all() -> None:
    """Neither those of the next smallest."""
    found = {
        one.name: one.figures for one in found_for({"x": (3, 1), "y": (12, 12), "z": (40, 40)})
    }
    assert found["x"] is None
    assert found["y"] is None
    assert found["z"] is not None


def test_the_largest_gap_is_told_with_both_groups() -> None:
    """Whom to look at first; unknown is no group of people, and a hidden group is not told of."""
    sizes = {"x": (20, 15), "y": (40, 40), UNKNOWN: (40, 0), "z": (12, 12)}
    gap = largest_gap(found_for(sizes))
    assert gap is not None
    assert (gap.dimension, gap.best, gap.worst) == (Dimension.SEX, "z", "x")
    assert gap.recall == pytest.approx(0.25)
    hidden = largest_gap(found_for({"x": (9, 0), "y": (9, 0), "z": (20, 20)}))
    assert hidden is None


def test_a_group_with_hardly_anybody_to_find_has_no_part_in_the_gap() -> None:
    """Thirty signals of whom one is about a resident: its recall is 0 or 1 and says nothing."""
    links, truth, sexes = made({"x": (30, 0), "y": (40, 40)})
    for n in range(1, 30):
        del truth[f"x{n}"]
    rest = dict.fromkeys(Dimension, UNKNOWN)
    by_signal = {signal: rest | {Dimension.SEX: sex} for signal, sex in sexes.items()}
    assert largest_gap(fairness_of(links, truth, by_signal, 0.8)) is None
