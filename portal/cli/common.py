"""What every command needs: the platform, printing, progress, days as options."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from portal.faults import BadFile, Fault
from portal.settings import read_settings
from portal.wiring import Platform, open_platform
from protocols.covenant.terms import Covenant
from protocols.errors import Refused
from protocols.ids import CreditorId

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)
ACTOR = "command"

CreditorOption = Annotated[
    str, typer.Option("--creditor", help="Wie levert: de id uit het convenant, zoals flevohoven.")
]
OnOption = Annotated[
    str, typer.Option("--on", help="Dag van ontvangst, JJJJ-MM-DD; standaard vandaag.")
]


class UnknownCreditor(Refused):
    """There is no covenant with this creditor."""

    code = "unknown-creditor"


def platform() -> Platform:
    """The platform as the environment describes it."""
    return open_platform(read_settings())


def covenant_of(wired: Platform, creditor_id: str) -> Covenant:
    """The covenant with a creditor; raises UnknownCreditor naming the creditors there are."""
    covenant = wired.city.covenants.get(CreditorId(creditor_id))
    if covenant is None:
        known = ", ".join(sorted(wired.city.covenants))
        raise UnknownCreditor(f"Er is geen convenant met deze schuldeiser; wel met: {known}.")
    return covenant


def instant_of(on: str, clock: Callable[[], datetime]) -> datetime:
    """The moment that stands for a day given by hand (noon UTC), or now when none was given."""
    if not on:
        return clock()
    try:
        return datetime.combine(date.fromisoformat(on), time(12), UTC)
    except ValueError as error:
        raise typer.BadParameter("schrijf de dag als JJJJ-MM-DD", param_hint="--on") from error


@contextmanager
def progress_of(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr; calling what it gives moves it on by so many."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.advance(task, done)


def drain(wired: Platform) -> int:
    """Run the line until nothing waits, with a progress bar."""
    waiting = wired.line.waiting()
    if not waiting:
        return 0
    with progress_of("De lijn verwerkt", waiting) as moved:
        return wired.line.drain(moved)


def show_faults(faults: tuple[Fault, ...], heading: str) -> None:
    """Print faults, at most fifty of them, and how many there are more."""
    if not faults:
        return
    err.print(f"{heading} ({len(faults)}):")
    for fault in faults[:50]:
        err.print(f"  {fault}", markup=False)
    if len(faults) > 50:
        err.print(f"  … en {len(faults) - 50} meer")


def show_refusal(refused: Refused) -> None:
    """Print why something was refused, on stderr."""
    if isinstance(refused, BadFile):
        err.print(f"Geweigerd, er is niets veranderd. {len(refused.faults)} fout(en):")
        err.print(refused.message, markup=False)
    else:
        err.print(f"Geweigerd [{refused.code}]: {refused}", markup=False)
