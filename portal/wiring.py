"""The one place that chooses: which database, which matcher, which runner."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from portal.cities.load import city_folder, load_city
from portal.counters import Counters
from portal.matching.weights_file import read_weights
from portal.settings import BadSettings, Settings
from protocols.city import City
from protocols.errors import Refused
from protocols.ids import DeliveryId, ResidentId
from store import access, arrays
from store.engine import Engine, begin, open_engine
from store.migrate import migrate
from store.vault import Vault
from streams import topics
from streams.cluster import ClusterLine, Line
from streams.embedded import BATCH, EmbeddedLine
from streams.indexing import Indexing
from streams.parking import tell_creditor
from streams.processor import Processor
from streams.residents import Residents
from streams.steps.admission import AdmissionStep
from streams.steps.casework import CaseworkStep

Clock = Callable[[], datetime]


def now() -> datetime:
    """The clock of this machine, in UTC."""
    return datetime.now(UTC)


class WrongKey(Refused):
    """Another key made this database: nothing in it could be opened."""

    code = "wrong-key"


@dataclass(frozen=True, slots=True)
class Platform:
    """Everything wired together for one city."""

    city: City
    engine: Engine
    vault: Vault
    residents: Residents
    line: Line
    clock: Clock
    counters: Counters = field(default_factory=Counters)
    webhook_hosts: frozenset[str] = frozenset()

    def resident_id(self, register_id: str) -> ResidentId:
        """Our id for a record of the register."""
        return ResidentId(self.vault.pseudonym("resident", register_id))


def open_platform(settings: Settings, clock: Clock = now, batch: int = BATCH) -> Platform:
    """Wire a city on its database, bringing the schema up to date first.

    Raises BadFile when the city's files or the weights are wrong, BadSettings and FolderOpen when
    the index cannot be kept where it should.
    """
    city = load_city(city_folder(settings.city))
    engine = open_engine(settings.database, settings.bounds)
    migrate(engine)
    vault = Vault(settings.key)
    with begin(engine) as tx:
        if not access.fits_key(tx, vault.token("key", "check")):
            raise WrongKey(
                "De sleutel hoort niet bij deze database; er is niets veranderd. Zet "
                "VROEGSIGNAAL_KEY_FILE op de sleutel waarmee zij is gemaakt."
            )
    residents = Residents(city, vault, _indexing(settings, vault))
    counters, most = Counters(), settings.watching.most_dead_letters
    admit = AdmissionStep(city, vault, residents)
    admission = Processor(engine, topics.ADMISSION, admit, clock, most, counters, tell_creditor)
    casework = Processor(engine, topics.CASEWORK, CaseworkStep(city), clock, most, counters)
    stages = ((topics.SIGNALS, admission), (topics.MATCHED, casework))
    embedded = EmbeddedLine(engine, stages, batch)
    line: Line = ClusterLine(embedded) if settings.kafka else embedded
    hosts = settings.webhook_hosts
    return Platform(city, engine, vault, residents, line, clock, counters, hosts)


def _indexing(settings: Settings, vault: Vault) -> Indexing:
    """Where the index of the register is kept, and the weights that it is asked with."""
    weights = read_weights(settings.weights) if settings.weights else None
    if settings.index is not None:
        try:
            arrays.own(settings.index)
        except OSError as error:
            raise BadSettings(
                "VROEGSIGNAAL_INDEX: in deze map kan niet worden geschreven; controleer pad en "
                "rechten."
            ) from error
    return Indexing(vault, settings.index, weights)


def source_of(city: City) -> str:
    """The CloudEvents source of a city's events (NL GOV profile)."""
    return f"urn:nld:oin:{city.oin}:systeem:vroegsignaal"


def new_delivery_id(at: datetime) -> DeliveryId:
    """A new id that sorts by time: milliseconds and chance."""
    return DeliveryId(f"d{int(at.timestamp() * 1000):012x}{secrets.token_hex(5)}")


def stopwatch() -> Callable[[], float]:
    """Seconds since it was made, by a clock that never jumps."""
    start = time.monotonic()
    return lambda: time.monotonic() - start
