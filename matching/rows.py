"""People as the rows that the linker compares; a national id only as its keyed token."""

from types import ModuleType

from matching import contacts, normal_dates, normal_names, normal_places, normalise, phonetic
from matching.linkage.reading import Numbers, Reader, Row
from matching.linkage.vocabulary import Numbering
from protocols.people import Address, Name, Person, Resident

_NOWHERE = Address()
_SPELLERS: tuple[ModuleType, ...] = (
    contacts,
    normal_dates,
    normal_names,
    normal_places,
    normalise,
    phonetic,
)


class PersonReader:
    """Makes rows of people with the words of one vocabulary."""

    def __init__(self, words: Numbering) -> None:
        self._words = words
        self._reader = Reader(words)

    def resident(self, resident: Resident, id_token: bytes) -> Row:
        """A record of the register with its address of today, without earlier ones."""
        born = resident.born
        read = self._reader
        return (
            *self._named(resident.name, resident.name.surname),
            *read.born(str(born) if born else "", resident.sex),
            *self.place(resident.address or _NOWHERE),
            *read.contact(resident.phone, resident.email, "")[:2],
            self._token(id_token),
            0,
            0,
        )

    def person(self, person: Person, born: int, id_token: bytes) -> Row:
        """The person of a signal; `born` is YYYYMMDD with zeros for what is unknown.

        A business is read as a surname: it may be that of whom it belongs to.
        """
        name, read = person.name, self._reader
        surname = name.surname
        if not (surname or name.prefix or name.partner_surname):
            surname = person.company
        return (
            *self._named(name, surname),
            *read.born(_dashed(born) if born else "", ""),
            *self.place(person.address),
            *read.contact(person.phone, person.email, "")[:2],
            self._token(id_token),
            0,
            0,
        )

    def place(self, address: Address) -> Numbers:
        """Postcode, house number, suffix, street and town of an address."""
        number = address.house_number
        return self._reader.place(
            address.street,
            "" if number is None else str(number),
            address.house_letter,
            address.house_addition,
            address.postcode,
            address.city,
        )

    def _named(self, name: Name, surname: str) -> Numbers:
        return self._reader.names(
            name.given,
            name.initials,
            surname,
            name.prefix,
            name.partner_surname,
            name.partner_prefix,
        )

    def _token(self, id_token: bytes) -> int:
        """Equal tokens are equal words; how two differ tells nothing."""
        return self._words.number(id_token.hex()) if id_token else 0


def _dashed(born: int) -> str:
    return f"{born // 10_000:04d}-{born // 100 % 100:02d}-{born % 100:02d}"


def forget_spellings() -> None:
    """Free what was remembered of the spellings of a whole register: some tens of megabytes."""
    for module in _SPELLERS:
        for function in vars(module).values():
            clear = getattr(function, "cache_clear", None)
            if clear is not None:
                clear()
