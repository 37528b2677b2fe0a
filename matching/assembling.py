"""A register made into flat arrays in one pass over its residents."""

import hashlib
from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.described import Token, token_of
from matching.linkage import layout
from matching.linkage.blocks import RULES, TABLE, Blocks
from matching.linkage.chances import Chances, chances_of
from matching.linkage.guessed import COUNTED_FROM, guessed, with_earlier
from matching.linkage.homes import Homes, homes_of
from matching.linkage.layout import GROUPS
from matching.linkage.model import Weights
from matching.linkage.ranking import KEYS
from matching.linkage.roll import Roll, Tables
from matching.linkage.scoring import Frequencies, frequencies_of
from matching.linkage.segment import Words, build_segment
from matching.linkage.vocabulary import Numbering, Vocabulary
from matching.normal import digest
from matching.records import pack
from matching.rows import PersonReader, forget_spellings
from protocols.people import Residency, Resident

FORMAT: Final = 1
"""Counts up when an array gets another meaning."""
CHANGES: Final = 4_096
"""So many records can be changed before a register must be built anew."""
EARLIER_ROOM: Final = 4 * CHANGES
"""Room for the earlier places of changed records."""
REMEMBERED: Final = 131_072
"""Values of one column that are remembered while a register is read, and then forgotten."""
STATES: Final = {residency: state for state, residency in enumerate(Residency)}
"""The state of a record per residency; 0 is a resident of today."""

Arrays = dict[str, NDArray[Any]]


class Pile:
    """Records read into rows of numbers, one behind another.

    `earlier` is where the first earlier place comes in the table of those.
    """

    def __init__(self, words: Numbering, token: Token | None, earlier: int = 0) -> None:
        self._reader: Final = PersonReader(words, REMEMBERED)
        self._token: Final = token
        self._first: Final = earlier
        self.rows: Final = array("i")
        self.earlier: Final = array("i")
        self.states: Final = bytearray()
        self.records: Final[list[bytes]] = []

    def add(self, resident: Resident) -> None:
        """Read one record. Raises Full where there is no room for its words."""
        id_token = token_of(resident.national_id, self._token)
        row = self._reader.resident(resident, id_token)
        begin = self._first + len(self.earlier) // layout.PLACE
        for address in resident.earlier:
            self.earlier.extend(self._reader.place(address))
        self.rows.extend((*row[: layout.EARLIER], begin, len(resident.earlier)))
        self.states.append(STATES[resident.residency])
        self.records.append(pack(resident, id_token))

    def forget(self) -> None:
        """Free what was remembered of those who were read."""
        self._reader.forget()

    def tables(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The rows and the earlier places."""
        rows, earlier = np.array(self.rows, np.int32), np.array(self.earlier, np.int32)
        return rows.reshape(-1, layout.WIDTH), earlier.reshape(-1, layout.PLACE)


def assemble(residents: Iterable[Resident], token: Token | None) -> Arrays:
    """Everything that is looked up in a register, with room for changes at the end of tables."""
    words, ids = Vocabulary(), array("Q")
    pile, blob, ends = Pile(words, token), bytearray(), array("Q")
    for resident in residents:
        pile.add(resident)
        blob += pile.records.pop()
        ends.append(len(blob))
        ids.append(hash_of(resident.resident_id))
    words.seal()
    pile.forget()
    forget_spellings()
    return _indexed(words, pile) | _identified(ids) | {
        "blob": np.frombuffer(blob, np.uint8) if blob else np.zeros(0, np.uint8),
        "ends": np.array(ends, np.uint64),
    }  # fmt: skip


def _indexed(words: Vocabulary, pile: Pile) -> Arrays:
    many, places = len(pile.states), len(pile.earlier) // layout.PLACE
    rows = _with_room(pile.rows, layout.WIDTH, CHANGES)
    earlier = _with_room(pile.earlier, layout.PLACE, EARLIER_ROOM)
    signs, vocabulary = Words(words.letters, words.sounds), words.arrays()
    words.forget()
    segment = build_segment(rows[:many], earlier, signs, rules=KEYS)
    frequencies = frequencies_of(segment, len(words.letters))
    counted = chances_of(segment, signs) if many >= COUNTED_FROM else guessed()
    chances = with_earlier(counted, places / max(many, 1))
    homes = homes_of(rows[:many], words.letters)
    state = np.zeros(many + CHANGES, np.uint8)
    state[:many] = np.frombuffer(pile.states, np.uint8) if many else 0
    return vocabulary | {
        "rows": rows,
        "earlier": earlier,
        "state": state,
        "starts": segment.blocks.starts,
        "found": segment.blocks.rows,
        "prints": segment.blocks.prints,
        "frequent": frequencies.words,
        "frequent_born": frequencies.born,
        "chances": _flat(chances),
        "sizes": np.array([many, places, chances.homes], np.int64),
        "home_keys": homes.keys,
        "home_rows": homes.rows,
    }


def _with_room(numbers: "array[int]", width: int, room: int) -> NDArray[np.int32]:
    numbers.extend(array("i", bytes(4 * width * room)))
    return np.frombuffer(numbers, np.int32).reshape(-1, width)


def _identified(ids: "array[int]") -> Arrays:
    hashes = np.array(ids, np.uint64)
    order = np.argsort(hashes, kind="stable")
    return {"id_hashes": hashes[order], "id_rows": order.astype(np.uint32)}


def layout_digest() -> str:
    """What an index must have been made with to be read by this code: twelve hexadecimals."""
    told = (FORMAT, digest(), RULES, TABLE.tolist(), sorted(GROUPS.items()), layout.WIDTH)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def hash_of(resident_id: str) -> int:
    """Sixty-four bits of an id."""
    return int.from_bytes(blake2b(resident_id.encode(), digest_size=8).digest(), "little")


def _flat(chances: Chances) -> NDArray[np.float64]:
    """Two rows: for strangers and for relatives, group behind group."""
    tables = (chances.unrelated, chances.relative)
    return np.array([np.concatenate([table[group] for group in GROUPS]) for table in tables])


def _chances_from(flat: NDArray[np.float64], homes: int) -> Chances:
    """Chances as they were before they were written in two rows."""
    at, groups = 0, {}
    for group in GROUPS:
        size = layout.SIZES[group]
        groups[group] = flat[:, at : at + size]
        at += size
    unrelated, relative = ({g: t[n] for g, t in groups.items()} for n in (0, 1))
    return Chances(unrelated, relative, homes)


def roll_of(flat: Mapping[str, NDArray[Any]], words: Vocabulary, weights: Weights) -> Roll:
    """The rows of assembled arrays, ready to be asked."""
    many, places, homes = flat["sizes"].tolist()
    roll = Roll(
        Tables(flat["rows"], flat["earlier"], flat["state"].copy(), many, places),
        Words(words.letters, words.sounds),
        Blocks(flat["starts"], flat["found"], flat["prints"]),
        Homes(flat["home_keys"], flat["home_rows"]),
        Frequencies(flat["frequent"], flat["frequent_born"]),
    )
    roll.use(weights, _chances_from(flat["chances"], homes))
    return roll
