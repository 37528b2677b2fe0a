"""The demo: a made-up city from register to caseload, and three people who can log in."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from pathlib import Path

from portal.access import add_account
from portal.access.accounts import changed_entry
from portal.claims_file import read_claims
from portal.intake.reading import read_delivery
from portal.register.reading import RegisterFormat, read_register
from portal.synth.city import make_city
from portal.synth.order import DELIVERY_DAY, last_full_month, order
from portal.wiring import Platform, new_delivery_id
from protocols.ids import CreditorId
from protocols.privacy.audit import Origin
from protocols.work.clock import local_day
from store import audit, cases
from store.engine import begin, reading
from streams.intake import deliver
from streams.registering import load_claims, load_register

ACTOR = "demo"
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account; the password is new for every demo."""

    role: str
    account_id: str
    password: str


def make_demo(
    wired: Platform, folder: Path, residents: int, months: int, seed: int, told: Told
) -> tuple[Login, ...]:
    """Make a city in `folder`, run the line over all of its months, and add three accounts."""
    at = wired.clock()
    last = last_full_month(local_day(at))
    report = make_city(order(wired.city, residents, months, seed, last), folder)
    for line in report.lines():
        told(line)
    _load(wired, folder, at)
    for month in sorted((folder / "signals").iterdir()):
        day = datetime.combine(
            datetime.fromisoformat(f"{month.name}-{DELIVERY_DAY}").date(), time(12), UTC
        )
        for file in sorted(month.glob("*.csv")):
            if _has_rows(file):
                _deliver(wired, file, day)
        handled = wired.line.drain()
        told(f"{month.name}: de lijn verwerkte {handled} berichten")
    return _logins(wired)


def _load(wired: Platform, folder: Path, at: datetime) -> None:
    file = folder / "register.csv"
    found = read_register(file, format=RegisterFormat.CSV, pseudonym=wired.resident_id)
    digest = sha256(file.read_bytes()).hexdigest()
    claims = read_claims(folder / "claims.csv", wired.resident_id)
    with begin(wired.engine) as tx:
        load_register(tx, wired.vault, found.residents, digest, actor=ACTOR, at=at)
        load_claims(
            tx,
            wired.vault,
            claims.claims,
            lambda: wired.residents.matching(tx, local_day(at)),
            actor=ACTOR,
            at=at,
        )


def _has_rows(file: Path) -> bool:
    """A creditor that has nothing to signal this month delivers nothing."""
    return len(file.read_bytes().splitlines()) > 1


def _deliver(wired: Platform, file: Path, at: datetime) -> None:
    covenant = wired.city.covenants[CreditorId(file.stem)]
    delivery_id = new_delivery_id(wired.clock())
    batch = read_delivery(file.read_bytes(), file.name, covenant, delivery_id, local_day(at))
    with begin(wired.engine) as tx:
        deliver(
            tx,
            wired.vault,
            batch,
            actor=file.stem,
            origin=Origin.COMMAND,
            purpose=wired.city.privacy.purpose,
            at=at,
        )


def _logins(wired: Platform) -> tuple[Login, ...]:
    """Accounts for the busiest worker, a creditor, the privacy officer and the director."""
    with reading(wired.engine) as tx:
        load: Mapping[str, int] = cases.loads(tx)
    busiest = max(load, key=lambda worker: load[worker], default="")
    creditor = next(iter(wired.city.covenants))
    people = (
        ("worker", "vroegsignaleerder", busiest),
        ("creditor", "schuldeiser", creditor),
        ("officer", "privacy", ""),
        ("director", "directeur", ""),
    )
    logins = []
    for role, account_id, subject in people:
        password = secrets.token_urlsafe(12)
        with begin(wired.engine) as tx:
            add_account(tx, account_id, role, subject, password)
            audit.record(tx, [changed_entry(ACTOR, account_id, "added", wired.clock())])
        logins.append(Login(role, account_id, password))
    return tuple(logins)
