"""Commands for letters: see each of them, in every language, about made-up people."""

from pathlib import Path
from typing import Annotated

import typer

from notifications.languages import languages
from notifications.letters import LightOffer, render_light_offer
from portal.cities.load import city_folder, load_city
from portal.cli.common import out
from portal.settings import city_of_environment
from portal.wiring import now
from protocols.covenant.signal import ArrearsType
from protocols.privacy.terms import Kept
from protocols.work.clock import local_day

letters = typer.Typer(help="Brieven aan inwoners.", no_args_is_help=True)


@letters.command("preview")
def preview(
    into: Annotated[Path, typer.Option(help="Map voor de voorbeelden.")] = Path("var/letters"),
) -> None:
    """Schrijf elke brief in elke taal als HTML en tekst, met verzonnen gegevens."""
    city = load_city(city_folder(city_of_environment()))
    on = local_day(now())
    days = city.privacy.retention_on(Kept.OPEN_SIGNAL, on) or 0
    offer = LightOffer(
        city_name=city.name,
        contact_phone="(telefoonnummer van de gemeente)",
        contact_email="schuldhulp@example.org",
        website="www.example.org/schuldhulp",
        basis=city.privacy.basis.value,
        retention_days=days,
        sources=(ArrearsType.RENT, ArrearsType.WATER),
        claims=city.privacy.depth_on(on),
    )
    into.mkdir(parents=True, exist_ok=True)
    for language in languages():
        letter = render_light_offer(offer, language)
        name = f"{letter.template.replace('/', '-')}.{language}"
        (into / f"{name}.html").write_text(letter.html, encoding="utf-8")
        (into / f"{name}.txt").write_text(letter.text, encoding="utf-8")
        out.print(f"{into / name}.html en .txt", markup=False)
