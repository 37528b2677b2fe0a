"""What a cluster needs of the machine: PostgreSQL, Java, and Maven the first time."""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from protocols.errors import Refused

REPOSITORY = Path(__file__).resolve().parents[2]
START = REPOSITORY / "deploy" / "kafka" / "start.sh"
LIBS = REPOSITORY / "var" / "kafka" / "libs"
LEAST_JAVA = 17
_SERVER = ("initdb", "postgres", "pg_isready")
_DEBIAN = Path("/usr/lib/postgresql")
_OWNER = "postgres"


class MissingPrograms(Refused):
    """This machine lacks what a cluster needs; the message names all of it with its package."""

    code = "missing-programs"


class NotReachable(Refused):
    """The user that PostgreSQL runs as cannot reach the folder of the cluster."""

    code = "not-reachable"


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the programs are. `owner` is the user that PostgreSQL runs as; None for ourselves."""

    postgres: Path
    owner: str | None


def find_programs(path: str, debian: Path = _DEBIAN) -> Programs:
    """Find what is needed on a PATH and where Debian keeps PostgreSQL; raises MissingPrograms."""
    server = _folder_of_server(path, debian)
    faults = []
    if server is None:
        faults.append("PostgreSQL 15 of nieuwer: apt install postgresql")
    if os.geteuid() == 0 and not _is_user(_OWNER):
        faults.append("gebruiker postgres (als root start PostgreSQL niet): apt install postgresql")
    if _java_version(path) < LEAST_JAVA:
        faults.append(f"Java {LEAST_JAVA} of nieuwer: apt install openjdk-17-jre-headless")
    if not (LIBS / ".complete").exists() and shutil.which("mvn", path=path) is None:
        faults.append("Maven, eenmalig om Kafka te halen: apt install maven")
    if not START.is_file():
        faults.append("de map deploy/kafka: start het cluster vanuit een kloon van de broncode")
    if faults or server is None:
        raise MissingPrograms("Voor een cluster ontbreekt op deze machine:\n" + "\n".join(faults))
    return Programs(server, _OWNER if os.geteuid() == 0 else None)


def need_reachable(folder: Path, owner: str | None) -> None:
    """Raises NotReachable when another user could not come into a folder that is there."""
    if owner is None:
        return
    done = subprocess.run(  # noqa: S603 - a program of our own choosing, no shell
        ["/usr/bin/test", "-x", str(folder)], user=owner, group=owner, extra_groups=[], check=False
    )
    if done.returncode:
        raise NotReachable(
            "PostgreSQL draait als gebruiker postgres en kan niet in de map van het cluster. Start "
            "het cluster als gewone gebruiker, of kies met --home een map die postgres mag openen."
        )


def _folder_of_server(path: str, debian: Path) -> Path | None:
    versions = [one for one in debian.glob("*/bin") if one.parent.name.isdigit()]
    newest = sorted(versions, key=lambda one: int(one.parent.name), reverse=True)
    folders = [*(Path(one) for one in path.split(os.pathsep) if one), *newest]
    return next((one for one in folders if all((one / name).is_file() for name in _SERVER)), None)


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _java_version(path: str) -> int:
    """The major version of Java; 0 without one."""
    java = shutil.which("java", path=path)
    if java is None:
        return 0
    done = subprocess.run(  # noqa: S603 - the java of the PATH, no shell
        [java, "-version"], capture_output=True, text=True, check=False
    )
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0
