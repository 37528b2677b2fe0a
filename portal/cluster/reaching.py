"""Can this container do its work? A light look for health checks, by a process of its own."""

import socket

from portal.cluster.looking import page_answers
from portal.settings import BadSettings, Settings, read_settings
from store.engine import StoreUnavailable, open_engine, reading

_SECONDS = 3.0


def unreachable() -> list[str]:
    """What of database, broker and our own process does not answer, in Dutch; empty when all do.

    The process is asked at VROEGSIGNAAL_METRICS, where that is set. Raises BadSettings when the
    settings are wrong, a secret that cannot be read among them.
    """
    settings = read_settings()
    faults = []
    try:
        with reading(open_engine(settings.database, settings.bounds)):
            pass
    except StoreUnavailable as error:
        faults.append(f"de database: {error}")
    if not _reaches_broker(settings):
        faults.append("de broker: niemand antwoordt op VROEGSIGNAAL_KAFKA")
    watching = settings.watching
    if watching.host and not page_answers(f"http://{watching.host}:{watching.port}/healthz")():
        faults.append("het proces zelf: het antwoordt niet op VROEGSIGNAAL_METRICS")
    return faults


def _reaches_broker(settings: Settings) -> bool:
    """Whether one of the brokers takes a connection."""
    if settings.kafka is None:
        raise BadSettings("VROEGSIGNAAL_KAFKA ontbreekt.")
    return any(_connects(server) for server in settings.kafka.servers)


def _connects(server: str) -> bool:
    host, _, port = server.rpartition(":")
    try:
        socket.create_connection((host, int(port)), _SECONDS).close()
    except OSError:
        return False
    return True
