"""The command that rebuilds everything from the log in another database, and compares."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer
from rich.table import Table

from portal.cities.load import city_folder, load_city
from portal.cli.common import err, out
from portal.database_password import with_password
from portal.settings import BadSettings, Settings, kafka_of_environment, read_settings
from portal.wiring import open_platform
from protocols.city import City
from protocols.errors import Refused
from store import replaying
from store.engine import Tx, open_engine
from store.vault import Vault
from streams.encoded import OWN
from streams.replaying import Report, Target
from streams.replaying import replay as rebuild
from streams.replaying_carried import Bring, Carried
from streams.replaying_checks import Checked
from streams.topics import TOPICS

FromOption = Annotated[
    str,
    typer.Option(
        "--from",
        help="Database die wordt nagespeeld (standaard: die van de stad), of `kafka`: dan komen de "
        "aangeleverde rijen van de broker, voor zover die ze nog heeft.",
    ),
]
IntoOption = Annotated[
    str, typer.Option("--into", help="Lege database (URL, of pad van een SQLite-bestand).")
]

KAFKA = "kafka"
_PASSWORD = re.compile(r"://[^@/]*:[^@/]*@")
_OTHER_SCHEMA = (
    "De database die wordt nagespeeld heeft een ander schema dan dit programma; werk haar eerst "
    "bij, met `vroegsignaal status`."
)
_OTHER_KEY = (
    "De sleutel hoort niet bij de database die wordt nagespeeld; zet VROEGSIGNAAL_KEY_FILE op de "
    "sleutel waarmee zij is gemaakt."
)
_OTHER_CITY = (
    "In de database die wordt nagespeeld staan leveringen van schuldeisers zonder convenant in "
    "deze stad; zet VROEGSIGNAAL_CITY op de stad waarvan zij is."
)

_RELOADED = (
    "Na het wegen zijn vorderingen of het register opnieuw geladen; wat er toen stond is niet "
    "bewaard. Zaken kunnen daarin verschillen zonder dat er iets mis is."
)


class CannotReplay(Refused):
    """The source or the target is not fit for it; neither was changed."""

    code = "cannot-replay"


def replay(into: IntoOption, source: FromOption = "") -> None:
    """Speel het logboek na in een lege database, en toon of alles er weer net zo staat."""
    settings = read_settings()
    bring = _from_broker() if source == KAFKA else None
    origin = _url(source) if source and bring is None else settings.database
    place = _url(into)
    _check_places(origin, place)
    with _source(settings, origin) as tx:
        if not replaying.is_empty(open_engine(place, settings.bounds)):
            raise CannotReplay(
                "De database van --into is niet leeg; er is niets veranderd. Geef een nieuwe."
            )
        wired = open_platform(replace(settings, database=place, kafka=None))
        target = Target(wired.city, wired.engine, wired.vault, wired.line.stages)
        report = rebuild(tx, target, bring)
    _show(report)
    raise typer.Exit(1 if report.differences else 0)


def _from_broker() -> Bring:
    """Raises BadSettings and NoBroker."""
    from streams.kafka.calm import calm_clients  # only here: other commands need no Kafka
    from streams.kafka.provisioning import need_topics
    from streams.kafka.reading import events

    calm_clients(time.monotonic)
    connection = kafka_of_environment()
    need_topics(connection, TOPICS)
    return partial(events, connection)


def _url(place: str) -> str:
    """A URL as it is, or that of a SQLite file by its path; raises BadSettings."""
    if "://" not in place:
        return f"sqlite:///{place}"
    faults: list[str] = []
    remote = place.startswith("postgresql") and "@" in place and not _PASSWORD.search(place)
    url = with_password(place, os.environ, faults) if remote else place
    if faults:
        raise BadSettings("\n".join(faults))
    return url


def _check_places(origin: str, place: str) -> None:
    if replaying.is_same(origin, place):
        raise CannotReplay(
            "--into is de database die wordt nagespeeld; er is niets veranderd. Geef een nieuwe."
        )
    if not replaying.exists(origin):
        raise CannotReplay("Er is geen database om na te spelen; controleer --from.")


@contextmanager
def _source(settings: Settings, origin: str) -> Iterator[Tx]:
    """One moment of the source, once it fits this program, this key and this city."""
    city, vault = load_city(city_folder(settings.city)), Vault(settings.key)
    with replaying.snapshot(open_engine(origin, settings.bounds)) as tx:
        faults = _faults(tx, city, vault)
        if faults:
            raise CannotReplay("\n".join(faults))
        yield tx


def _faults(tx: Tx, city: City, vault: Vault) -> list[str]:
    """Why a source cannot be replayed; all of it at once."""
    if not replaying.is_current(tx):
        return [_OTHER_SCHEMA]
    known = {f"{creditor}{end}" for creditor in city.covenants for end in ("", OWN)}
    checks = (
        (replaying.has_key(tx, vault.token("key", "check")), _OTHER_KEY),
        (replaying.creditors(tx) <= known, _OTHER_CITY),
    )
    return [message for fits, message in checks if not fits]


def _show(report: Report) -> None:
    for line in _told(report):
        out.print(line, markup=False)
    table = Table("nagespeeld", "gelijk", "anders", "te veel", "ontbreekt", "overgenomen")
    for one in report.checked:
        table.add_row(*_cells(one))
    out.print(table)
    taken = Table("overgenomen uit de bron", "rijen")
    for name, count in report.given.items():
        taken.add_row(name, str(count))
    out.print(taken)
    if report.unplaced:
        err.print(f"{report.unplaced} regels van het auditlog horen bij geen bericht.")
    if report.differences:
        err.print(f"NIET GELIJK: {report.differences} verschillen.")
        if report.reloaded:
            err.print(_RELOADED)
    else:
        out.print("Gelijk aan de bron.")


def _told(report: Report) -> tuple[str, ...]:
    rows = report.rows
    not_again = (
        f"{rows.sealed} zonder sleutel (geweigerd, geminimaliseerd, ingetrokken of gewist)",
        f"{rows.decided} waarover een mens besloot",
        f"{rows.older} beoordeeld met een eerder register",
        f"{rows.apart} apart gelegd",
    )
    taken = f"{report.carried} huishoudens van voor het begin van het logboek"
    return (
        *_told_by_broker(report.carried_by),
        f"signals: {rows.again} van {rows.handled} berichten opnieuw toegelaten en gekoppeld",
        f"  niet opnieuw: {', '.join(not_again)}",
        f"matched: {report.matched} berichten opnieuw gewogen en toegewezen",
        f"Gewist en niet teruggekomen: {report.erased} wegingen van gewiste zaken",
        f"Overgenomen: {taken}; {report.chosen} keer wie de zaak kreeg",
    )


def _told_by_broker(carried: Carried) -> tuple[str, ...]:
    if carried.bring is None:
        return ()
    counts = f"{carried.same} zoals in het logboek, {carried.different} anders"
    return (f"Van de broker: {counts}; {carried.absent} heeft hij niet, die staan in het logboek",)


def _cells(one: Checked) -> tuple[str, ...]:
    rows = one.rows
    missing = rows.missing - one.taken
    return (one.name, *map(str, (rows.equal, rows.different, rows.extra, missing, one.taken)))
