"""The match keys as a table: which fields together name one person, and when a signal uses them.

Developed from K7 of the privacy protocol. A key is near-unique: only twins and housemates with
one initial share one. So a token tells little by its frequency, and few signals about people who
live elsewhere are opened. Nothing here is secret; `suite` makes tokens of these inputs.
Part of the suite "vs1": a change of a row is another suite.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from matching.normal import Normal
from matching.tokens.hashing import KIND_AT
from matching.tokens.parts import HEADS, SINGLES, Parts, Values, parts_of
from matching.tokens.suite import NAME, Input


@dataclass(frozen=True, slots=True)
class Key:
    """One row: the parts that are hashed together; only the first may have several values.

    A signal uses it only when, of each group in `lacking`, it lacks at least one part; the
    register always has it. `kind` is one byte, never used again for anything else.
    """

    kind: int
    parts: tuple[str, ...]
    lacking: tuple[tuple[str, ...], ...] = ()


def _key(kind: int, parts: str, *lacking: str) -> Key:
    return Key(kind, tuple(parts.split()), tuple(tuple(group.split()) for group in lacking))


KEYS: Final = (
    _key(1, "id"),
    _key(2, "email initial"),
    _key(3, "email born"),
    _key(4, "phone initial"),
    _key(5, "phone born"),
    _key(6, "anysound giv3 born"),
    _key(7, "anysound initial born", "giv3 place"),
    _key(8, "born home number"),
    _key(9, "born street number"),
    _key(11, "sur3 initial year home number"),
    _key(12, "sound initial monthday home number"),
    _key(13, "sound initial year street number"),
    _key(16, "sur3 initial home number", "born"),
    _key(17, "anysound initial street number", "born"),
    _key(18, "sound born", "initial"),
)
"""For every register, the strongest first."""

SWAPPED: Final = (
    _key(7, "given_sound surname_initial born"),
    _key(16, "giv3 surname_initial home number"),
    _key(6, "anysound giv3 swapped"),
    _key(8, "swapped home number"),
)
"""Of a signal only: surname and given name, or day and month, the other way round."""

WIDE: Final = (
    _key(10, "born initial postcode"),
    _key(14, "sound born postcode"),
    _key(15, "born given number"),
    _key(32, "sur3 city postcode"),
    _key(33, "born street5"),
    _key(34, "initial street number"),
    _key(35, "sur3 giv3 street5"),
    _key(36, "street number postcode"),
    _key(37, "born city"),
    _key(38, "giv3 postcode number"),
    _key(39, "sound given_sound city"),
    _key(40, "yearday postcode"),
    _key(41, "yearmonth postcode"),
    _key(42, "street number city"),
    _key(43, "sur3 postcode number"),
    _key(44, "sur3 giv3 postcode"),
    _key(45, "given_sound postcode"),
    _key(46, "sound year city"),
    _key(47, "sound monthday postcode"),
    _key(48, "given yearmonth city"),
    _key(49, "sound initial postcode"),
    _key(50, "anysound initial born"),
    _key(51, "born zone number"),
    _key(52, "sur3 initial year zone number"),
)
"""Only where they are seen to name one person in the register at hand: see `choosing`."""

CORE_KINDS: Final = frozenset(key.kind for key in KEYS)
WIDE_KINDS: Final = frozenset(key.kind for key in WIDE)


class Row(NamedTuple):
    """A key made ready: what precedes the parts, and how to take the parts."""

    before: bytes
    head: int
    places: tuple[int, ...]
    rest: Callable[[Values], Values]


_NO_HEAD: Final = -1
Known = tuple[bool, ...]
"""Of which single parts something is known."""


def _ready(key: Key) -> Row:
    head = HEADS.index(key.parts[0]) if key.parts[0] in HEADS else _NO_HEAD
    places = tuple(_places(key))
    return Row(NAME.encode() + bytes((0, key.kind)), head, places, _taking(places))


def _places(key: Key) -> list[int]:
    """The positions of the parts that have one value."""
    return [SINGLES.index(name) for name in key.parts if name in SINGLES]


def _taking(places: Sequence[int]) -> Callable[[Values], Values]:
    """Takes these parts, always as a tuple."""
    if len(places) == 1:
        start, end = places[0], places[0] + 1
        return lambda singles: singles[start:end]
    return itemgetter(*places)


@lru_cache(maxsize=4_096)
def _register_rows(kinds: frozenset[int], known: Known) -> tuple[Row, ...]:
    """The rows of which no single part is unknown."""
    return tuple(_ready(key) for key in (*KEYS, *WIDE) if _serves(key, kinds, known))


@lru_cache(maxsize=4_096)
def signal_rows(kinds: frozenset[int], known: Known) -> tuple[Row, ...]:
    """The same for a signal: only where what is surer is lacking."""
    keys = (key for key in (*KEYS, *SWAPPED, *WIDE) if _serves(key, kinds, known))
    return tuple(_ready(key) for key in keys if _is_needed(key, known))


def _serves(key: Key, kinds: frozenset[int], known: Known) -> bool:
    return key.kind in kinds and all(known[place] for place in _places(key))


def _is_needed(key: Key, known: Known) -> bool:
    groups = ([SINGLES.index(name) for name in group] for group in key.lacking)
    return all(not all(known[place] for place in group) for group in groups)


def register_texts(normal: Normal, kinds: frozenset[int] = CORE_KINDS) -> list[bytes]:
    """What the city hashes for one record of its register (own and partner's name, one address).

    Another address of the same person is another record. Byte 4 of a text is its kind.
    """
    parts = parts_of(normal)
    return _texts(parts, _register_rows(kinds, tuple(map(bool, parts.singles))))


def signal_texts(normal: Normal, kinds: frozenset[int] = CORE_KINDS) -> list[bytes]:
    """What a creditor hashes for one signal: each once, the strongest `slots_for(kinds)`."""
    parts = parts_of(normal)
    rows = signal_rows(kinds, tuple(map(bool, parts.singles)))
    return list(dict.fromkeys(_texts(parts, rows)))[: slots_for(kinds)]


def register_inputs(normal: Normal, kinds: frozenset[int] = CORE_KINDS) -> list[Input]:
    """The same as `register_texts`, each with its kind."""
    return [(text[KIND_AT], text) for text in register_texts(normal, kinds)]


def signal_inputs(normal: Normal, kinds: frozenset[int] = CORE_KINDS) -> list[Input]:
    """The same as `signal_texts`, each with its kind."""
    return [(text[KIND_AT], text) for text in signal_texts(normal, kinds)]


@lru_cache(maxsize=64)
def slots_for(kinds: frozenset[int]) -> int:
    """How many slots every envelope has, used or not: so that nobody can count the fields."""
    return 12 if len(kinds & WIDE_KINDS) <= 4 else 24


def _texts(parts: Parts, rows: Sequence[Row]) -> list[bytes]:
    """The texts of these rows, one for each value of the first part."""
    heads, singles = parts
    found: list[bytes] = []
    for before, head, _, rest in rows:
        tail = b"".join(rest(singles))
        if head == _NO_HEAD:
            found.append(before + tail)
        else:
            found += [before + value + tail for value in heads[head]]
    return found
