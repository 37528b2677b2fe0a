"""The register, ready for looking up: who was born then, lives there, or is called so."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import Final, TypeVar

from matching.ages import is_minor, years
from matching.compare import SAME, compare_places
from matching.described import Described, Known, Place, Token, know
from matching.names import first_initial
from matching.normalise import postcode
from protocols.ids import ResidentId
from protocols.judgement import NOTHING_KNOWN, Surroundings
from protocols.judgement import Warning as Caution
from protocols.people import Resident

Key = TypeVar("Key", bound=Hashable)
Group = tuple[Known, ...]

CROWD: Final = 60
"""Above this many records at a building only the namesakes among them are compared."""
SHOWN_OF_A_CROWD: Final = 5


class RegisterIndex:
    """Every record of one register, with look-ups; read only after `build`.

    Holds names and addresses in clear and no national ids: those only as tokens, and only when
    a `token` was given. About 3 kB a resident.
    """

    def __init__(self, people: Iterable[Known], token: Token | None, many_residents: int) -> None:
        everybody = tuple(people)
        self.token: Final = token
        self.many_residents: Final = many_residents
        self._by_id: Final = _grouped((p.id_token, p) for p in everybody if p.id_token)
        self._by_born: Final = _grouped((p.born, p) for p in everybody if p.born)
        self._by_home: Final = _grouped((b, p) for p in everybody for b in p.place.buildings)
        self._by_earlier: Final = _grouped(
            (b, p) for p in everybody for place in p.earlier for b in place.buildings
        )
        self._by_name: Final = _grouped((key, p) for p in everybody for key in _names_of(p))
        self._by_resident: Final = {p.resident_id: p for p in everybody}

    @classmethod
    def build(
        cls,
        residents: Iterable[Resident],
        token: Token | None = None,
        many_residents: int = 1_000_000,
    ) -> "RegisterIndex":
        """Index a register, the dead and departed too.

        `token` makes a keyed token of a national id; without it ids are not looked at. From
        `many_residents` people at one address on, MANY_RESIDENTS warns.
        """
        return cls((know(resident, token) for resident in residents), token, many_residents)

    def __len__(self) -> int:
        return len(self._by_resident)

    def identified(self, id_token: bytes) -> Group:
        """The records with this token of a national id."""
        return self._by_id.get(id_token, ()) if id_token else ()

    def born_on(self, born: int) -> Group:
        """The records with exactly this birth date (YYYYMMDD)."""
        return self._by_born.get(born, ()) if born else ()

    def living_at(self, building: str) -> Group:
        """The records whose address of today is in this building (see `building_key`)."""
        return self._by_home.get(building, ())

    def once_at(self, building: str) -> Group:
        """The records with an earlier address in this building."""
        return self._by_earlier.get(building, ())

    def named(self, surname: str, initial: str) -> Group:
        """The records with this folded surname, own or partner's, and first initial."""
        return self._by_name.get(f"{surname}|{initial}", ())

    def namesakes(self, person: Described) -> Iterator[Known]:
        """The records with the surname and first initial of a signal."""
        initial = first_initial(person.given)
        for surname in person.surname.same if initial else ():
            yield from self.named(surname, initial)

    def candidates(self, person: Described) -> dict[ResidentId, Known]:
        """The records worth comparing: same id, same birth date, or same building at any time."""
        groups = [self.identified(person.id_token), self.born_on(person.born)]
        for building in person.place.buildings:
            groups += self.living_at(building), self.once_at(building)
        if any(len(group) > CROWD for group in groups):
            groups = [
                group if len(group) <= CROWD else group[:SHOWN_OF_A_CROWD] for group in groups
            ]
            groups.append(tuple(self.namesakes(person)))
        return {known.resident_id: known for group in groups for known in group}

    def household(self, place: Place) -> list[Known]:
        """The residents of today in one home."""
        if not place.key:
            return []
        here = self.living_at(place.buildings[0])
        return [p for p in here if p.lives_here and compare_places(place, p.place) is SAME]

    def surroundings(
        self, resident_id: ResidentId, on: date, many_residents: int | None = None
    ) -> Surroundings:
        """What routing and weighing may know of somebody on a day; nothing of an unknown id."""
        known = self._by_resident.get(resident_id)
        if known is None:
            return NOTHING_KNOWN
        home = self.household(known.place)
        many = self.many_residents if many_residents is None else many_residents
        crowded = (Caution.MANY_RESIDENTS,) if len(home) >= many else ()
        return Surroundings(
            postcode=postcode(known.address.postcode) if known.address else "",
            age=years(known.born, on),
            minors=sum(is_minor(p.born, on) for p in home),
            residents=len(home),
            warnings=(*known.cautions, *crowded),
        )


def _names_of(known: Known) -> Iterator[str]:
    initial = first_initial(known.given)
    for surname in known.surname.same.union(known.surname.spoken) if initial else ():
        yield f"{surname}|{initial}"


def _grouped(pairs: Iterable[tuple[Key, Known]]) -> dict[Key, Group]:
    lists: defaultdict[Key, list[Known]] = defaultdict(list)
    for key, known in pairs:
        lists[key].append(known)
    return {key: tuple(group) for key, group in lists.items()}
