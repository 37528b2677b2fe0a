"""The register, ready for looking up: whom a signal may be about, and who lives in a home.

Flat arrays, some 700 bytes a resident: they can lie in a file that several processes map.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.ages import years
from matching.assembling import Arrays, Pile, assemble, hash_of, roll_of
from matching.described import Described, Known, Token
from matching.linkage.guessed import COUNTED_FROM
from matching.linkage.layout import EMAIL, PHONE
from matching.linkage.model import Weights, expected
from matching.linkage.roll import Row
from matching.linkage.vocabulary import Enrolling, Full, Vocabulary
from matching.normalise import postcode
from matching.records import Records
from matching.rows import PersonReader
from matching.succession import succeed
from protocols.ids import ResidentId
from protocols.judgement import NOTHING_KNOWN, Surroundings
from protocols.judgement import Warning as Caution
from protocols.people import Person, Resident

AT_HAND: Final = 1_024
"""So many records that were read lately are kept ready to compare.

More would cost more, in rounds of garbage collection, than they save: reading one is 20 µs.
"""
HOUSEMATES: Final = 8
"""Of a home so many residents are compared."""


class IndexFull(Exception):
    """There is no room for more changes: the index must be built anew."""


class Shortlist(NamedTuple):
    """Whom a signal may be about, most probable first, by the linker.

    `probability` is that of the first, 0 to 1, and `margin` how far the second is behind; both
    are None in a register too small to count chance in.
    """

    row: Row
    records: Sequence[Known]
    probability: float | None
    margin: float | None


class RegisterIndex:
    """Every record of one register; safe to be asked by several threads.

    Holds names and addresses in clear and no national ids: those only as tokens, and only when
    a `token` was given.
    """

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]],
        token: Token | None,
        many_residents: int = 1_000_000,
        weights: Weights | None = None,
    ) -> None:
        """Look up in arrays made by `arrays`; the room at the end of tables is written to."""
        flat = {name: np.asarray(one) for name, one in arrays.items()}
        self.token: Final = token
        self.many_residents: Final = many_residents
        self._arrays: Final = flat
        self._lock: Final = threading.RLock()
        self._vocabulary: Final = Vocabulary.from_arrays(flat)
        self._reader: Final = PersonReader(self._vocabulary)
        self._reader.phones = bool(flat["rows"][:, PHONE].any())
        self._reader.emails = bool(flat["rows"][:, EMAIL].any())
        self._roll: Final = roll_of(flat, self._vocabulary, weights or expected())
        self._records: Final = Records(flat["blob"], flat["ends"])
        self._known: Final = lru_cache(maxsize=AT_HAND)(self._records.known)
        self._rows: Final[dict[ResidentId, int]] = {}
        self._changed = 0
        self._weighs: Final = int(flat["sizes"][0]) >= COUNTED_FROM

    @classmethod
    def build(
        cls,
        residents: Iterable[Resident],
        token: Token | None = None,
        many_residents: int = 1_000_000,
        weights: Weights | None = None,
    ) -> "RegisterIndex":
        """Index a register, the dead and departed too.

        `token` makes a keyed token of a national id; without it ids are not looked at. From
        `many_residents` people at one address on, MANY_RESIDENTS warns.
        """
        return cls(assemble(residents, token), token, many_residents, weights)

    def __len__(self) -> int:
        return len(self._records) - self._changed

    def arrays(self) -> Arrays:
        """Everything in it, as arrays to be kept in files. Raises ValueError after a change.

        What signals said, which the vocabulary remembers for a while, is left out.
        """
        if self._roll.end != len(self._arrays["ends"]):
            raise ValueError("changes are not kept: build anew")
        return self._arrays | self._vocabulary.clean_arrays()

    def shortlist(self, person: Person, described: Described) -> Shortlist:
        """Whom the person of a signal may be."""
        with self._lock:
            numbers = self._reader.person(person, described.born, described.id_token)
            row = np.array(numbers, np.int32)
            ranking = self._roll.rank(row)
            records = [self._known(number) for number in ranking.rows]
        if not self._weighs:
            return Shortlist(row, records, None, None)
        return Shortlist(row, records, ranking.probability, ranking.margin)

    def housemates(self, row: Row) -> list[Known]:
        """Some of the residents of today at the place of a row, those of the very home first."""
        with self._lock:
            return [self._known(n) for n in self._roll.at_home(row, 0, HOUSEMATES).rows]

    def residents_at(self, row: Row) -> int:
        """How many residents of today live in the very home at the place of a row."""
        with self._lock:
            return self._roll.at_home(row, 0).residents

    def surroundings(
        self, resident_id: ResidentId, on: date, many_residents: int | None = None
    ) -> Surroundings:
        """What routing and weighing may know of somebody on a day; nothing of an unknown id."""
        with self._lock:
            number = self._row_of(resident_id)
            if number is None:
                return NOTHING_KNOWN
            known = self._known(number)
            day = on.year * 10_000 + on.month * 100 + on.day
            home = self._roll.at_home(self._roll.row(number), day)
        many = self.many_residents if many_residents is None else many_residents
        crowded = (Caution.MANY_RESIDENTS,) if home.residents >= many else ()
        return Surroundings(
            postcode=postcode(known.address.postcode) if known.address else "",
            age=years(known.born, on),
            minors=home.minors,
            residents=home.residents,
            warnings=(*known.cautions, *crowded),
        )

    def change(self, residents: Iterable[Resident]) -> None:
        """Take in who came, moved, married, left or died; the last record of somebody counts.

        Whoever was known is found by the new record only, and at the address before it too.
        Raises IndexFull, having changed nothing, when there is no room left.
        """
        latest = {one.resident_id: one for one in residents}
        if not latest:
            return
        with self._lock:
            old = {key: row for key in latest if (row := self._row_of(key)) is not None}
            pile = Pile(Enrolling(self._vocabulary), self.token, self._roll.places)
            try:
                for key, one in latest.items():
                    before = self._records.resident(old[key]) if key in old else None
                    pile.add(succeed(before, one))
            except Full as full:
                raise IndexFull from full
            self._take_in(latest, pile, list(old.values()))

    def _take_in(self, changed: Iterable[ResidentId], pile: Pile, old: Sequence[int]) -> None:
        rows, places = pile.tables()
        if not self._roll.has_room(len(rows), len(places)):
            raise IndexFull
        first = self._roll.end
        self._reader.phones |= bool(rows[:, PHONE].any())
        self._reader.emails |= bool(rows[:, EMAIL].any())
        self._roll.add(rows, places, np.frombuffer(pile.states, np.uint8), old)
        self._records.add(pile.records)
        self._rows.update({key: first + n for n, key in enumerate(changed)})
        self._changed += len(old)

    def _row_of(self, resident_id: ResidentId) -> int | None:
        changed = self._rows.get(resident_id)
        if changed is not None:
            return changed
        hashes, wanted = self._arrays["id_hashes"], np.uint64(hash_of(resident_id))
        at = int(hashes.searchsorted(wanted))
        if at == len(hashes) or hashes[at] != wanted:
            return None
        return int(self._arrays["id_rows"][at])
