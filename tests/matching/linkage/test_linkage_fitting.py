"""Learning without labels: from made-up pairs with known shares, and from a made-up town."""

import numpy as np
import pytest

from matching.evaluate import SAME_FROM
from matching.linkage.chances import ELSEWHERE, Chances
from matching.linkage.fitting import FEWEST, Pairs, fit
from matching.linkage.guessed import guessed
from matching.linkage.layout import GROUPS, OFFSETS, PATTERNS
from matching.linkage.linker import Linker
from matching.linkage.model import Table, Weights, expected, unit
from matching.linkage.patterns import levels_of, masks_of, pattern_of, spread
from tests.support.town import Town, town

RESIDENTS = 5_000
DECOYS = 4
TRULY_SWAPPED = 0.2
"""In the made-up pairs a fifth of the birth dates is nearly right; expected is a twentieth."""
NEAR, SAME = 6, 7


def truly() -> dict[str, Table]:
    """What the same person agrees on in the made-up pairs."""
    born = unit("born", 0, (1, 0.04, 0.96, 0.01, 0.005, 0.01, TRULY_SWAPPED, 0.775))
    sex = unit("born", 1, (1, 0.02, 0.98))
    return dict(expected().same) | {"born": spread("born", [born, sex])}


def drawn(rng: np.random.Generator, tables: dict[str, Table], many: int) -> np.ndarray:
    """Patterns (n × 4) of pairs of which all but e-mail, phone and id is known."""
    found = np.zeros((many, 4), np.int64)
    for g, group in enumerate(GROUPS):
        wanted = 0 if group == "contact" else masks_of(group).max()
        chances = np.where(masks_of(group) == wanted, tables[group], 0)
        chances /= chances.sum()
        found[:, g] = OFFSETS[group] + rng.choice(len(chances), many, p=chances)
    return found


def made_up(rng: np.random.Generator, signals: int, about: float) -> tuple[Pairs, Chances]:
    """Candidates of signals of which a share is about one of them; nobody is family."""
    chances = guessed()
    owner, patterns = [], []
    for n in range(signals):
        strangers = drawn(rng, chances.unrelated, DECOYS)
        mine = drawn(rng, truly(), 1) if rng.random() < about else strangers[:0]
        patterns.append(np.concatenate([mine, strangers]))
        owner.append(np.full(len(mine) + DECOYS, n))
    pairs = np.concatenate(patterns)
    return Pairs(np.concatenate(owner), pairs, np.zeros(len(pairs), np.float32)), chances


def near_share(weights: Weights) -> float:
    """The share of birth dates that are nearly right, of those that are whole."""
    table, levels = weights.same["born"], levels_of("born")
    return float(table[(levels[:, 0] == NEAR) & (levels[:, 1] == 2)].sum()) / 0.98


@pytest.mark.parametrize("about", [0.3, 0.7])
def test_the_share_of_residents_is_learned(rng: np.random.Generator, about: float) -> None:
    """Nobody says which signals are about a resident; it shows in how pairs agree."""
    pairs, chances = made_up(rng, 1_500, about)
    learned = fit(pairs, 1_500, RESIDENTS, expected(), chances)
    assert learned.resident_share == pytest.approx(about, abs=0.04)
    assert learned.relative_share < 0.05


def test_what_the_same_person_agrees_on_is_learned(rng: np.random.Generator) -> None:
    """From a twentieth that was expected to the fifth that is so."""
    pairs, chances = made_up(rng, 3_000, 0.8)
    learned = fit(pairs, 3_000, RESIDENTS, expected(), chances)
    assert near_share(expected()) == pytest.approx(0.05, abs=0.01)
    assert near_share(learned) == pytest.approx(TRULY_SWAPPED, abs=0.03)


def test_few_signals_move_the_weights_less_than_many(rng: np.random.Generator) -> None:
    """Five people are drawn towards what was expected; three thousand are not."""
    few, chances = made_up(rng, 5, 0.8)
    many, _ = made_up(rng, 3_000, 0.8)
    of_few = near_share(fit(few, 5, RESIDENTS, expected(), chances))
    of_many = near_share(fit(many, 3_000, RESIDENTS, expected(), chances))
    assert abs(of_few - near_share(expected())) < abs(of_many - near_share(expected())) / 2


@pytest.mark.parametrize("group", GROUPS)
def test_without_data_the_weights_do_not_drift(group: str) -> None:
    """Signals without a single candidate say nothing about how the same person agrees."""
    nothing = Pairs(np.zeros(0, np.int64), np.zeros((0, 4), np.int64), np.zeros(0, np.float32))
    learned = fit(nothing, 50, RESIDENTS, expected(), guessed())
    before = expected().same[group]
    alone = masks_of(group)
    for mask in np.unique(alone):
        these = alone == mask
        assert learned.same[group][these].sum() == pytest.approx(1, abs=1e-5)
        assert np.argmax(learned.same[group][these]) == np.argmax(before[these])
    if group != "place":
        assert learned.same[group] == pytest.approx(before, abs=1e-6)


def test_what_family_agrees_on_stays_a_guess_where_there_are_no_homes(
    rng: np.random.Generator,
) -> None:
    """Counted on no home at all, it must not become what strangers happen to agree on."""
    pairs, chances = made_up(rng, 300, 0.8)
    learned = fit(pairs, 300, RESIDENTS, expected(), chances)
    assert learned.relative is not None
    assert learned.relative["name"] == pytest.approx(chances.relative["name"], abs=1e-8)


def test_learned_tables_add_up_for_whatever_could_be_compared(linker: Linker, people: Town) -> None:
    """Also after learning, a missing field counts neither for nor against somebody."""
    learned = linker.train(people.signals)
    for group, table in learned.same.items():
        masks = masks_of(group)
        assert np.bincount(masks, table)[np.unique(masks)] == pytest.approx(1, abs=1e-6)
    assert sum(map(len, learned.same.values())) == PATTERNS
    assert learned.source == "learned"
    assert (learned.signals, learned.residents) == (len(people.signals), len(people.register))


def test_learning_changes_nothing_until_it_is_used(linker: Linker, people: Town) -> None:
    """`train` answers; only `use` makes a linker score otherwise."""
    row = linker.row(people.signals[1])
    before = linker.ask(row)
    linker.train(people.signals)
    assert linker.ask(row) == before


def test_the_share_of_a_town_is_learned() -> None:
    """Four in five signals of the town are about somebody in it."""
    made = town(600, 400, seed=5)
    linker = Linker(made.register)
    share = len(made.truth) / len(made.signals)
    assert linker.train(made.signals).resident_share == pytest.approx(share, abs=0.06)


def test_lookalikes_are_not_learned_to_be_the_person_where_nobody_is() -> None:
    """Signals about people elsewhere, each with a namesake of another birth date in the register:
    more than chance gives, and yet nobody."""
    levels = {
        "name": (len(GROUPS["name"][0]) - 1, len(GROUPS["name"][1]) - 1),
        "born": (3, 2),
        "place": (1, 1, 1, 4 - 1, 0),
        "contact": (0, 0, 0),
    }
    one = [OFFSETS[g] + int(pattern_of(g, np.array([row]))[0]) for g, row in levels.items()]
    pairs = Pairs(np.arange(500), np.array([one] * 500), np.zeros(500, np.float32))
    learned = fit(pairs, 500, RESIDENTS, expected(), guessed())
    assert learned.resident_share < 0.05
    assert learned.same["born"] == pytest.approx(expected().same["born"], abs=0.02)


@pytest.mark.parametrize("column", ["national_id", "phone", "email"])
def test_one_field_that_only_one_person_has_is_enough(column: str) -> None:
    """Ids, numbers and addresses are given to one person; nobody else in the file is called."""
    values = {"national_id": "9{:08d}", "phone": "06{:08d}", "email": "p{}@voorbeeld.nl"}
    register = [
        {"id": str(n), column: values[column].format(n * 7919 + 10_000)} for n in range(400)
    ]
    signals = [*register[:150], *({column: values[column].format(n + 7)} for n in range(100))]
    linker = Linker(register)
    linker.use(linker.train(signals))
    found = [
        answer.row if answer.probability >= SAME_FROM else None
        for answer in linker.ask_all(signals)
    ]
    assert found[:150] == list(range(150))
    assert found[150:] == [None] * 100


def test_a_tiny_register_teaches_nothing(people: Town) -> None:
    """Of a handful of people chance cannot be counted: the weights stay what they were."""
    linker = Linker(people.register[: FEWEST - 1])
    assert linker.train(people.signals) is linker.weights


def test_another_town_proves_nothing(people: Town) -> None:
    """Where all live in one town, somebody of another town with nothing in common is nobody."""
    linker = Linker(people.register)
    stranger = {"street": "Verweg", "city": "Elders", "given_names": "Xanthippe"}
    for odds in (linker.ask(linker.row(stranger)),):
        assert odds.probability < 0.01
    patterns = levels_of("place")
    differs = (patterns[:, 2] == 1) & (patterns[:, 3] == 1) & (patterns[:, :2] == 0).all(axis=1)
    chance = linker.chances.unrelated["place"][differs]
    assert (chance >= ELSEWHERE / 4)[patterns[differs, 4] == 0].all()
