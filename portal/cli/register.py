"""Commands for the register of residents and for the city's own claims."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from portal.claims_file import read_claims
from portal.cli.acting import ByOption, actor_of
from portal.cli.common import out, platform, progress_of, show_faults
from portal.register.leaving import leaving
from portal.register.reading import RegisterFormat, read_register
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.work.clock import local_day
from store.engine import Tx, begin, reading
from store.register import Version, current
from store.register import version as version_of
from streams.registering import change_register, load_claims, load_register


class FileOfBefore(Refused):
    """A file of changes that was taken in, with other changes after it."""

    code = "register-file-before"


register = typer.Typer(help="Het register van inwoners.", no_args_is_help=True)
claims = typer.Typer(help="De eigen openstaande vorderingen van de stad.", no_args_is_help=True)


@register.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="Het registerbestand.")],
    layout: Annotated[
        RegisterFormat, typer.Option("--format", help="csv, of lo3 voor de BRP.")
    ] = RegisterFormat.CSV,
    municipality: Annotated[
        str, typer.Option(help="Gemeentecode; wie elders staat ingeschreven is geen inwoner.")
    ] = "",
    by: ByOption = "",
) -> None:
    """Laad een register in plaats van het vorige: helemaal, of (bij een fout) helemaal niet."""
    actor, wired = actor_of(by), platform()
    with progress_of("Register lezen", 3) as moved:
        found = read_register(
            file, format=layout, pseudonym=wired.resident_id, municipality=municipality
        )
        moved(1)
        digest = sha256(file.read_bytes()).hexdigest()
        with begin(wired.engine) as tx:
            version = load_register(
                tx, wired.vault, found.residents, digest, actor=actor, at=wired.clock()
            )
        moved(1)
        _keep_index(wired)
        moved(1)
    show_faults(found.warnings, "Waarschuwingen")
    counted: dict[str, int] = {}
    for resident in found.residents:
        counted[resident.residency.value] = counted.get(resident.residency.value, 0) + 1
    states = ", ".join(f"{state} {count}" for state, count in sorted(counted.items()))
    out.print(f"Register {version.version} geladen: {version.residents} personen ({states}).")
    if len(found.municipalities) > 1 and not municipality:
        out.print(
            f"Het bestand heeft personen uit {len(found.municipalities)} gemeenten; allen gelden "
            "als inwoner. Beperk dat met --municipality CODE."
        )


def _keep_index(wired: Platform) -> None:
    """Make the index that other processes map, so that none of them has to; if one is kept."""
    if wired.residents.keeps_index:
        with reading(wired.engine) as tx:
            wired.residents.matching(tx, local_day(wired.clock()))


@register.command("change")
def change(
    file: Annotated[Path, typer.Argument(help="CSV met alleen wie er veranderd zijn.")],
    by: ByOption = "",
) -> None:
    """Werk het register bij: wie kwam, verhuisde, trouwde, vertrok of overleed; of niemand."""
    actor, wired = actor_of(by), platform()
    found = read_register(file, format=RegisterFormat.CSV, pseudonym=wired.resident_id)
    digest, left = sha256(file.read_bytes()).hexdigest(), leaving(file)
    with begin(wired.engine) as tx:
        before = _before(tx, digest)
        if before is not None and before.digest == digest:
            out.print(f"Dit bestand is al verwerkt (register {before.version}); niets veranderd.")
            return
        version = change_register(
            tx, wired.vault, found.residents, digest, actor=actor, at=wired.clock(), left=left
        )
    show_faults(found.warnings, "Waarschuwingen")
    new = version.residents - (before.residents if before else 0)
    out.print(
        f"Register {version.version}: {len(found.residents)} personen bijgewerkt; het telt er nu "
        f"{version.residents}, {new} meer dan ervoor."
    )


def _before(tx: Tx, digest: str) -> Version | None:
    """The register in use. Raises FileOfBefore when a change since was of this very file."""
    now = current(tx)
    if now is not None and now.digest != digest:
        numbers = range(now.based_on, now.version)
        if any((one := version_of(tx, number)) and one.digest == digest for number in numbers):
            raise FileOfBefore(
                "Dit bestand is al eerder verwerkt en het register is sindsdien veranderd; nog "
                "eens zou dat terugdraaien. Maak een nieuwe uitvoer, of laad het hele register."
            )
    return now


@claims.command("load")
def load_city_claims(
    file: Annotated[Path, typer.Argument(help="CSV met de openstaande vorderingen.")],
    by: ByOption = "",
) -> None:
    """Laad de openstaande vorderingen in plaats van de vorige."""
    actor, wired = actor_of(by), platform()
    found = read_claims(file, wired.resident_id)
    at = wired.clock()
    with begin(wired.engine) as tx:
        loaded = load_claims(
            tx,
            wired.vault,
            found.claims,
            lambda: wired.residents.matching(tx, local_day(at)),
            actor=actor,
            at=at,
        )
    show_faults(found.faults, "Regels die niet gelezen konden worden")
    out.print(f"{loaded.placed} vorderingen geladen.")
    if loaded.unplaced:
        out.print(
            f"{len(loaded.unplaced)} vorderingen horen niet bij een inwoner die zeker gevonden is: "
            + ", ".join(loaded.unplaced[:10])
            + (" …" if len(loaded.unplaced) > 10 else "")
        )
