"""A city with a register and a creditor with its key, each on its own side of the wire."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from matching.tokens.sealing import Kem
from portal.encode.client import Client, Written
from portal.encode.files import read_encoded
from portal.encode.key_file import KeyFile
from portal.encode.keys import Issuer, Verb
from portal.encode.receiving import receive
from portal.intake.reading import read_delivery
from portal.wiring import Platform
from protocols.covenant.terms import Covenant
from protocols.ids import CreditorId, DeliveryId, ResidentId
from protocols.people import Address, Name, PartialDate, Resident
from store import deliveries, epochs, status
from store.engine import begin, reading
from store.epochs import Epoch
from streams.encoded import Encoded
from streams.intake import Seen
from streams.registering import load_register
from tests.support import made
from tests.support.line import Line, open_line, with_residents

HEADINGS = (
    "kenmerk;voorletters;tussenvoegsel;achternaam;geboortedatum;straat;huisnummer;postcode;"
    "woonplaats;telefoon;bedrag;achterstand sinds;datum"
)
ANNA = "K1;A;van der;Zilverschoon;17-04-1961;Kwikstaartdreef;12;1111AA;Verzonnen;0698765431"
BRAM = "K2;B;;Roodborst;03-09-1979;Torenvalkhof;3;1112BB;Verzonnen;0687654321"
STRANGER = "K3;C;;Waterspreeuw;11-12-1988;Grauwegorslaan;77;1119ZZ;Elders;0676543219"
MONEY = "1234,56;01-09-2026;22-11-2026"
RESIDENTS = (
    Resident(
        ResidentId("r-anna"),
        Name("Allegonda", "A", "van der", "Zilverschoon"),
        PartialDate(1961, 4, 17),
        address=Address("Kwikstaartdreef", 12, "", "", "1111AA", "Verzonnen"),
    ),
    Resident(
        ResidentId("r-bram"),
        Name("Bram", "B", "", "Roodborst"),
        PartialDate(1979, 9, 3),
        address=Address("Torenvalkhof", 3, "", "", "1112BB", "Verzonnen"),
    ),
)
MOVED_IN = Resident(
    ResidentId("r-cato"),
    Name("Cato", "C", "", "Waterspreeuw"),
    PartialDate(1988, 12, 11),
    address=Address("Grauwegorslaan", 77, "", "", "1119ZZ", "Elders"),
)


@dataclass
class World:
    """A city at work, with the key files that it issued."""

    line: Line
    folder: Path
    at: datetime = made.AT
    count: int = 0
    keys: dict[str, KeyFile] = field(default_factory=dict)

    @property
    def wired(self) -> Platform:
        """The city as the commands know it."""
        one = self.line
        return Platform(
            one.city, one.engine, one.vault, one.residents, one.embedded, lambda: self.at
        )

    def covenant(self, creditor: str = "woonhof") -> Covenant:
        """The covenant with a creditor."""
        return self.line.city.covenants[CreditorId(creditor)]

    def issue(self, verb: Verb = Verb.NEW, creditor: str = "woonhof", days: int = 92) -> KeyFile:
        """Issue a key file and read it as the creditor does."""
        self.count += 1
        issuer = Issuer(self.wired, self.covenant(creditor), "test", secrets.token_bytes)
        last = self.at.date() + timedelta(days=days)
        path = self.folder / f"{creditor}-{self.count}.key"
        key = issuer.issue(verb, Kem.X25519, last, path, self.at)
        self.keys[creditor] = key
        return key

    def encode(self, *rows: str, key: KeyFile | None = None, headings: str = HEADINGS) -> Written:
        """Encode rows as the creditor's client does."""
        chosen = key or self.keys["woonhof"]
        agreed = self.covenant(chosen.creditor)
        content = "\n".join((headings, *rows)).encode()
        day = self.at.date()
        batch = read_delivery(content, "klanten.csv", agreed, DeliveryId("x"), day)
        return Client(self.line.city, chosen, day, secrets.token_bytes).encode(batch, self.at)

    def written(self, content: bytes) -> Encoded:
        """An encoded delivery as the city reads it from a file."""
        self.count += 1
        path = self.folder / f"{self.count}.jsonl"
        path.write_bytes(content)
        return read_encoded(path)

    def send(self, content: bytes, creditor: str = "woonhof") -> tuple[Seen, bytes]:
        """Deliver to the city and let the line handle what was opened; returns the receipt."""
        encoded = self.written(content)
        seen = receive(self.wired, self.covenant(creditor), encoded, self.at)
        self.line.embedded.drain()
        return seen, encoded.receipt()

    def load(self, residents: Sequence[Resident]) -> None:
        """Put another register in place."""
        with begin(self.line.engine) as tx:
            load_register(tx, self.line.vault, residents, str(residents), actor="test", at=self.at)

    def epochs(self, creditor: str = "woonhof") -> list[Epoch]:
        """Every epoch of a creditor."""
        with reading(self.line.engine) as tx:
            return epochs.of_creditor(tx, creditor)

    def waiting(self, number: int = 1) -> int:
        """How many envelopes stay sealed in an epoch."""
        with reading(self.line.engine) as tx:
            return len(epochs.waiting(tx, self.epochs()[number - 1]))

    def counts(self) -> dict[str, int]:
        """What the operator counts."""
        with reading(self.line.engine) as tx:
            return dict(status.counts(tx))

    def seen_by(self, creditor: str = "woonhof") -> list[object]:
        """All that a creditor can ask the city about its deliveries, without ids of the city."""
        with reading(self.line.engine) as tx:
            found: list[object] = []
            for one in deliveries.of_creditor(tx, creditor):
                answers = deliveries.receipts(tx, one.delivery_id)
                found.append((one.creditor_id, one.received_at, one.rows))
                found += [replace(answer, delivery_id="") for answer in answers]
            return found


def row(person: str, money: str = MONEY) -> str:
    """A row of a delivery."""
    return f"{person};{money}"


def later(days: int) -> datetime:
    """So many days after the day of the tests."""
    return made.AT + timedelta(days=days)


@pytest.fixture
def open_world(tmp_path: Path) -> Callable[..., World]:
    """Opens a city of its own, with these residents."""

    def opened(residents: Sequence[Resident] = RESIDENTS, name: str = "city") -> World:
        folder = tmp_path / name
        folder.mkdir()
        return World(with_residents(open_line(folder / "city.db"), residents), folder)

    return opened


@pytest.fixture
def world(open_world: Callable[..., World]) -> Iterator[World]:
    """A city with two residents and a key for one creditor."""
    one = open_world()
    one.issue()
    yield one
    one.line.engine.dispose()


TODAY = date(2026, 11, 22)
