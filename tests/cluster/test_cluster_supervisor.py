"""The supervisor over small real processes: order, starting anew, giving up, stopping."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.cluster.process import Service
from portal.cluster.supervisor import DidNotStart, KeepsFailing, Pace, Stopped, Supervisor
from portal.halting import Halt

QUICK = Pace(look=0.02, longest_wait=0.05, healthy=60.0, most_errors=3)
WAIT_SECONDS = 20.0


class Watch:
    """A supervisor with what it told, and a thread that watches when asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[tuple[str, str]] = []
        self.pids: dict[str, int] = {}
        self.ended: BaseException | None = None
        self.halt = Halt()
        self.supervisor = Supervisor(
            lambda name, line: self.said.append((name, line)), self.halt, self.pids.update, QUICK
        )
        self._thread = threading.Thread(target=self._watch)

    def service(self, name: str, code: str) -> Service:
        """A process of Python code that knows its folder as the working directory."""
        command = (sys.executable, "-c", code)
        return Service(name, command, dict(os.environ), self.folder, stop_seconds=5.0)

    def begin(self) -> None:
        """Watch until `end`."""
        self.supervisor.tell()
        self._thread.start()

    def end(self) -> None:
        """Stop watching, and everything that runs."""
        self.halt.ask()
        if self._thread.ident is not None:
            self._thread.join()
        self.supervisor.stop()

    def told(self, part: str) -> Callable[[], bool]:
        """Whether a line was told that has a part."""
        return lambda: any(part in line for _, line in self.said)

    def _watch(self) -> None:
        try:
            self.supervisor.watch()
        except KeepsFailing as error:
            self.ended = error


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """A supervisor with nothing under it yet; whatever it starts is gone afterwards."""
    made = Watch(tmp_path)
    yield made
    made.end()


def _wait(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


STAYS = "import signal; print('here', flush=True); signal.pause()"


def test_starting_waits_until_a_process_is_ready(watch: Watch) -> None:
    """The broker must take connections before topics are made on it."""
    file = watch.folder / "ready"
    slow = "import time, pathlib; time.sleep(0.3); pathlib.Path('ready').touch(); time.sleep(60)"
    watch.supervisor.start(replace(watch.service("slow", slow), is_ready=file.exists))
    assert file.exists()


def test_a_process_that_ends_before_it_is_ready_tells_its_last_words(watch: Watch) -> None:
    """The operator sees why, without looking for a log."""
    dying = watch.service("dying", "print('de schijf is vol'); raise SystemExit(3)")
    with pytest.raises(DidNotStart, match=r"dying start niet .code 3.*\n.*schijf is vol"):
        watch.supervisor.start(replace(dying, is_ready=lambda: False))


def test_a_process_that_is_never_ready_is_stopped(watch: Watch) -> None:
    """An upper limit on every wait."""
    idle = replace(watch.service("idle", STAYS), is_ready=lambda: False, ready_seconds=0.3)
    with pytest.raises(DidNotStart, match="idle start niet"):
        watch.supervisor.start(idle)


def test_work_that_is_done_once_must_succeed(watch: Watch) -> None:
    """Topics and migrations come before everything that needs them."""
    watch.supervisor.run(watch.service("good", "print('klaar')"))
    assert ("good", "klaar") in watch.said
    with pytest.raises(DidNotStart, match=r"bad start niet .code 1"):
        watch.supervisor.run(watch.service("bad", "raise SystemExit(1)"))


def test_asking_to_stop_ends_the_waiting(watch: Watch) -> None:
    """Ctrl-C while the broker is still starting."""
    watch.halt.ask()
    with pytest.raises(Stopped):
        watch.supervisor.start(replace(watch.service("idle", STAYS), is_ready=lambda: False))
    with pytest.raises(Stopped):
        watch.supervisor.run(watch.service("once", STAYS))


@pytest.mark.parametrize("how", ["exit 75", "killed"])
def test_a_process_that_gives_up_or_is_killed_starts_anew(watch: Watch, how: str) -> None:
    """A worker exits 75 when the database stays away: nothing is lost, so it tries again."""
    first = "import os, pathlib, signal, sys\nif not pathlib.Path('once').exists():\n"
    first += "    pathlib.Path('once').touch()\n"
    end = "    sys.exit(75)" if how == "exit 75" else "    os.kill(os.getpid(), signal.SIGKILL)"
    watch.supervisor.start(watch.service("worker", f"{first}{end}\n{STAYS}"))
    watch.begin()
    _wait(lambda: ("worker", "here") in watch.said)
    code = "75" if how == "exit 75" else "-9"
    assert ("cluster", f"worker eindigde met {code} en wordt opnieuw gestart") in watch.said
    os.kill(watch.pids["worker"], 0)


def test_a_process_that_gives_up_is_started_however_often(watch: Watch) -> None:
    """The database may stay away for hours; that is no reason to end the cluster."""
    watch.supervisor.start(watch.service("worker", "raise SystemExit(75)"))
    watch.begin()
    _wait(lambda: sum("eindigde met 75" in line for _, line in watch.said) > 5)
    assert watch.ended is None


def test_a_process_that_keeps_failing_ends_the_cluster_loudly(watch: Watch) -> None:
    """A wrong setting does not mend itself: after a few errors in a row the operator is told."""
    watch.supervisor.start(watch.service("relay", "raise SystemExit('verkeerde instelling')"))
    watch.begin()
    _wait(lambda: watch.ended is not None)
    assert "verkeerde instelling" in str(watch.ended)


def test_what_started_last_stops_first(watch: Watch) -> None:
    """Workers end their batch while database and broker are still there."""
    stops = (
        "import signal, sys, time\n"
        "def end(*_):\n    print('bye', flush=True); time.sleep(0.2); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end); print('here', flush=True)\nsignal.pause()"
    )
    for name in ("database", "worker"):
        watch.supervisor.start(watch.service(name, stops))
        _wait(lambda name=name: (name, "here") in watch.said)  # type: ignore[misc]
    watch.end()
    told = [line for line in watch.said if line[1] != "here"]
    assert told == [
        ("cluster", "worker stopt"),
        ("worker", "bye"),
        ("cluster", "database stopt"),
        ("database", "bye"),
    ]


def test_what_does_not_listen_is_killed_with_all_that_it_started(watch: Watch) -> None:
    """Nothing is left behind, whatever a process does with SIGTERM."""
    deaf = (
        "import os, signal, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = os.fork()\nif child:\n    os.write(1, b'%d\\n' % child)\nsignal.pause()"
    )
    watch.supervisor.start(replace(watch.service("deaf", deaf), stop_seconds=0.3))
    _wait(lambda: len(watch.said) == 1)
    child = int(watch.said[0][1])
    watch.end()
    with pytest.raises(ProcessLookupError):
        _until_gone(child)


def _until_gone(pid: int) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        if status == "Z":  # nobody reaps it here; it runs no more
            raise ProcessLookupError
        time.sleep(0.01)


def test_a_signal_stops_the_watching_whenever_it_comes() -> None:
    """An Event hung here once: its lock was held when the handler came. So a thousand signals."""
    code = (
        "import os, signal, threading, time\n"
        "from portal.halting import halt_on_signals\n"
        "halt = halt_on_signals()\n"
        "def storm():\n"
        "    for _ in range(1000):\n"
        "        os.kill(os.getpid(), signal.SIGTERM); time.sleep(0.0002)\n"
        "thread = threading.Thread(target=storm); thread.start()\n"
        "while not halt.wait(0.0001) or thread.is_alive():\n    pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert done.returncode == 0


def test_a_process_does_not_get_our_ctrl_c(watch: Watch) -> None:
    """Else the broker would be gone before the workers have ended their batch."""
    watch.supervisor.start(watch.service("worker", STAYS))
    watch.begin()
    _wait(lambda: ("worker", "here") in watch.said)
    assert os.getpgid(watch.pids["worker"]) != os.getpgid(0)
    assert os.getsid(watch.pids["worker"]) != os.getsid(0)
