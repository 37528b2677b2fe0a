"""The commands of a cluster: all of it on this machine, or one part of it."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from portal.cluster.places import MARK, NotACluster, Places, Ports
from portal.cluster.plan import Demo
from portal.cluster.running import put_up, take_down
from portal.logs import set_up_logs
from protocols.errors import Refused
from store.engine import StoreUnavailable

REFUSED = 1
ResidentsOption = Annotated[int, typer.Option(min=0, max=500_000, help="Inwoners; 0 laadt niets.")]
MonthsOption = Annotated[int, typer.Option(min=1, max=24, help="Maanden signalen.")]
SeedOption = Annotated[int, typer.Option(help="Zelfde getal, zelfde stad.")]
PortOption = Annotated[int, typer.Option(min=0, max=65_535, help="Poort op 127.0.0.1; 0 is vrij.")]

app = typer.Typer(
    help="Een cluster: broker, PostgreSQL, portaal, doorgever, werkers en klok.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command("up")
def up(
    down: Annotated[bool, typer.Option("--down", help="Stop en verwijder het cluster.")] = False,  # noqa: FBT002 - a flag on the command line
    home: Annotated[Path, typer.Option(help="Map van het cluster.")] = Path("var/cluster"),
    residents: ResidentsOption = 20_000,
    months: MonthsOption = 3,
    seed: SeedOption = 1,
    port: PortOption = 0,
    database_port: PortOption = 0,
    broker_port: PortOption = 0,
) -> None:
    """Start een cluster op deze machine en waak erover tot Ctrl-C."""
    places = Places(home.absolute())
    if down:
        take_down(places, _tell)
        return
    ports = Ports(port, database_port, broker_port, 0)
    put_up(places, ports, Demo(residents, months, seed), os.environ, _tell)


@app.command("migrate")
def migrate() -> None:
    """Breng de database bij, eenmaal."""
    from portal.cluster.parts import migrate_and_tell  # only here: `up` need not load it all

    typer.echo(migrate_and_tell())


@app.command("gateway")
def gateway(
    listen: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    trust: Annotated[
        str, typer.Option(help="Adressen van de proxy, wier X-Forwarded-For geldt.")
    ] = "127.0.0.1",
) -> None:
    """Open portaal en API, zonder lijn en klok."""
    from portal.cluster.parts import serve_gateway  # only here: `up` need not load it all

    serve_gateway(listen, trust)


@app.command("clock")
def clock() -> None:
    """Voer op tijd uit wat de klok moet doen, zoals wissen."""
    from portal.cluster.parts import run_clock  # only here: `up` need not load it all

    run_clock()


@app.command("reach")
def reach() -> None:
    """Kijk of database, broker en dit deel zelf antwoorden; eindigt anders met 1."""
    from portal.cluster.reaching import unreachable  # only here: `up` need not load it all

    faults = unreachable()
    for fault in faults:
        typer.echo(f"Niet bereikbaar: {fault}", err=True)
    raise typer.Exit(REFUSED if faults else 0)


@app.command("load")
def load(
    residents: ResidentsOption = 20_000, months: MonthsOption = 3, seed: SeedOption = 1
) -> None:
    """Laad de verzonnen stad als er nog niemand woont."""
    from portal.cluster.loading import load_demo  # only here: `up` need not load it all

    places = Places(Path(os.environ.get("VROEGSIGNAAL_HOME", "var")).absolute())
    if not (places.home / MARK).exists():
        raise NotACluster("Dit is geen map van `make cluster`; er is niets geladen.")
    load_demo(places, Demo(residents, months, seed), typer.echo)


def main() -> None:
    """Run a command. Exits with 0 when done, 1 when refused, 2 when misused."""
    set_up_logs()
    try:
        app()
    except Refused as refused:
        typer.echo(f"Geweigerd [{refused.code}]: {refused}", err=True)
        sys.exit(REFUSED)
    except StoreUnavailable as error:
        typer.echo(f"De database werkt niet mee ({error}). Probeer het later.", err=True)
        sys.exit(REFUSED)


def _tell(name: str, line: str) -> None:
    typer.echo(f"{name:<9} | {line}")
