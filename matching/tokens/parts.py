"""What match keys are made of: the fields of a record as bytes, each with its length before it.

A part of `HEADS` may have several values (a double name, own and partner's name); every other
part has one, empty where it is unknown. `home` is what makes a home with a house number: a
postcode where few live, else the street; `zone` is a postcode where many live.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from matching.normal import Normal
from matching.phonetic import phonetic

HEADS: Final = ("sound", "anysound", "sur3")
SINGLES: Final = (
    *("id", "email", "phone", "initial", "surname_initial", "given", "giv3", "given_sound"),
    *("born", "swapped", "year", "yearmonth", "yearday", "monthday"),
    *("postcode", "number", "street", "street5", "city", "home", "zone", "place"),
)

Values = tuple[bytes, ...]


class Parts(NamedTuple):
    """The parts of one record, in the order of HEADS and of SINGLES."""

    heads: tuple[Values, ...]
    singles: Values


def parts_of(normal: Normal) -> Parts:
    """Every part of a record, own and partner's name alike."""
    return Parts(_heads(normal), (*_person(normal), *_dates(normal.born), *_place(normal)))


def _heads(normal: Normal) -> tuple[Values, ...]:
    names = _surnames(normal.surname, normal.partner, normal.joined, normal.partner_joined)
    sounds = _sounds(normal.sounds, normal.partner_sounds)
    return sounds, tuple(dict.fromkeys(sounds + names[0])), names[1]


@lru_cache(maxsize=65_536)
def _sounds(own: tuple[str, ...], partner: tuple[str, ...]) -> Values:
    return tuple(dict.fromkeys(piece(sound) for sound in own + partner if sound))


@lru_cache(maxsize=65_536)
def _surnames(
    own: tuple[str, ...], partner: tuple[str, ...], joined: str, partner_joined: str
) -> tuple[Values, Values]:
    """How the joined names sound, and the first three letters of each name."""
    whole = tuple(piece(phonetic(word)) for word in (joined, partner_joined) if word)
    return whole, tuple(dict.fromkeys(piece(word[:3]) for word in own + partner))


def _person(normal: Normal) -> Values:
    given = next(iter(normal.given), "")
    surname = next(iter(normal.surname or normal.partner), "")
    first, giv3, sound = _given(given if len(given) > 1 else "")
    return (
        piece(normal.national_id),
        piece(normal.email),
        piece(normal.phone),
        piece(normal.initials[:1] or given[:1]),
        piece(surname[:1]),
        first,
        giv3,
        sound,
    )


@lru_cache(maxsize=65_536)
def _given(name: str) -> Values:
    return piece(name), piece(name[:3]), piece(phonetic(name))


@lru_cache(maxsize=65_536)
def _dates(born: int) -> Values:
    """The whole date, with day and month swapped where that is a date too, and its parts."""
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    if not (year and month and day):
        return b"", b"", piece(f"{year}" if year else ""), b"", b"", b""
    other = f"{year}{day:02}{month:02}" if day <= 12 and day != month else ""
    return (
        piece(f"{born}"),
        piece(other),
        piece(f"{year}"),
        piece(f"{year}{month:02}"),
        piece(f"{year}{day:02}"),
        piece(f"{month:02}{day:02}"),
    )


def _place(normal: Normal) -> Values:
    postcode, street = piece(normal.postcode), piece(normal.street)
    fine = _is_fine(normal.postcode)
    return (
        postcode,
        piece(f"{normal.house_number or ''}"),
        street,
        piece(normal.street[:5]),
        piece(normal.city),
        postcode if fine else street,
        b"" if fine else postcode,
        postcode or street,
    )


def _is_fine(postcode: str) -> bool:
    """Whether so few live in it that a house number makes it a home: 8251AB does, 9000 does not."""
    return not postcode.isdigit() if len(postcode) < 6 else True


@lru_cache(maxsize=131_072)
def piece(text: str) -> bytes:
    """A text with its length (two bytes, big endian) before it; empty for an empty text."""
    content = text.encode()
    return len(content).to_bytes(2, "big") + content if content else b""
