"""The command of the clock: run it, show what it ran, or run one job of one day by hand."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from portal.cli.acting import ByOption, actor_of
from portal.cli.common import out, platform
from portal.clock import run_until_halted
from portal.clock.jobs import JOBS, Counts, Job, job_of
from portal.clock.leading import USUAL, Leading
from portal.clock.planning import HORIZON, missed
from portal.clock.running import Ran, Runner, keeping
from portal.clock.schedule import ZONE
from portal.metrics_server import watched
from portal.settings import read_settings
from portal.wiring import Platform, now, open_platform
from protocols.errors import Refused
from protocols.privacy.audit import Origin
from protocols.work.clock import local_day
from store import job_runs
from store.engine import reading
from store.holding import open_hold
from store.job_runs import JobRun, Outcome

_WORDS: Mapping[Outcome, str] = {
    Outcome.RUNNING: "loopt",
    Outcome.DONE: "gedaan",
    Outcome.FAILED: "mislukt",
    Outcome.SKIPPED: "overgeslagen",
}


class JobBusy(Refused):
    """Another process runs this job at this moment."""

    code = "job-busy"


class NotYet(Refused):
    """A day that has not come yet: what was done for it could not be done again."""

    code = "not-yet"


def clock(
    listing: Annotated[
        bool, typer.Option("--list", help="Toon de taken en hoe ze liepen.")
    ] = False,
    job: Annotated[str, typer.Option("--run", help="Voer deze taak nu uit, eenmaal.")] = "",
    on: Annotated[
        str, typer.Option("--on", help="Voor deze dag, JJJJ-MM-DD; anders vandaag.")
    ] = "",
    by: ByOption = "",
) -> None:
    """Laat de klok lopen tot SIGTERM; of toon haar taken, of voer er een uit."""
    if (on or by) and not job:
        raise typer.BadParameter("hoort bij --run", param_hint="--on of --by")
    if listing and job:
        raise typer.BadParameter("kies een van beide", param_hint="--list of --run")
    if listing:
        _show(platform())
    elif job:
        run_by_hand(platform(), job_of(job), on, actor_of(by))
    else:
        _keep_time()


def run_by_hand(wired: Platform, job: Job, on: str, actor: str) -> None:
    """Run a job for a day, unless that was done. Raises BadParameter, NotYet and JobBusy."""
    today = local_day(wired.clock())
    turn = job.schedule.turn(_day(on, today))
    if turn.on > today:
        raise NotYet("Deze dag moet nog komen; er is niets gedaan. Kies vandaag of eerder.")
    holder = secrets.token_hex(8)
    hold = open_hold(wired.engine, holder, now, USUAL.lease_seconds)
    with keeping(hold, USUAL.lead_seconds):
        ran, counts = Runner(wired, hold, holder, actor, Origin.COMMAND).run(job, turn)
    if ran is Ran.BUSY:
        raise JobBusy("Een ander proces is met deze taak bezig. Wacht tot het klaar is.")
    out.print(f"{job.name} {turn.on}: {'al gedaan' if ran is Ran.ALREADY else 'gedaan'}")
    _tell(counts)


def _tell(counts: Counts) -> None:
    for word, count in counts.items():
        out.print(f"{word}: {count}", markup=False)


def _day(on: str, today: date) -> date:
    try:
        return date.fromisoformat(on) if on else today
    except ValueError as error:
        raise typer.BadParameter("schrijf de dag als JJJJ-MM-DD", param_hint="--on") from error


def _keep_time() -> None:
    settings = read_settings()
    wired = open_platform(settings)
    out.print("De klok loopt.")
    with watched(wired, settings.watching):
        run_until_halted(Leading(wired))


def _show(wired: Platform) -> None:
    table = Table("taak", "wanneer", "inhalen", "laatst", "hoe", "volgende", "gemist")
    for row in _rows(wired):
        table.add_row(*row)
    out.print(table)


def _rows(wired: Platform) -> Iterator[tuple[str, ...]]:
    at = wired.clock()
    with reading(wired.engine) as tx:
        for job in JOBS:
            since = job_runs.known_since(tx, job.name)
            runs = job_runs.runs(tx, job.name, at - HORIZON)
            yield _row(job, since, {one.scheduled_for: one for one in runs}, at)


def _row(
    job: Job, since: datetime | None, runs: Mapping[datetime, JobRun], at: datetime
) -> tuple[str, ...]:
    turns = list(job.schedule.between(max(since, at - HORIZON), at)) if since else []
    tried = [one for one in runs.values() if one.outcome is not Outcome.SKIPPED]
    last = tried[-1] if tried else None
    return (
        job.name,
        str(job.schedule),
        job.catch_up.value,
        _local(last.scheduled_for) if last else "nog niet",
        _how(last) if last else "",
        _local(job.schedule.next_after(at).at),
        str(missed(turns, runs)),
    )


def _how(last: JobRun) -> str:
    told = _WORDS[last.outcome]
    return f"{told} ({last.code}, poging {last.attempts})" if last.code else told


def _local(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"
