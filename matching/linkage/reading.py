"""From the columns of a record to one row of numbers; a value seen before is one look-up."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from matching import normal_dates, normal_names, normal_places
from matching.contacts import email_of, phone_of
from matching.linkage import layout
from matching.linkage.vocabulary import Numbering
from matching.normalise import fold

Row = tuple[int, ...]
Columns = Mapping[str, str]
Numbers = tuple[int, ...]

REMEMBERED: Final = 200_000
"""Values of one column that are remembered; then all are forgotten."""

_WITH_DIGITS: Final = -1
_BELGIAN: Final = 4
_ALWAYS: Final = 2**62


class Remembered(dict[Any, Numbers]):
    """What was made of a value before, as long as its words are the register's own, which stay."""

    def __init__(
        self, make: Callable[..., Numbers], stays: Callable[[], int], most: int = REMEMBERED
    ) -> None:
        super().__init__()
        self._make: Final = make
        self._stays: Final = stays
        self._most: Final = most

    def __missing__(self, key: tuple[Any, ...]) -> Numbers:
        found = self._make(*key)
        if max(found) < self._stays():
            if len(self) >= self._most:
                self.clear()
            self[key] = found
        return found


class Reader:
    """Makes rows with the words of one vocabulary, normalised as v1 says (`matching.normal`).

    Of each column `most` values are remembered: about 300 bytes each.
    """

    def __init__(self, vocabulary: Numbering, region: str = "NL", most: int = REMEMBERED) -> None:
        self._words: Final = vocabulary
        self._region: Final = region

        def stays() -> int:
            """From this number on a word may become another."""
            return vocabulary.known or _ALWAYS

        self._givens: Final = Remembered(self._given, stays, most)
        self._surnames: Final = Remembered(self._surname, stays, most)
        self._borns: Final = Remembered(_born, lambda: _ALWAYS, most)
        self._sexes: Final = Remembered(_sex, lambda: _ALWAYS, most)
        self._contacts: Final = Remembered(self._contact, stays, most)
        self._wheres: Final = Remembered(self._where, stays, most)
        self._ways: Final = Remembered(self._way, stays, most)
        self._homes: Final = Remembered(self._home, stays, most)

    def row(self, record: Columns) -> Row:
        """The row of a record; columns that are not there are unknown. No earlier places."""
        get = record.get
        return self.of(
            (get("given_names", ""), get("initials", "")),
            (
                get("surname", ""),
                get("prefix", ""),
                get("partner_surname", ""),
                get("partner_prefix", ""),
            ),
            self._borns[(get("date_of_birth", ""),)][0],
            self._sexes[(get("sex", ""),)][0],
            self.place(
                get("street", ""),
                get("house_number", ""),
                get("house_letter", ""),
                get("house_addition", ""),
                get("postcode", ""),
                get("city", ""),
            ),
            self._contacts[get("phone", ""), get("email", ""), get("national_id", "")],
        )

    def of(
        self,
        given: tuple[str, str],
        surname: tuple[str, str, str, str],
        born: int,
        sex: int,
        place: Numbers,
        contact: Numbers,
    ) -> Row:
        """The row of given names and initials; surname, prefix, the partner's and its prefix; etc.

        `born` and `sex` are as a row holds them, `place` and `contact` as those read them.
        """
        return (
            *self._givens[given],
            *self._surnames[surname],
            born,
            sex,
            *place,
            *contact,
            0,
            0,
        )

    def forget(self) -> None:
        """Free what was remembered of the values of a whole register."""
        for one in vars(self).values():
            if isinstance(one, Remembered):
                one.clear()

    def contact(self, phone: str, email: str, national_id: str) -> Numbers:
        """Phone, e-mail and national id; not remembered, as nobody shares them."""
        return self._contact(phone, email, national_id)

    def place(
        self, street: str, number: str, letter: str, addition: str, postcode: str, city: str
    ) -> Numbers:
        """Postcode, house number, suffix, street and city."""
        code, town, boxes = self._wheres[postcode, city]
        (way,) = self._ways[(street,)]
        if way == _WITH_DIGITS:
            return code, *self._homes[street, number, letter, addition, boxes], town
        home, suffix, _ = self._homes["", number, letter, addition, boxes]
        return code, home, suffix, way, town

    def _given(self, given: str, initials: str) -> Numbers:
        words, letters = normal_names.called(given, initials)
        found = (*words, *letters[len(words) :], "", "", "")[: layout.GIVENS]
        return tuple([self._words.number(word) for word in found])

    def _surname(self, surname: str, prefix: str, partner: str, its_prefix: str) -> Numbers:
        mine, other = _family(surname, prefix), _family(partner, its_prefix)
        own, theirs = (mine.words[:3], other.words) if mine.words else (other.words[:3], ())
        names = (*own, *(word for word in theirs if word not in own))[: layout.SURNAMES]
        loose = () if (surname.upper(),) == names else _loose(f"{surname} {partner}", names)
        words = (*names, *loose, *[""] * layout.SURNAMES)[: layout.SURNAMES]
        number = self._words.number
        whole = number(mine.joined or other.joined)
        return *[number(word) for word in words], len(own), len(names), whole

    def _where(self, postcode: str, city: str) -> Numbers:
        number, code = self._words.number, normal_places.postcode(postcode)
        return number(code), number(normal_places.city(city)), int(len(code) == _BELGIAN)

    def _way(self, street: str) -> Numbers:
        """The street, or a mark where a house number may stand with it."""
        if any(map(str.isdigit, street)):
            return (_WITH_DIGITS,)
        return (self._words.number(normal_places.home(street)[0]),)

    def _home(self, street: str, number: str, letter: str, addition: str, boxes: int) -> Numbers:
        way, home, suffix = normal_places.home(street, number, letter, addition)
        plain = normal_places.without_box(suffix) if boxes else suffix
        return home or 0, self._words.number(plain), self._words.number(way)

    def _contact(self, phone: str, email: str, national_id: str) -> Numbers:
        number = self._words.number
        return (
            number(phone_of(phone, self._region)) if phone else 0,
            number(email_of(email)) if email else 0,
            number(normal_dates.national_id(national_id)) if national_id else 0,
        )


def _family(surname: str, prefix: str) -> normal_names.Surname:
    return normal_names.family(surname, prefix) if surname or prefix else normal_names.NO_SURNAME


def _loose(text: str, names: tuple[str, ...]) -> list[str]:
    """The words of surnames that are no surname by themselves."""
    return [word for word in fold(text).split() if len(word) > 2 and word not in names]


def _born(text: str) -> Numbers:
    return (normal_dates.born(text),)


def _sex(text: str) -> Numbers:
    return ({"M": 1, "F": 2}.get(normal_dates.sex(text), 0),)
