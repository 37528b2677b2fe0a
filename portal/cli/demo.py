"""Commands that make a city up: its files alone, or a whole running demo."""

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from portal.cities.load import city_folder, load_city
from portal.cli.common import err, out
from portal.cli.line import make_key
from portal.cli.serve import serve_platform
from portal.demo import make_demo
from portal.settings import read_settings
from portal.synth.city import make_city
from portal.synth.order import last_full_month, order
from portal.wiring import now, open_platform
from protocols.work.clock import local_day

CityOption = Annotated[str, typer.Option(help="dronten, gent of een map met stadsbestanden.")]
ResidentsOption = Annotated[int, typer.Option(min=100, max=500_000, help="Aantal inwoners.")]
MonthsOption = Annotated[int, typer.Option(min=1, max=24, help="Aantal maanden signalen.")]
SeedOption = Annotated[int, typer.Option(help="Zelfde getal, zelfde stad.")]
MARK = ".vroegsignaal-demo"


def synth(
    city: CityOption = "dronten",
    residents: ResidentsOption = 20_000,
    months: MonthsOption = 3,
    seed: SeedOption = 1,
    per_1000: Annotated[
        float, typer.Option(min=0.1, max=1000, help="Signalen per 1.000 inwoners per maand.")
    ] = 4.4,
    into: Annotated[Path, typer.Option(help="Map waarin de bestanden komen.")] = Path("var/synth"),
    last_month: Annotated[
        str, typer.Option(help="Laatste maand, JJJJ-MM; standaard de laatst geleverde.")
    ] = "",
) -> None:
    """Verzin een register, bestanden van schuldeisers en de waarheid ernaast."""
    last = last_full_month(local_day(now()))
    if last_month:
        try:
            last = date.fromisoformat(f"{last_month}-01")
        except ValueError as error:
            raise typer.BadParameter("schrijf JJJJ-MM", param_hint="--last-month") from error
    spec = order(load_city(city_folder(city)), residents, months, seed, last, per_1000)
    for line in make_city(spec, into).lines():
        out.print(line, markup=False)
    out.print(f"Geschreven in {into}", markup=False)


def demo(
    city: CityOption = "dronten",
    residents: ResidentsOption = 20_000,
    months: MonthsOption = 3,
    seed: SeedOption = 1,
    serve: Annotated[bool, typer.Option(help="Open daarna het portaal.")] = True,
) -> None:
    """Maak een verzonnen stad, laat de lijn draaien en open het portaal."""
    home = Path(os.environ.get("VROEGSIGNAAL_HOME", "var/demo"))
    _clear(home)
    make_key(home / "key")
    settings = replace(
        read_settings(
            {
                **os.environ,
                "VROEGSIGNAAL_HOME": str(home),
                "VROEGSIGNAAL_DATABASE": f"sqlite:///{home / 'vroegsignaal.db'}",
                "VROEGSIGNAAL_KEY_FILE": str(home / "key"),
            }
        ),
        city=city,
    )
    wired = open_platform(settings)
    logins = make_demo(
        wired,
        home / "files",
        residents,
        months,
        seed,
        lambda line: out.print(line, markup=False),
    )
    out.print(f"\nHet portaal: {settings.public_url}")
    for login in logins:
        out.print(f"  {login.account_id:20} wachtwoord {login.password}", markup=False)
    if serve:
        serve_platform(wired, settings)


def _clear(home: Path) -> None:
    """Start afresh, but only in a folder that an earlier demo made."""
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            err.print(f"{home} is niet leeg en niet van een demo; kies een andere map.")
            raise typer.Exit(1)
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()
