"""Commands for letters: see each of them about made-up people, and send what waits."""

from pathlib import Path
from typing import Annotated

import typer

from notifications import examples
from notifications.delivery.outcomes import Channel
from notifications.languages import languages
from notifications.letters import LETTERS, Letter, render
from notifications.pdf import Sheet, Window, print_letters
from portal.cities.load import city_folder, load_city
from portal.cli.acting import ByOption, actor_of
from portal.cli.common import err, out
from portal.sending import channels_of, open_mailroom, send
from portal.settings import city_of_environment, read_settings
from portal.wiring import now, open_platform
from protocols.city import City
from protocols.privacy.terms import Kept
from protocols.work.clock import local_day
from streams.mailroom import BATCH, Tally

letters = typer.Typer(help="Brieven en berichten.", no_args_is_help=True)
_NAMES = tuple(template.partition("/")[0] for template in LETTERS.values())


@letters.command("preview")
def preview(
    into: Annotated[Path, typer.Option(help="Map voor de voorbeelden.")] = Path("var/letters"),
    template: Annotated[str, typer.Option(help="Alleen deze brief, zoals proposal.")] = "",
    language: Annotated[str, typer.Option(help="Alleen deze taal, zoals ar.")] = "",
) -> None:
    """Schrijf elke brief in elke taal als HTML, tekst en PDF, met verzonnen gegevens."""
    _known(template, _NAMES, "--template")
    _known(language, tuple(languages()), "--language")
    city = load_city(city_folder(city_of_environment()))
    on = local_day(now())
    days = city.privacy.retention_on(Kept.OPEN_SIGNAL, on) or 1
    into.mkdir(parents=True, exist_ok=True)
    for view in examples.everything(city.name, city.privacy.basis.value, days, on):
        if template in ("", LETTERS[type(view)].partition("/")[0]):
            for code in [language] if language else languages():
                _write(into, render(view, code), city)


def _write(into: Path, letter: Letter, city: City) -> None:
    name = f"{letter.template.replace('/', '-')}.{letter.language}"
    window = Window.RIGHT if city.country == "BE" else Window.LEFT
    sheet = Sheet(letter, city.name, local_day(now()), examples.ADDRESS, window)
    (into / f"{name}.html").write_text(letter.html, encoding="utf-8")
    (into / f"{name}.txt").write_text(letter.text, encoding="utf-8")
    (into / f"{name}.pdf").write_bytes(print_letters([sheet]).pdf)
    out.print(f"{into / name}.html, .txt en .pdf", markup=False)


@letters.command("send")
def sending(
    channel: Annotated[
        str, typer.Option(help="email, post of sms; standaard alles wat is ingesteld.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Hoeveel per kanaal.")] = BATCH,
    by: ByOption = "",
) -> None:
    """Verstuur wat klaarstaat. Wat misschien al weg is, gaat nooit vanzelf nog een keer."""
    _known(channel, tuple(Channel), "--channel")
    settings = read_settings()
    wired = open_platform(settings)
    room = open_mailroom(wired, settings.mail, actor_of(by))
    chosen = (Channel(channel),) if channel else channels_of(room)
    if not chosen:
        out.print("Er is geen kanaal ingesteld; zie `vroegsignaal settings`.", markup=False)
    tallies = {one: send(room, one, limit) for one in chosen}
    for one, tally in tallies.items():
        out.print(_told(one, tally), markup=False)
    if any(tally.stopped for tally in tallies.values()):
        err.print("Een kanaal doet het niet. Wat niet weg is, blijft staan.", markup=False)
        raise typer.Exit(1)


def _told(channel: Channel, tally: Tally) -> str:
    stopped = f"; gestopt: {tally.stopped}" if tally.stopped else ""
    return (
        f"{channel.value}: {tally.sent} verstuurd, {tally.postponed} later, "
        f"{tally.failed} mislukt, {tally.doubted} onzeker{stopped}"
    )


def _known(given: str, known: tuple[str, ...], option: str) -> None:
    if given and given not in known:
        raise typer.BadParameter(f"kies uit: {', '.join(known)}", param_hint=option)
