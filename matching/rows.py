"""People as the rows that the linker compares; a national id only as its keyed token."""

from types import ModuleType
from typing import Final

from matching import contacts, normal_dates, normal_names, normal_places, normalise, phonetic
from matching.described import born_of
from matching.linkage.reading import Numbers, Reader, Row
from matching.linkage.vocabulary import Numbering
from matching.normal_words import STAND_IN_DATES
from protocols.people import Address, Person, Resident

REMEMBERED: Final = 16_384
"""Values of one column (names, streets) that a reader remembers: at most some 20 MB in all."""
_NOWHERE = Address()
_SEXES: Final = {"M": 1, "V": 2}
_FIRST, _LAST = 1000_00_00, 3000_00_00
_SPELLERS: tuple[ModuleType, ...] = (
    contacts,
    normal_dates,
    normal_names,
    normal_places,
    normalise,
    phonetic,
)


class PersonReader:
    """Makes rows of people with the words of one vocabulary.

    `phones` and `emails` tell whether a signal's are read; in vain where no resident has one.
    """

    def __init__(self, words: Numbering, most: int = REMEMBERED) -> None:
        self._words: Final = words
        self._reader: Final = Reader(words, most=most)
        self.phones = True
        self.emails = True

    def resident(self, resident: Resident, id_token: bytes) -> Row:
        """A record of the register with its address of today, without earlier ones."""
        name = resident.name
        return self._reader.of(
            (name.given, name.initials),
            (name.surname, name.prefix, name.partner_surname, name.partner_prefix),
            _born(born_of(resident.born)),
            _SEXES.get(resident.sex, 0),
            self.place(resident.address or _NOWHERE),
            self._contact(resident.phone, resident.email, id_token),
        )

    def person(self, person: Person, born: int, id_token: bytes) -> Row:
        """The person of a signal; `born` is YYYYMMDD with zeros for what is unknown.

        A business is read as a surname: it may be that of whom it belongs to.
        """
        name, surname = person.name, person.name.surname
        if not (surname or name.prefix or name.partner_surname):
            surname = person.company
        phone = person.phone if self.phones else ""
        email = person.email if self.emails else ""
        return self._reader.of(
            (name.given, name.initials),
            (surname, name.prefix, name.partner_surname, name.partner_prefix),
            _born(born),
            0,
            self.place(person.address),
            self._contact(phone, email, id_token),
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

    def forget(self) -> None:
        """Free what was remembered of a whole register."""
        self._reader.forget()

    def _contact(self, phone: str, email: str, id_token: bytes) -> Numbers:
        """Equal tokens of ids are equal words; how two differ tells nothing."""
        token = self._words.number(id_token.hex()) if id_token else 0
        if not phone and not email:
            return 0, 0, token
        return (*self._reader.contact(phone, email, "")[:2], token)


def _born(born: int) -> int:
    """A date as normalisation v1 has it: without what no calendar or only a program says."""
    return born if _FIRST <= born < _LAST and born not in STAND_IN_DATES else 0


def forget_spellings() -> None:
    """Free what was remembered of the spellings of a whole register: some tens of megabytes."""
    for module in _SPELLERS:
        for function in vars(module).values():
            clear = getattr(function, "cache_clear", None)
            if clear is not None:
                clear()
