"""The register as the line uses it: an index, renewed when the register changes."""

import contextlib
import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from matching.index import RegisterIndex
from matching.judge import Matcher
from matching.normalise import address_key
from protocols.city import City
from protocols.errors import Refused
from protocols.ids import HouseholdId, ResidentId
from protocols.judgement import Judgement, Surroundings
from protocols.judgement import Warning as MatchWarning
from protocols.people import Address, Person, Resident
from store import register
from store.engine import Tx
from store.register import Version
from store.vault import Vault
from streams.indexing import Indexed, Indexing


class NoRegister(Refused):
    """There is nothing to match with: a signal must wait, not be called a non-resident's."""

    code = "no-register"


class Matching(Protocol):
    """Whoever can tell if a person is one of our residents."""

    def match(self, person: Person, on: date) -> Judgement:
        """The judgement on a person, on a day."""
        ...

    def surroundings(self, resident_id: ResidentId, on: date) -> Surroundings:
        """What weighing and routing may know of a resident, on a day."""
        ...


Token = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Households:
    """Which household an address is, without telling which address it is."""

    vault: Vault

    def of(self, judgement: Judgement) -> HouseholdId:
        """One household per address; one per resident at an institution or without an address."""
        apart = MatchWarning.MANY_RESIDENTS in judgement.surroundings.warnings
        place = address_key(judgement.address) if judgement.address else ""
        alone = judgement.resident_id if apart or not place else None
        return self.at(judgement.address, alone)

    def at(self, address: Address | None, resident_id: ResidentId | None = None) -> HouseholdId:
        """The household at an address, or of one resident there."""
        place = address_key(address) if address else ""
        return HouseholdId(self.vault.pseudonym("household", f"{place}|{resident_id or ''}"))


@dataclass(frozen=True, slots=True)
class InRegister:
    """Matching against one register."""

    index: RegisterIndex
    matcher: Matcher
    many_residents: int

    def match(self, person: Person, on: date) -> Judgement:
        """The judgement on a person, on a day."""
        return self.matcher.match(person, on)

    def surroundings(self, resident_id: ResidentId, on: date) -> Surroundings:
        """What weighing and routing may know of a resident, on a day."""
        return self.index.surroundings(resident_id, on, self.many_residents)


def match_in(residents: Iterable[Resident], token: Token, many_residents: int) -> Matching:
    """Make a register ready to match with."""
    index = RegisterIndex.build(residents, token)
    return InRegister(index, Matcher(index, many_residents), many_residents)


class Residents:
    """Gives the matching of the register that is in use, renewed after it changed."""

    def __init__(self, city: City, vault: Vault, indexing: Indexing | None = None) -> None:
        self._city = city
        self._indexing = indexing or Indexing(vault)
        self._lock = threading.Lock()
        self._indexed: Indexed | None = None

    @property
    def keeps_index(self) -> bool:
        """Whether the index is kept for other processes too."""
        return self._indexing.folder is not None

    def matching(self, tx: Tx, on: date) -> Matching:
        """Matching with the register in use; raises NoRegister before the first loading."""
        now = register.current(tx)
        if now is None:
            raise NoRegister(
                "Laad eerst het register: `vroegsignaal register load BESTAND`. Wat al geleverd "
                "is, wacht en gaat niet verloren."
            )
        many = self._city.privacy.many_residents_on(on)
        index = self._index_of(tx, now)
        return InRegister(index, Matcher(index, many), many)

    def _index_of(self, tx: Tx, now: Version) -> RegisterIndex:
        with self._lock:
            before = self._indexed
            if before is None or not before.tells(now):
                with _collector_paused():
                    self._indexed = before = self._indexing.renew(tx, now, before)
                _settle_memory()
            return before.index


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: reading a register makes millions of objects and none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _settle_memory() -> None:
    """Leave the register, which stays, out of every later round of garbage collection.

    How often there is a round is for who handles a batch, see `streams.memory`.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
