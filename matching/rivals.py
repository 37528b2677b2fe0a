"""Who else might it be: the records that make the best one unsure."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from matching.compare import HERE, Fields
from matching.described import Known
from matching.rules import ROWS, Row
from protocols.judgement import Agreement, MatchKind

FOUND: Final = frozenset({MatchKind.RESIDENT, MatchKind.OTHER_ADDRESS})
"""The kinds that name one resident."""

_WORSE: Final = {
    Agreement.SAME: 0,
    Agreement.NEAR: 1,
    Agreement.EARLIER: 2,
    Agreement.MISSING: 3,
    Agreement.DIFFERENT: 4,
}
_ONCE_HERE: Final = HERE | {Agreement.EARLIER}


class Fit(NamedTuple):
    """A record that falls under a row; `identity` grades surname, given name and birth date.

    Grades run from 0 (same) to 4 (different).
    """

    rank: int
    identity: tuple[int, int, int]
    known: Known
    fields: Fields

    @property
    def row(self) -> Row:
        """The row that takes it."""
        return ROWS[self.rank]

    @property
    def order(self) -> tuple[int, int, int, bool, str]:
        """Best first: row, then fields, then home, then the living; never by chance."""
        known = self.known
        home = _WORSE[self.fields.address]
        return self.rank, sum(self.identity), home, not known.lives_here, known.resident_id


def fit_of(rank: int, known: Known, fields: Fields) -> Fit:
    """A record under its row."""
    grades = (_WORSE[fields.surname], _WORSE[fields.given], _WORSE[fields.born])
    return Fit(rank, grades, known, fields)


def is_clearer(one: Fit, other: Fit) -> bool:
    """Whether a record, at a home, agrees more in person, or as much and more in the home."""
    here, there = one.fields.address, other.fields.address
    nearer = one.identity == other.identity and _WORSE[here] < _WORSE[there]
    return here in _ONCE_HERE and (nearer or _is_weaker(other, one))


def rivals_of(best: Fit, others: Iterable[Fit]) -> Sequence[Fit]:
    """The others that might as well be the person, dead and departed ones included."""
    if best.fields.national_id is Agreement.SAME:
        return [other for other in others if _challenges_id(best, other)]
    return [other for other in others if _challenges(best, other)]


def _challenges_id(best: Fit, other: Fit) -> bool:
    """A second record with this id; or somebody of another name whom name and home point at."""
    if other.fields.national_id is Agreement.SAME:
        return not _is_weaker(other, best)
    return other.row.kind in FOUND and not _is_no_better(other, best)


def _challenges(best: Fit, other: Fit) -> bool:
    """Nobody weaker; somebody who never lived there only when stronger in person.

    Where the best one lives elsewhere himself the home cannot decide, so it does not count.
    """
    if not _may_be(other.fields):
        return False
    if best.fields.address in HERE and other.fields.address not in _ONCE_HERE:
        return _is_weaker(best, other)
    return not _is_weaker(other, best)


def _may_be(fields: Fields) -> bool:
    """Nothing speaks against it; another surname does, unless the birth date is the same."""
    if Agreement.DIFFERENT in {fields.national_id, fields.given, fields.born}:
        return False
    return fields.surname is not Agreement.DIFFERENT or fields.born is Agreement.SAME


def _is_no_better(one: Fit, other: Fit) -> bool:
    return all(a >= b for a, b in zip(one.identity, other.identity, strict=True))


def _is_weaker(one: Fit, other: Fit) -> bool:
    return one.identity != other.identity and _is_no_better(one, other)
