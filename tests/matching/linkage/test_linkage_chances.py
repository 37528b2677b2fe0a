"""What chance alone agrees on is counted in the register, not guessed."""

from collections import Counter
from string import ascii_lowercase

import numpy as np
import pytest

from matching.linkage.chances import LEAST_SHARED, Chances, chances_of, mean_share
from matching.linkage.layout import GROUPS
from matching.linkage.linker import Linker
from matching.linkage.patterns import levels_of, masks_of, pattern_of
from tests.support.town import Town

BORN_SAME, GIVEN_SAME, SURNAME_SAME = 7, 12, 6


def counted(linker: Linker) -> Chances:
    """What is counted in the register of a linker."""
    return chances_of(linker.segment, linker.words)


def chance(chances: Chances, group: str, *levels: int) -> float:
    """The chance of one pattern for strangers."""
    return float(chances.unrelated[group][pattern_of(group, np.array([levels]))[0]])


@pytest.mark.parametrize("group", GROUPS)
def test_chances_of_strangers_and_family_add_up_for_whatever_could_be_compared(
    linker: Linker, group: str
) -> None:
    """Drawn and counted shares meet within half a hundredth. The town knows no e-mail and no id."""
    masks, levels = masks_of(group), levels_of(group)
    seen = (levels[:, 1:] == 0).all(axis=1) if group == "contact" else levels[:, 0] >= 0
    chances = counted(linker)
    for tables in (chances.unrelated, chances.relative):
        found = np.bincount(masks[seen], tables[group][seen])[np.unique(masks[seen])]
        assert found == pytest.approx(1, abs=0.005)
        assert tables[group].min() > 0


def test_the_chance_of_one_surname_is_the_share_that_was_counted(
    linker: Linker, people: Town
) -> None:
    """The chance that two different people share it: pairs with it over all pairs."""
    counts = Counter(one["surname"] for one in people.register)
    total = sum(counts.values())
    share = sum(n * (n - 1) for n in counts.values()) / (total * (total - 1))
    assert chance(counted(linker), "name", 0, SURNAME_SAME) == pytest.approx(share)


def test_the_chance_of_one_birth_date_is_the_share_that_was_counted(
    linker: Linker, people: Town
) -> None:
    """A random million pairs would hold hardly any; it is counted instead."""
    counts = Counter(one["date_of_birth"] for one in people.register)
    total = sum(counts.values())
    share = max(sum(n * (n - 1) for n in counts.values()), total / 2) / (total * (total - 1))
    assert chance(counted(linker), "born", BORN_SAME, 0) == pytest.approx(share)


def test_a_frequent_surname_says_less_than_a_rare_one() -> None:
    """In a village where half is called the same the surname tells next to nothing."""
    others = [f"Ho{one}l{other}" for one in ascii_lowercase for other in ascii_lowercase][:300]
    village = Linker([{"surname": name} for name in ["Verlen"] * 150 + others[:150]])
    spread_out = Linker([{"surname": name} for name in others])
    assert chance(counted(village), "name", 0, SURNAME_SAME) == pytest.approx(0.249, abs=0.002)
    assert chance(counted(spread_out), "name", 0, SURNAME_SAME) < 0.005


def test_a_value_that_only_one_has_is_no_certainty() -> None:
    """One phone in a whole register: a stranger hardly ever has it too, but a slip may."""
    register = [{"id": str(n), "surname": "Verlen"} for n in range(100)]
    register[3]["phone"] = "06 12345678"
    found = chance(counted(Linker(register)), "contact", 3, 0, 0)
    assert found == pytest.approx(LEAST_SHARED["contact"] / 100)


@pytest.mark.parametrize(
    ("counts", "total", "share"),
    [([5, 5], 10, 40 / 90), ([1, 1, 1, 1], 4, 0.5 / 3), ([10], 10, 1.0), ([1], 1, 0.5)],
)
def test_values_that_all_differ_still_have_half_a_chance_of_one(
    counts: list[int], total: int, share: float
) -> None:
    """Nothing is impossible because it was not seen yet; what was seen is counted exactly."""
    assert mean_share(np.array(counts), total) == pytest.approx(share)


def test_the_same_register_has_the_same_chances(people: Town, linker: Linker) -> None:
    """Pairs are drawn, but always the same ones."""
    again = Linker(people.register)
    for group in GROUPS:
        assert np.array_equal(counted(again).unrelated[group], counted(linker).unrelated[group])


def test_a_register_without_homes_guesses_what_family_agrees_on(people: Town) -> None:
    """Of fewer than 500 pairs of housemates nothing is counted; family shares a surname anyway."""
    bare = [
        {name: one[name] for name in ("id", "surname", "given_names", "date_of_birth")}
        for one in people.register
    ]
    chances = counted(Linker(bare))
    shared = pattern_of("name", np.array([[0, SURNAME_SAME]]))[0]
    assert chances.homes == 0
    assert chances.relative["name"][shared] > 0.4 > 40 * chances.unrelated["name"][shared] / 10


def test_what_housemates_agree_on_is_counted_where_there_are_homes() -> None:
    """Two of a home: here always one surname, never one given name."""
    register = [
        {
            "id": f"{home}{one}",
            "given_names": ("Hanna", "Bram")[one],
            "surname": f"Ho{home:b}l".replace("0", "a").replace("1", "o"),
            "date_of_birth": f"{1950 + home % 50}-0{1 + one}-1{home % 9}",
            "postcode": f"{1000 + home} AB",
            "house_number": "7",
        }
        for home in range(600)
        for one in range(2)
    ]
    linker = Linker(register)
    surname = pattern_of("name", np.array([[0, SURNAME_SAME]]))[0]
    given = pattern_of("name", np.array([[GIVEN_SAME, 0]]))[0]
    chances = counted(linker)
    assert chances.homes > 0
    assert chances.relative["name"][surname] > 0.8
    assert chances.unrelated["name"][given] > 0.4
    assert chances.relative["name"][given] < 0.25
