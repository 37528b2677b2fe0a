"""Weights as a file: what is written is read back, and what does not fit is refused by name."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.linkage.layout import GROUPS, SIZES
from matching.linkage.linker import Linker
from matching.linkage.model import expected
from matching.linkage.weights import (
    VERSION,
    WeightsForm,
    WeightsLevels,
    WeightsNormalisation,
    WeightsShares,
    WeightsSize,
    WeightsVersion,
    as_json,
    from_json,
    levels_digest,
)
from matching.normal import digest
from protocols.errors import Refused
from tests.support.town import Town

Content = dict[str, Any]


def content() -> Content:
    """A good file, as it is read."""
    made: Content = json.loads(json.dumps(as_json(expected())))
    return made


def test_a_file_tells_what_made_it_on_how_much_and_for_which_code() -> None:
    """Who reads it in a year must know whether it still fits."""
    told = as_json(replace(expected(), source="learned", signals=12, residents=345))
    assert told["version"] == VERSION == "vs1-w2"
    assert told["normalisation"] == digest()
    assert told["levels"] == levels_digest()
    assert told["source"] == "learned"
    assert told["learned_from"] == {"signals": 12, "residents": 345}
    assert {group: len(table) for group, table in told["same"].items()} == SIZES


def test_what_is_written_is_read_back(linker: Linker, people: Town) -> None:
    """Learned weights score the same from a file: all tables, shares and where they are from."""
    learned = linker.train(people.signals)
    again = from_json(json.loads(json.dumps(as_json(learned))))
    assert learned.relative is not None
    assert again.relative is not None
    for group in GROUPS:
        assert again.same[group] == pytest.approx(learned.same[group], rel=1e-5, abs=1e-9)
    for group in ("name", "born"):
        assert again.relative[group] == pytest.approx(learned.relative[group], rel=0.01, abs=1e-9)
    assert (again.resident_share, again.relative_share) == (
        learned.resident_share,
        learned.relative_share,
    )
    assert (again.source, again.signals, again.residents) == ("learned", 120, 300)


def test_reading_and_writing_again_changes_nothing() -> None:
    """The file is the truth: a copy of a copy is the same file."""
    once = as_json(from_json(content()))
    twice = as_json(from_json(json.loads(json.dumps(once))))
    for group in GROUPS:
        assert np.array(twice["same"][group]) == pytest.approx(np.array(once["same"][group]))
    assert once["relative"] is None
    assert from_json(content()).relative is None


def test_a_file_holds_shares_and_no_word_of_anybody(linker: Linker, people: Town) -> None:
    """No name, street, date or id of the people it was learned on."""
    text = json.dumps(as_json(linker.train(people.signals))).casefold()
    for person in (*people.register, *people.signals):
        for value in person.values():
            assert len(value) < 5 or f'"{value.casefold()}"' not in text


def change(path: str, value: object) -> Callable[[Content], None]:
    """Put something else at a dotted path."""

    def apply(file: Content) -> None:
        *above, last = path.split(".")
        for name in above:
            file = file[name]
        file[last] = value

    return apply


def leave_out(path: str) -> Callable[[Content], None]:
    """Take something away."""

    def apply(file: Content) -> None:
        *above, last = path.split(".")
        for name in above:
            file = file[name]
        del file[last]

    return apply


def move(file: Content) -> None:
    """Give one pattern a little of another mask."""
    file["same"]["born"][0] += 0.001


def mix(file: Content) -> None:
    """The sum of all is right, but not that of each mask."""
    table = file["same"]["name"]
    table[0], table[1] = table[0] - 0.01, table[1] + 0.01


@pytest.mark.parametrize(
    ("break_it", "refusal", "place"),
    [
        (leave_out("version"), WeightsForm, "version"),
        (change("version", "vs1-w0"), WeightsVersion, "version"),
        (change("version", 1), WeightsVersion, "version"),
        (leave_out("same"), WeightsForm, "same"),
        (change("secret", 1), WeightsForm, "onbekend veld"),
        (change("source", 7), WeightsForm, "source"),
        (change("normalisation", "0" * 64), WeightsNormalisation, "normalisation"),
        (change("levels", "0" * 64), WeightsLevels, "levels"),
        (change("learned_from", []), WeightsForm, "learned_from.signals"),
        (change("learned_from.residents", -1), WeightsForm, "learned_from.residents"),
        (change("learned_from.signals", True), WeightsForm, "learned_from.signals"),
        (change("resident_share", 0), WeightsShares, "shares"),
        (change("resident_share", 1.5), WeightsShares, "resident_share"),
        (change("resident_share", "0.5"), WeightsShares, "resident_share"),
        (change("relative_share", 0.3), WeightsShares, "shares"),
        (change("relative_share", float("nan")), WeightsShares, "relative_share"),
        (change("same", []), WeightsForm, "same"),
        (leave_out("same.place"), WeightsForm, "same"),
        (change("same.contact", [1.0]), WeightsSize, "same.contact"),
        (change("same.contact", "x" * 64), WeightsSize, "same.contact"),
        (change("same.born", [None] * 24), WeightsShares, "same.born"),
        (change("same.born", [-0.1] * 24), WeightsShares, "same.born"),
        (change("relative", {}), WeightsForm, "relative"),
        (move, WeightsShares, "same.born"),
        (mix, WeightsShares, "same.name"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_with_its_place(
    break_it: Callable[[Content], None], refusal: type[Refused], place: str
) -> None:
    """Weights of another normalisation would score people wrongly without anybody noticing."""
    file = content()
    break_it(file)
    with pytest.raises(refusal) as refused:
        from_json(file)
    assert refused.value.place == place
    assert "match train" in refused.value.message


@pytest.mark.parametrize("thing", [None, [], "weights", 3, {}])
def test_what_is_no_file_of_weights_is_refused(thing: object) -> None:
    """Any JSON may be given by mistake."""
    with pytest.raises(WeightsForm):
        from_json(thing)
