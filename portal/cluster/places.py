"""The folder of a cluster: what lies where, its secrets, and the settings of its processes."""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from protocols.errors import Refused
from store.vault import ROOT_BYTES

MARK = ".vroegsignaal-cluster"
TAG = "VROEGSIGNAAL_CLUSTER_PROCESS"
"""In the environment of every process of a cluster: FOLDER:NAME. By this an orphan is known."""
ROLE = "vroegsignaal"
_RAM = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, mode 0700
_PREFIX = "VROEGSIGNAAL_"
KEPT = frozenset({"VROEGSIGNAAL_CITY", "VROEGSIGNAAL_WEIGHTS"})
"""Settings around us that hold for a cluster too; any other would be of another installation."""


class NotACluster(Refused):
    """A folder that holds something, and no cluster."""

    code = "not-a-cluster"


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports on 127.0.0.1; `watching` has that of the metrics of every part of ours, by name."""

    portal: int
    database: int
    broker: int
    controller: int
    watching: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """Everything of a cluster lies under `home`, an absolute path; only the index lies in RAM."""

    home: Path

    @property
    def key(self) -> Path:
        """The root key."""
        return self.home / "key"

    @property
    def password(self) -> Path:
        """The password of the database."""
        return self.home / "database-password"

    @property
    def postgres(self) -> Path:
        """What PostgreSQL keeps."""
        return self.home / "postgres"

    @property
    def kafka(self) -> Path:
        """What the broker keeps."""
        return self.home / "kafka"

    @property
    def environment(self) -> Path:
        """The settings as lines for a shell: `. var/cluster/environment`."""
        return self.home / "environment"

    @property
    def state(self) -> Path:
        """What runs, as JSON; there once all is up, gone when it stops."""
        return self.home / "state.json"

    @property
    def logins(self) -> Path:
        """Who may log in to the demo city; there once its loading is done."""
        return self.home / "logins"

    @property
    def files(self) -> Path:
        """The files of the demo city."""
        return self.home / "files"

    @property
    def loading(self) -> Path:
        """There while the demo city is being loaded."""
        return self.home / "loading"

    @property
    def scratch(self) -> Path:
        """For temporary files of the processes."""
        return self.home / "tmp"

    @property
    def index(self) -> Path | None:
        """Where the processes share the index of the register; None where there is no RAM disk."""
        digest = sha256(str(self.home).encode()).hexdigest()[:12]
        return _RAM / f"vroegsignaal-{digest}" if os.access(_RAM, os.W_OK) else None

    def prepare(self) -> None:
        """Make the folder and its secrets where they are not there. Raises NotACluster."""
        if self.home.exists() and any(self.home.iterdir()) and not (self.home / MARK).exists():
            raise NotACluster(f"{self.home} is niet leeg en geen cluster; kies een andere map.")
        self.home.mkdir(parents=True, exist_ok=True)
        # as root PostgreSQL is another user, who must come through here
        self.home.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (self.home / MARK).touch()
        for folder in (self.scratch, self.kafka):
            folder.mkdir(mode=0o700, exist_ok=True)
        _write_new(self.key, secrets.token_hex(ROOT_BYTES))
        _write_new(self.password, secrets.token_hex(16))

    def write_logins(self, lines: Iterable[str]) -> None:
        """Keep who may log in to the demo city, for its owner only."""
        _write_new(self.logins, "\n".join(lines))

    def tidy(self) -> None:
        """Take away what is of use only while the cluster is up; keeps all data."""
        self.state.unlink(missing_ok=True)
        for folder in (self.scratch, self.index):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    def undo_loading(self) -> None:
        """Empty the database and the topics when the loading of the demo city was cut off."""
        if self.loading.exists():
            for folder in (self.postgres, self.kafka, self.files):
                shutil.rmtree(folder, ignore_errors=True)
            self.loading.unlink()

    def need_cluster(self) -> None:
        """Raises NotACluster for a folder that is none: nothing in it may be touched."""
        if not (self.home / MARK).exists():
            raise NotACluster(f"{self.home} is geen cluster; er is niets verwijderd.")

    def remove(self) -> None:
        """Remove the whole cluster. Raises NotACluster for a folder that is none."""
        self.need_cluster()
        self.tidy()
        shutil.rmtree(self.home)

    def settings(self, ports: Ports) -> Mapping[str, str]:
        """The settings that its processes share."""
        found = {
            "VROEGSIGNAAL_HOME": str(self.home),
            "VROEGSIGNAAL_KEY_FILE": str(self.key),
            "VROEGSIGNAAL_DATABASE": f"postgresql+psycopg://{ROLE}@127.0.0.1:{ports.database}/{ROLE}",
            "VROEGSIGNAAL_DATABASE_PASSWORD_FILE": str(self.password),
            "VROEGSIGNAAL_KAFKA": f"127.0.0.1:{ports.broker}",
            "VROEGSIGNAAL_PORT": str(ports.portal),
            "VROEGSIGNAAL_PUBLIC_URL": f"http://127.0.0.1:{ports.portal}",
        }
        if self.index is not None:
            found["VROEGSIGNAAL_INDEX"] = str(self.index)
        return found

    def write_environment(self, settings: Mapping[str, str]) -> None:
        """Write the settings for a shell of the operator; no secret is among them."""
        lines = [f"export {name}='{value}'\n" for name, value in settings.items()]
        self.environment.write_text("".join(lines), encoding="utf-8")

    def write_state(
        self, url: str, processes: Mapping[str, int], metrics: Mapping[str, str]
    ) -> None:
        """Tell what runs: the address of the portal, the pid of every process, and where the
        metrics of each part are."""
        told = {
            "url": url,
            "supervisor": os.getpid(),
            "processes": dict(processes),
            "metrics": dict(metrics),
        }
        fresh = self.home / "state.new"
        fresh.write_text(json.dumps(told, indent=1), encoding="utf-8")
        fresh.replace(self.state)


def environment_of(
    places: Places, name: str, settings: Mapping[str, str], around: Mapping[str, str]
) -> dict[str, str]:
    """The environment of a process: that around us without its settings, ours, and our tag."""
    kept = {key: value for key, value in around.items() if not key.startswith(_PREFIX)}
    return {**kept, **settings, "TMPDIR": str(places.scratch), TAG: f"{places.home}:{name}"}


def _write_new(path: Path, secret: str) -> None:
    """Write a secret that only its owner can read, unless there is one."""
    if path.exists():
        return
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    fresh.replace(path)
