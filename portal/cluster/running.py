"""Putting a cluster up and taking it down."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.cluster.looking import free_ports, is_free
from portal.cluster.needs import find_programs, need_reachable
from portal.cluster.orphans import stop_orphans
from portal.cluster.places import Places, Ports
from portal.cluster.plan import PARTS, Demo, Plan
from portal.cluster.postgres import make_database
from portal.cluster.process import Told
from portal.cluster.supervisor import Stopped, Supervisor
from portal.halting import Halt, halt_on_signals
from protocols.errors import Refused

USUAL_PORT = 8425
DOWN_SECONDS = 120.0


class AlreadyUp(Refused):
    """A supervisor watches over this cluster already."""

    code = "already-up"


class PortTaken(Refused):
    """Somebody else listens on a port that was asked for."""

    code = "port-taken"


class StillUp(Refused):
    """The supervisor that runs does not stop."""

    code = "still-up"


def choose_ports(asked: Ports) -> Ports:
    """Ports as asked for, all different; 0 is a free one, for the portal 8425 when that is free.

    Raises PortTaken naming every port that is not to be had.
    """
    named = {"portaal": asked.portal, "database": asked.database, "broker": asked.broker}
    taken = [name for name, port in named.items() if port and not is_free(port)]
    if taken:
        raise PortTaken(f"Bezet: de poort van {', '.join(taken)}. Kies een andere, of 0 voor vrij.")
    wanted = (asked.portal or USUAL_PORT, asked.database, asked.broker, asked.controller)
    free = iter(free_ports(len(wanted) + len(PARTS), wanted))
    chosen = (port if port and is_free(port) else next(free) for port in wanted)
    portal, database, broker, controller = chosen
    watching = {name: next(free) for name in PARTS}
    return Ports(portal, database, broker, controller, watching)


def put_up(places: Places, asked: Ports, demo: Demo, around: Mapping[str, str], told: Told) -> None:
    """Start everything and watch over it until SIGINT or SIGTERM, then stop it.

    What a killed supervisor left behind is stopped first. Raises AlreadyUp, MissingPrograms,
    NotReachable, PortTaken, DidNotStart and KeepsFailing; nothing runs after that.
    """
    programs = find_programs(around.get("PATH", os.defpath))
    places.prepare()
    need_reachable(places.home, programs.owner)
    halt = halt_on_signals()
    with alone(places):
        for name in stop_orphans(places.home):
            told("cluster", f"{name} van een vorige keer is gestopt")
        places.tidy()
        places.undo_loading()
        places.prepare()
        make_database(programs, places)
        plan = Plan(places, programs, choose_ports(asked), around)
        _run(plan, demo, told, halt)


def take_down(places: Places, told: Told) -> None:
    """Stop a cluster, whether or not somebody watches over it, and remove its data.

    Raises StillUp, and NotACluster for a folder that holds something else.
    """
    if places.home.exists():
        places.need_cluster()
        _ask_supervisor(places)
        for name in stop_orphans(places.home):
            told("cluster", f"{name} is gestopt")
        places.remove()
    told("cluster", f"{places.home} is er niet meer")


def _run(plan: Plan, demo: Demo, told: Told, halt: Halt) -> None:
    places = plan.places
    supervisor = Supervisor(
        told, halt, lambda pids: places.write_state(plan.url, pids, plan.metrics)
    )
    try:
        _start(plan, demo, supervisor, told)
        supervisor.tell()
        _welcome(plan, told)
        supervisor.watch()
    except Stopped:
        told("cluster", "gestopt tijdens het starten")
    finally:
        supervisor.stop()
        places.tidy()


def _start(plan: Plan, demo: Demo, supervisor: Supervisor, told: Told) -> None:
    told("cluster", "PostgreSQL en Kafka starten")
    supervisor.start(plan.database(), plan.broker())
    supervisor.run(plan.topics(), plan.migrate())
    plan.places.write_environment(plan.settings)
    told("cluster", "portaal, doorgever, klok en werkers starten")
    supervisor.start(plan.relay(), plan.gateway(), plan.clock(), *plan.workers())
    if demo.residents and not plan.places.logins.exists():
        supervisor.run(plan.load(demo))


def _welcome(plan: Plan, told: Told) -> None:
    lines = [f"Het portaal: {plan.url}"]
    with suppress(FileNotFoundError):
        lines += plan.places.logins.read_text(encoding="utf-8").splitlines()
    lines += [f"Metingen van {name}: {url}" for name, url in plan.metrics.items()]
    lines += [
        f"Voor opdrachten in een andere terminal: . {plan.places.environment}",
        "Ctrl-C stopt alles; de gegevens blijven.",
    ]
    for line in lines:
        told("cluster", line)


def _lock(places: Places) -> Path:
    return places.home / "lock"


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Be the only supervisor of a folder; the lock goes with us, also when we are killed."""
    with _lock(places).open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyUp("Dit cluster draait al; stop het met Ctrl-C of met --down.") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _ask_supervisor(places: Places) -> None:
    """Have the supervisor that runs stop everything, and wait for it."""
    until, asked = time.monotonic() + DOWN_SECONDS, False
    while time.monotonic() < until:
        try:
            with alone(places):
                return
        except AlreadyUp:
            if not asked:
                _ask(_lock(places))
                asked = True
            time.sleep(0.2)
    raise StillUp("Het cluster dat draait stopt niet; kijk wat het nog doet.")


def _ask(lock: Path) -> None:
    with suppress(ValueError, ProcessLookupError):
        os.kill(int(lock.read_text(encoding="ascii")), signal.SIGTERM)
