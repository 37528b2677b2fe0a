"""Commands about a plan: proposing it, what is said to it, and what happens while it runs."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

import typer

from portal.cli.common import out
from portal.cli.dossier_common import ByAccount, Cents, DossierId, day, door, tell
from portal.cli.dossier_money import wish_of
from portal.dossier import changing, forgoing, paying, planning
from portal.dossier.changing import Changing
from portal.dossier.forgoing import Forgoing
from portal.dossier.paying import Paid
from portal.dossier.planning import Asked
from protocols.money import euros
from protocols.plan.claims import Order
from protocols.plan.events import Pay, PlanReason
from protocols.work.dossier_words import STAGES

PlanId = Annotated[str, typer.Argument(help="Kenmerk van het voorstel.")]
Why = Annotated[PlanReason, typer.Option(help="De reden, uit de lijst.")]
Words = Annotated[str, typer.Option("--reason", help="De reden in woorden, voor het tijdpad.")]
Name = Annotated[str, typer.Argument(help="Kenmerk van de boeking; telt een keer.")]


def propose(
    dossier_id: DossierId,
    cents: Cents,
    by: ByAccount,
    start: Annotated[str, typer.Option(help="Eerste dag; standaard volgende maand.")] = "",
    pay_day: Annotated[int, typer.Option(help="Vaste dag van de maand.")] = 1,
    order: Annotated[Order, typer.Option(help="Welke schuld het eerst.")] = Order.NEAR_LIMITATION,
) -> None:
    """Stel één maandbedrag voor; meer dan wet en budget vrijlaten kan niet."""
    at = door(by)
    asked = Asked(cents, wish_of(at, start, pay_day, order))
    tell(planning.propose(at.wired, at.by, dossier_id, asked))


def accept(dossier_id: DossierId, plan_id: PlanId, by: ByAccount) -> None:
    """Leg vast dat de inwoner het voorstel aanvaardt."""
    at = door(by)
    tell(planning.accept(at.wired, at.by, dossier_id, plan_id))


def reject(dossier_id: DossierId, by: ByAccount) -> None:
    """Leg vast dat de inwoner het voorstel niet wil."""
    at = door(by)
    tell(planning.reject(at.wired, at.by, dossier_id))


def start(dossier_id: DossierId, by: ByAccount) -> None:
    """Laat de aanvaarde regeling beginnen."""
    at = door(by)
    tell(planning.start(at.wired, at.by, dossier_id))


def change(
    dossier_id: DossierId,
    cents: Cents,
    by: ByAccount,
    why: Why,
    reason: Words,
    start: Annotated[str, typer.Option(help="Vanaf; standaard volgende maand.")] = "",
    pay_day: Annotated[int, typer.Option(help="Vaste dag van de maand.")] = 1,
) -> None:
    """Spreid wat nog open staat over een ander maandbedrag."""
    at = door(by)
    first = wish_of(at, start, pay_day, Order.OLDEST).start_on
    wanted = Changing(cents, first, pay_day, why, reason)
    tell(changing.change(at.wired, at.by, dossier_id, wanted))


def pause(
    dossier_id: DossierId,
    by: ByAccount,
    until: Annotated[str, typer.Option(help="Laatste dag van de pauze.")],
    reason: Words,
) -> None:
    """Laat de regeling rusten tot en met een dag."""
    at = door(by)
    tell(planning.pause(at.wired, at.by, dossier_id, day(until, "--until"), reason))


def resume(dossier_id: DossierId, by: ByAccount) -> None:
    """Laat de regeling weer lopen voor de pauze om is."""
    at = door(by)
    tell(planning.resume(at.wired, at.by, dossier_id))


def pay(
    dossier_id: DossierId,
    name: Name,
    cents: Cents,
    by: ByAccount,
    on: Annotated[str, typer.Option(help="Betaaldag; standaard vandaag.")] = "",
    claim: Annotated[str, typer.Option(help="De schuld waarvoor het bedoeld is.")] = "",
) -> None:
    """Boek een betaling; wat te veel is, wordt apart gehouden."""
    at = door(by)
    paid_on = day(on, "--on") if on else at.by.on
    _paid(paying.pay(at.wired, at.by, dossier_id, Pay(name, cents, paid_on, claim)))


def refund(dossier_id: DossierId, name: Name, cents: Cents, by: ByAccount) -> None:
    """Boek dat apart gehouden geld terugging naar de inwoner."""
    at = door(by)
    _paid(paying.refund(at.wired, at.by, dossier_id, name, cents))


def remit(
    dossier_id: DossierId,
    claim: Annotated[str, typer.Argument(help="Kenmerk van de schuld.")],
    cents: Cents,
    by: ByAccount,
    why: Why,
    reason: Words,
) -> None:
    """Vraag een deel van een schuld kwijt te schelden; een ander bevestigt."""
    at = door(by)
    given = Forgoing(why, reason)
    tell(forgoing.remit(at.wired, at.by, dossier_id, claim, cents, given))


def scrap(dossier_id: DossierId, by: ByAccount, why: Why, reason: Words) -> None:
    """Vraag alles wat open staat kwijt te schelden; een ander bevestigt."""
    at = door(by)
    tell(forgoing.scrap(at.wired, at.by, dossier_id, Forgoing(why, reason)))


def write_off(dossier_id: DossierId, by: ByAccount, why: Why, reason: Words) -> None:
    """Vraag alles wat open staat oninbaar te verklaren; een ander bevestigt."""
    at = door(by)
    tell(forgoing.write_off(at.wired, at.by, dossier_id, Forgoing(why, reason)))


def confirm(dossier_id: DossierId, by: ByAccount) -> None:
    """Bevestig, als financieel directeur, wat een ander vroeg."""
    at = door(by)
    tell(forgoing.confirm(at.wired, at.by, dossier_id))


def drop(dossier_id: DossierId, by: ByAccount, reason: Words) -> None:
    """Laat vallen wat op bevestiging wacht."""
    at = door(by)
    tell(planning.drop(at.wired, at.by, dossier_id, reason))


def _paid(found: Paid) -> None:
    progress = found.progress
    told = f"nog open {euros(progress.open_cents)}, apart gehouden {euros(progress.kept_cents)}"
    out.print(f"Geboekt: {told}; het dossier is {STAGES[found.stage]}.", markup=False)


VERBS: Final[Sequence[tuple[str, Callable[..., Any]]]] = (
    ("propose", propose),
    ("accept", accept),
    ("reject", reject),
    ("start", start),
    ("change", change),
    ("pause", pause),
    ("resume", resume),
    ("pay", pay),
    ("refund", refund),
    ("remit", remit),
    ("scrap", scrap),
    ("write-off", write_off),
    ("confirm", confirm),
    ("drop", drop),
)
