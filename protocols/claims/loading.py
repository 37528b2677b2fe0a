"""Loading a file of claims over the ones known: what is new, changed, gone or back again. Pure.

Both sides come as streams in ascending order of claim id (by code point; in SQL a binary
collation) and leave as a stream, so a file of any length needs the memory of one batch.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from protocols.claims.fingerprint import changed_fields
from protocols.errors import Refused

T = TypeVar("T")


class Presence(StrEnum):
    """Whether a claim was in the last file."""

    HERE = "here"
    GONE = "gone"


class What(StrEnum):
    """What a file means for one claim."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REOPENED = "reopened"


class OutOfOrder(Refused):
    """A stream of claims is not in ascending order of claim id; `place` names which."""

    code = "claims-out-of-order"

    def __init__(self, place: str) -> None:
        super().__init__(
            "de vorderingen staan niet op volgorde van nummer, of een nummer staat er dubbel; "
            "sorteer ze en laat elk nummer een keer staan",
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """A claim as it is stored."""

    claim_id: str
    fingerprint: str
    presence: Presence = Presence.HERE


@dataclass(frozen=True, slots=True)
class Found:
    """A claim as it is in the file."""

    claim_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one claim; `fields` are the ones that changed."""

    claim_id: str
    what: What
    fields: tuple[str, ...] = ()


def decide(known: Iterable[Known], found: Iterable[Found]) -> Iterator[Decision]:
    """Lay a file over what is known. Raises OutOfOrder as soon as a stream is out of order.

    A claim that was gone and is still gone, gives no decision.
    """
    stored = _ascending(known, "bekend")
    here = next(stored, None)
    for row in _ascending(found, "bestand"):
        while here is not None and here.claim_id < row.claim_id:
            if here.presence is Presence.HERE:
                yield Decision(here.claim_id, What.GONE)
            here = next(stored, None)
        if here is None or here.claim_id != row.claim_id:
            yield Decision(row.claim_id, What.NEW)
            continue
        yield _laid_over(here, row)
        here = next(stored, None)
    while here is not None:
        if here.presence is Presence.HERE:
            yield Decision(here.claim_id, What.GONE)
        here = next(stored, None)


def batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items in tuples of `size`, the last one shorter; only one is in memory at a time."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _laid_over(known: Known, found: Found) -> Decision:
    same = known.fingerprint == found.fingerprint
    fields = () if same else changed_fields(known.fingerprint, found.fingerprint)
    if known.presence is Presence.GONE:
        return Decision(found.claim_id, What.REOPENED, fields)
    return Decision(found.claim_id, What.UNCHANGED if same else What.CHANGED, fields)


S = TypeVar("S", Known, Found)


def _ascending(rows: Iterable[S], place: str) -> Iterator[S]:
    before: str | None = None
    for row in rows:
        if before is not None and row.claim_id <= before:
            raise OutOfOrder(place)
        before = row.claim_id
        yield row
