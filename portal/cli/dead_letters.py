"""Commands for events that were put aside: look at them, put them back, or drop them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from portal.cli.acting import ByOption, actor_of
from portal.cli.common import drain, err, out, platform
from portal.free_text import check_reason
from portal.wiring import Platform
from protocols.errors import Refused
from store import dead_letters
from store.dead_letters import Letter
from store.engine import begin, reading
from streams.dead_letters import Operator, Retried, UnknownLetter, in_order, retry
from streams.dropping import Dropping
from streams.whereabouts import record_of

letters = typer.Typer(help="Berichten die apart zijn gelegd.", no_args_is_help=True)
MOST_SHOWN = 100
_OUTCOMES = {
    Retried.HANDLED: "verwerkt",
    Retried.SUPERSEDED: "niet meer nodig, er is nieuwer nieuws over",
    Retried.BEFORE: "was al verwerkt",
    Retried.FAILED: "mislukt, blijft apart",
}
StepOption = Annotated[str, typer.Option("--step", help="Alleen van deze stap, zoals admission.")]


class NothingChosen(Refused):
    """Neither ids nor --all were given, or both."""

    code = "nothing-chosen"


@letters.command("list")
def listing(
    step: StepOption = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Als JSON, voor een ander programma.")
    ] = False,
) -> None:
    """Toon wat apart ligt: stap, reden, plaats en sinds wanneer; nooit de inhoud."""
    with reading(platform().engine) as tx:
        found, stops = dead_letters.listed(tx, step), dead_letters.stopped(tx)
    if as_json:
        told = {"count": len(found), "dead_letters": [_told(one) for one in found]}
        out.print_json(data={**told, "stopped": [asdict(one) for one in stops]})
        return
    if found:
        _show(found)
    out.print(f"Apart gelegd: {len(found)}")
    for stop in stops:
        out.print(f"Stap {stop.step} staat stil voor {stop.place}, sinds {stop.stopped_at}.")


def _told(letter: Letter) -> dict[str, str]:
    """A dead letter under the names that `dead-letters retry` and `drop` know."""
    return {
        "id": letter.letter_id,
        "step": letter.step,
        "code": letter.code,
        "place": letter.place,
        "parked_at": letter.parked_at,
    }


def _show(found: Sequence[Letter]) -> None:
    table = Table("id", "stap", "reden", "plaats", "sinds")
    for one in found[:MOST_SHOWN]:
        table.add_row(*(_told(one).values()))
    out.print(table)
    if len(found) > MOST_SHOWN:
        out.print(f"De oudste {MOST_SHOWN}; alle met --json.")


@letters.command("retry")
def retrying(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids uit `dead-letters list`.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Alles wat apart ligt.")] = False,
    step: StepOption = "",
    by: ByOption = "",
) -> None:
    """Breng berichten terug voor hun stap, het oudste eerst; wat weer mislukt blijft apart."""
    if bool(ids) == everything:
        raise NothingChosen("Geef ids uit `vroegsignaal dead-letters list`, of --all.")
    actor, wired = actor_of(by), platform()
    chosen = _chosen(wired, ids or (), step)
    done = sum(_retry(wired, letter, actor) for letter in chosen)
    out.print(f"{done} van {len(chosen)} teruggebracht.")
    drain(wired)
    raise typer.Exit(0 if done == len(chosen) else 1)


def _chosen(wired: Platform, ids: Sequence[str], step: str) -> Sequence[Letter]:
    """What to put back, in order; without ids everything that stands in the log."""
    with reading(wired.engine) as tx:
        found = {one.letter_id: one for one in dead_letters.listed(tx, step)}
    if not set(ids) <= found.keys():
        raise UnknownLetter
    steps = [processor.group for _, processor in wired.line.stages]
    chosen = [found[one] for one in dict.fromkeys(ids)] if ids else list(found.values())
    return in_order(chosen, steps)


def _retry(wired: Platform, letter: Letter, actor: str) -> bool:
    """Whether the event lies apart no longer; why it does is told on stderr."""
    try:
        outcome, code = _put_back(wired, letter, actor)
    except Refused as refused:
        err.print(f"{letter.letter_id}: [{refused.code}] {refused}", markup=False)
        return False
    failed = outcome is Retried.FAILED
    told = f"{_OUTCOMES[outcome]} ({code})" if failed else _OUTCOMES[outcome]
    (err if failed else out).print(f"{letter.letter_id}: {told}", markup=False)
    return not failed


def _put_back(wired: Platform, letter: Letter, actor: str) -> tuple[Retried, str]:
    processors = {processor.group: processor for _, processor in wired.line.stages}
    if letter.step not in processors:
        with reading(wired.engine) as tx:
            record_of(tx, letter)
        raise UnknownLetter
    by = Operator(actor, wired.city.privacy.purpose, wired.clock())
    parked = retry(processors[letter.step], wired.vault, letter, by)
    return parked.outcome, parked.letter.code if parked.letter else ""


@letters.command("drop")
def dropping(
    letter: Annotated[str, typer.Argument(metavar="ID", help="Id uit `dead-letters list`.")],
    reason: Annotated[str, typer.Option("--reason", help="Waarom; nooit over personen.")],
    by: ByOption = "",
) -> None:
    """Doe een bericht voorgoed weg; de schuldeiser leest dat hij opnieuw moet aanleveren."""
    why, actor, wired = check_reason(reason), actor_of(by), platform()
    operator = Operator(actor, wired.city.privacy.purpose, wired.clock())
    with begin(wired.engine) as tx:
        gone = Dropping(operator, why).drop(tx, letter)
    out.print(f"{gone.letter_id}: weggedaan.", markup=False)
    drain(wired)
