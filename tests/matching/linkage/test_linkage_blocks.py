"""Who is compared at all: blocking decides recall, so every record must be found under its keys."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from matching.linkage import layout
from matching.linkage.blocks import CAPS, N_PARTS, RULES, TABLE, key_of
from matching.linkage.linker import Linker
from matching.linkage.reading import Reader
from matching.linkage.search import MOST, candidates
from matching.linkage.segment import Words, build_segment
from matching.linkage.vocabulary import Vocabulary
from tests.support.town import Town

Record = Mapping[str, str]
NOBODY = {"surname": "Onbekend"}


def found_among(
    records: Sequence[Record], signal: Record, earlier: Mapping[int, Record] | None = None
) -> list[int]:
    """The records of a register under any match key of a signal; `earlier` places by record."""
    words = Vocabulary()
    reader = Reader(words)
    places: list[tuple[int, ...]] = [(0,) * layout.PLACE]
    rows = []
    for n, record in enumerate(records):
        row = list(reader.row(record))
        if earlier and n in earlier:
            row[layout.EARLIER], row[layout.EARLIERS] = len(places), 1
            there = reader.row(earlier[n])
            places.append(there[layout.POSTCODE : layout.POSTCODE + layout.PLACE])
        rows.append(row)
    words.seal()
    known = Words(words.letters, words.sounds)
    segment = build_segment(np.array(rows, np.int32), np.array(places, np.int32), known)
    out = np.zeros(MOST, np.int64)
    row = np.array(reader.row(signal), np.int32)
    many = candidates(
        row, len(rows), *segment.blocks, *known, np.zeros(len(rows), np.uint32), 1, out
    )
    return sorted(out[:many].tolist())


def test_every_record_is_found_under_its_own_keys(linker: Linker, people: Town) -> None:
    """What is written in the register can be found with it: nobody falls through the table."""
    lost = [
        n for n, one in enumerate(people.register) if n not in linker.candidates(linker.row(one))
    ]
    assert not lost


def test_every_signal_of_the_town_meets_whom_it_is_about(linker: Linker, people: Town) -> None:
    """With a typing error, an initial, a swapped birth date or another address, or two of them."""
    ids = [one["id"] for one in people.register]
    met = {
        one["id"]: {ids[n] for n in linker.candidates(linker.row(one))} for one in people.signals
    }
    assert people.truth
    assert not [signal for signal, true in people.truth.items() if true not in met[signal]]


def test_nobody_is_met_twice(linker: Linker, people: Town) -> None:
    """Two keys may lead to one record; it is compared once."""
    for one in people.signals[:30]:
        met = linker.candidates(linker.row(one)).tolist()
        assert len(met) == len(set(met)) > 0


def test_strangers_are_hardly_ever_met(linker: Linker, people: Town) -> None:
    """A fingerprint of a key may bring a stranger along, but not more than one in a hundred."""
    strangers = [
        {"surname": f"Quist{n}", "given_names": "Zebedeus", "date_of_birth": f"1911-11-{n:02d}"}
        for n in range(1, 29)
    ]
    met = sum(len(linker.candidates(linker.row(stranger))) for stranger in strangers)
    assert met <= len(strangers) * len(people.register) // 100


def test_a_record_of_which_nothing_is_known_is_under_no_key() -> None:
    """Else all empty records would be candidates of one another."""
    assert found_among([{}, {}], {}) == []


@pytest.mark.parametrize("rule", range(len(RULES)))
def test_a_key_of_which_a_part_is_unknown_is_no_key(rule: int) -> None:
    """`born surname` without a birth date would be `surname` alone."""
    parts = np.arange(1, N_PARTS + 1, dtype=np.int64)
    assert key_of(rule, TABLE[rule], parts) != 0
    for part in TABLE[rule][TABLE[rule] >= 0]:
        fewer = parts.copy()
        fewer[part] = 0
        assert key_of(rule, TABLE[rule], fewer) == 0


def test_different_rules_have_different_keys_for_the_same_values() -> None:
    """A postcode and a phone with the same number are not the same key."""
    parts = np.ones(N_PARTS, np.int64)
    assert len({int(key_of(rule, TABLE[rule], parts)) for rule in range(len(RULES))}) == len(RULES)


def test_somebody_is_found_by_the_partners_name_too() -> None:
    """Many use the name of a partner; a creditor may know only that."""
    single = {"surname": "Verkade", "date_of_birth": "1980-02-03"}
    wed = single | {"partner_surname": "Holwerda"}
    signal = {"surname": "Holwerda", "date_of_birth": "1981-12-12"}
    assert found_among([single], signal) == []
    assert found_among([wed], signal) == [0]


def test_each_part_of_a_double_name_is_a_name_to_find_by() -> None:
    """Jansen-Prins is written as either."""
    double = {"surname": "Jansen-Prins", "date_of_birth": "1980-02-03"}
    for name in ("Jansen", "Prins", "Prins-Jansen"):
        assert found_among([double], {"surname": name, "date_of_birth": "1980-12-12"}) == [0]
    assert found_among([double], {"surname": "Bakker", "date_of_birth": "1990-12-12"}) == []


def test_somebody_is_found_at_an_earlier_address() -> None:
    """Creditors hear late of a move."""
    here = {"street": "Nieuwstraat", "house_number": "1", "postcode": "8251 AA"}
    before = {"street": "Oudelaan", "house_number": "77", "postcode": "8251 ZZ"}
    assert found_among([here, NOBODY], before) == []
    assert found_among([here, NOBODY], before, {0: before}) == [0]
    assert found_among([here, NOBODY], here, {0: before}) == [0]


def test_a_crowd_behind_one_key_is_passed_over() -> None:
    """A telephone number of a whole institution tells nothing about who it is."""
    signal = {"phone": "06 12345678"}
    few, crowd = [signal] * CAPS[0], [signal] * (CAPS[0] + 1)
    assert len(found_among(few, signal)) == CAPS[0]
    assert found_among(crowd, signal) == []


@pytest.mark.parametrize(("many", "kept"), [(200, 200), (300, 0)])
def test_a_crowd_takes_no_room_in_the_index(many: int, kept: int) -> None:
    """From 256 records behind one key on none of them is written there: nobody would look."""
    words = Vocabulary()
    reader = Reader(words)
    rows = np.array([reader.row({"phone": "06 12345678"})] * many, np.int32)
    words.seal()
    nowhere = np.zeros((1, layout.PLACE), np.int32)
    segment = build_segment(rows, nowhere, Words(words.letters, words.sounds))
    assert len(segment.blocks.rows) == kept


def test_of_a_crowd_somebody_is_still_found_under_another_key() -> None:
    """Only the shared key is passed over, not the people behind it."""
    crowd = [{"phone": "06 12345678"}] * 300
    one = {"phone": "06 12345678", "email": "iemand@voorbeeld.nl"}
    assert found_among([*crowd, one], one) == [300]
