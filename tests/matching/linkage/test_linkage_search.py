"""Who a signal is about: probabilities, ties, family outside, and what must not matter."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matching.evaluate import Verdict, verdict_of
from matching.linkage.linker import Answer, Linker
from matching.linkage.weights import as_json, from_json
from tests.support.town import Record, Town


def answer(linker: Linker, signal: Record) -> Answer:
    """Who a record is."""
    return linker.ask(linker.row(signal))


def verdict(found: Answer) -> Verdict:
    """What is said of it."""
    return verdict_of(found.probability, "x" if found.row >= 0 else None)


def test_probabilities_are_shares_of_one(linker: Linker, people: Town) -> None:
    """The best and the runner-up cannot both be the person."""
    for signal in people.signals:
        found = answer(linker, signal)
        assert 0 <= found.second_probability <= found.probability <= 1
        assert found.probability + found.second_probability <= 1 + 1e-9
        assert (found.row >= 0) == (found.compared > 0)


def test_most_signals_find_whom_they_are_about_and_hardly_any_another(
    linker: Linker, people: Town
) -> None:
    """The town is easy: nine in ten are found, and of a hundred links few are somebody else."""
    ids = [one["id"] for one in people.register]
    right = wrong = 0
    for signal in people.signals:
        found = answer(linker, signal)
        if verdict(found) is Verdict.SAME:
            is_right = people.truth.get(signal["id"]) == ids[found.row]
            right, wrong = right + is_right, wrong + (not is_right)
    assert right >= 0.9 * len(people.truth)
    assert wrong <= 0.04 * right


def test_every_resident_is_found_with_the_own_record(linker: Linker, people: Town) -> None:
    """Nobody is more like me than I am."""
    for n, record in enumerate(people.register[:60]):
        found = answer(linker, record)
        assert found.row == n
        assert verdict(found) is Verdict.SAME


def test_of_two_records_that_are_the_same_nobody_is_chosen(people: Town) -> None:
    """A register that holds somebody twice, or two people nobody can tell apart: a human looks."""
    twice = [*people.register, people.register[7] | {"id": "again"}]
    linker = Linker(twice)
    found = answer(linker, people.register[7])
    assert {found.row, found.second} == {7, len(twice) - 1}
    assert found.probability == pytest.approx(found.second_probability, abs=1e-6)
    assert found.probability == pytest.approx(0.5, abs=0.01)
    assert verdict(found) is Verdict.UNSURE


def family(people: Town, given: str, born: str) -> Record:
    """Somebody outside who has the surname and the home of the eighth resident."""
    return people.register[7] | {"given_names": given, "date_of_birth": born, "phone": ""}


def test_family_outside_the_register_is_not_the_resident(linker: Linker, people: Town) -> None:
    """Same surname, same home, another given name and birth date: not the same person."""
    outside = family(people, "Reinoud", "2011-11-30")
    assert verdict(answer(linker, outside)) is not Verdict.SAME
    resident = people.register[7]
    himself = family(people, resident["given_names"], resident["date_of_birth"])
    assert verdict(answer(linker, himself)) is Verdict.SAME


def test_it_is_the_family_that_speaks_against_an_address(people: Town) -> None:
    """At the home of one who lives alone another given name, no birth date: family, or not."""
    surnames = Counter(one["surname"] for one in people.register)
    alone = next(one for one in people.register if surnames[one["surname"]] == 1)
    linker = Linker(people.register)
    unknown = {"given_names": "Reinoud", "date_of_birth": "", "sex": "", "phone": ""}
    signal = linker.row(alone | unknown)
    doubt = linker.ask(signal).probability
    linker.use(replace(linker.weights, relative_share=1e-9))
    assert linker.ask(signal).probability - doubt > 0.2


def test_family_with_the_same_initial_is_left_to_a_human(linker: Linker, people: Town) -> None:
    """An initial, no birth date, and the home of the family: it may be either of them."""
    resident = people.register[7]
    signal = family(people, resident["given_names"][:1] + ".", "")
    mate = family(people, resident["given_names"][:1] + "ijsbert", "1999-09-09") | {"id": "mate"}
    with_mate = Linker([*people.register, mate])
    assert answer(linker, signal).row == 7
    assert verdict(answer(with_mate, signal)) is not Verdict.SAME
    assert answer(with_mate, signal).probability < 0.8


def test_the_order_of_the_register_does_not_change_answers(linker: Linker, people: Town) -> None:
    """Rows are numbers; people are not. Chance is drawn, so probabilities shift a little."""
    order = list(range(len(people.register)))
    Random(3).shuffle(order)
    shuffled = Linker([people.register[n] for n in order])
    for signal in people.signals:
        one, other = answer(linker, signal), answer(shuffled, signal)
        assert other.probability == pytest.approx(one.probability, abs=0.05)
        if one.probability > 0.6:
            assert order[other.row] == one.row


def test_what_was_asked_before_does_not_change_an_answer(linker: Linker, people: Town) -> None:
    """The linker keeps arrays between questions; none of it may leak into the next."""
    first = [answer(linker, signal) for signal in people.signals]
    assert [answer(linker, signal) for signal in reversed(people.signals)] == first[::-1]


def test_who_is_like_nobody_gets_no_candidate_or_no_chance(linker: Linker) -> None:
    """An empty signal, and one that shares nothing."""
    nothing = answer(linker, {})
    assert nothing == Answer(-1, 0.0, -1, 0.0, 0.0, 0)
    stranger = {"surname": "Quist", "given_names": "Zebedeus", "date_of_birth": "1911-11-11"}
    assert verdict(answer(linker, stranger)) is Verdict.DIFFERENT


def test_an_empty_register_finds_nobody(people: Town) -> None:
    """A city that has loaded nothing yet."""
    assert answer(Linker([]), people.signals[0]).row == -1


def test_among_a_few_only_those_are_compared(linker: Linker, people: Town) -> None:
    """Who was opened under keyed tokens; nobody else in the register counts."""
    row = linker.row(people.register[7])
    assert linker.ask_among(row, [3, 7, 9]).row == 7
    without = linker.ask_among(row, [3, 9])
    assert without.row in {3, 9}
    assert without.compared == 2
    assert without.probability < 0.5


def test_weights_that_are_used_decide(linker: Linker, people: Town) -> None:
    """The same pair is worth less where hardly any signal is about a resident."""
    doubtful = Linker(people.register)
    content = as_json(linker.weights) | {"resident_share": 0.001, "relative_share": 0.0001}
    doubtful.use(from_json(content))
    signals = [linker.row(signal) for signal in people.signals]
    before = np.mean([linker.ask(row).probability for row in signals])
    after = np.mean([doubtful.ask(row).probability for row in signals])
    assert after < before
