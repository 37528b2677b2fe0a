"""Which creditors an address in trouble has, and whose name is on each bill."""

from collections.abc import Mapping
from random import Random

from portal.synth.desk import Customer
from portal.synth.families import Household
from portal.synth.register import City
from portal.synth.signals import Writer
from portal.synth.spec import SynthSpec
from portal.synth.subjects import Subject
from portal.synth.tables import Lottery, happens
from protocols.people import Resident

SAME_BILL_PERCENT = 65
HEAD_PAYS_PERCENT = 72

Pick = tuple[Writer, Customer]


class Picker:
    """Remembers each household's suppliers and payers: a home has one landlord, one waterworks."""

    def __init__(
        self, rng: Random, spec: SynthSpec, city: City, writers: Mapping[str, Writer]
    ) -> None:
        self._rng = rng
        self._on = spec.first_month
        self._households = city.households
        sharing: dict[str, list[Writer]] = {}
        for writer in writers.values():
            sharing.setdefault(writer.desk.creditor.arrears_type, []).append(writer)
        shares = {kind: [_share(one) for one in them] for kind, them in sharing.items()}
        self._writers = {kind: Lottery(them, shares[kind]) for kind, them in sharing.items()}
        self._kinds = Lottery(list(shares), [sum(each) for each in shares.values()])
        self._suppliers: dict[tuple[str, str], Writer] = {}
        self._payers: dict[tuple[int, str], Resident] = {}
        self._latest: dict[int, tuple[str, str, Pick]] = {}

    def picks(self, household: int, size: int) -> list[Pick]:
        """`size` different bills of this household; fewer only when it cannot have so many."""
        chosen: dict[tuple[str, str], Pick] = {}
        if household in self._latest and happens(self._rng, SAME_BILL_PERCENT):
            kind, whose, before = self._latest[household]
            chosen[kind, whose] = before
        for _ in range(8 * size):
            if len(chosen) >= size:
                break
            kind, whose, pick = self._bill(household)
            chosen.setdefault((kind, whose), pick)
            self._latest[household] = kind, whose, pick
        return list(chosen.values())

    def writer(self) -> Writer:
        """Any creditor, by its share."""
        return self._writers[self._kinds.draw(self._rng)].draw(self._rng)

    def _bill(self, household: int) -> tuple[str, str, Pick]:
        home = self._households[household]
        kind = self._kinds.draw(self._rng)
        if home.kind == "shelter" and "health" in self._writers:
            kind = "health"
        person = self._payer(household, kind)
        whose = person.resident_id if kind == "health" else f"home {household}"
        if (whose, kind) not in self._suppliers:
            self._suppliers[whose, kind] = self._writers[kind].draw(self._rng)
        writer = self._suppliers[whose, kind]
        subject = Subject(person, home.home.address, partner_of(home, person))
        return kind, whose, (writer, writer.desk.customer(subject, register_id=person.resident_id))

    def _payer(self, household: int, kind: str) -> Resident:
        """Health insurance is everybody's own; another bill is in one adult's name for good."""
        home = self._households[household]
        if kind == "health":
            return self._rng.choice(home.adults(self._on))
        if (household, kind) not in self._payers:
            payers = home.payers(self._on)
            head = happens(self._rng, HEAD_PAYS_PERCENT)
            self._payers[household, kind] = payers[0] if head else self._rng.choice(payers)
        return self._payers[household, kind]


def partner_of(household: Household, person: Resident) -> Resident | None:
    """The partner at the same address, or None."""
    if not household.coupled or person not in household.members[:2]:
        return None
    return household.members[1 if person is household.members[0] else 0]


def _share(writer: Writer) -> float:
    return writer.desk.creditor.share
