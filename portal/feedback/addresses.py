"""Where a webhook may go: https, and to no address of a network of our own.

A name is looked up once and the address that was judged is the one that is connected to, so a
name that changes in between leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Callable, Set
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from protocols.errors import Refused

Look = Callable[[str, int], list[str]]
"""The addresses of a host."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_LENGTH = 2000


class BadAddress(Refused):
    """A webhook may not go there. The message does not repeat the address."""

    code = "bad-address"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send: the URL with the address in it that was judged, and the name it stands for."""

    url: httpx.URL
    host: str


def check_url(url: str, allowed: Set[str]) -> tuple[str, int]:
    """Host and port of a webhook's URL, before anything is looked up; raises BadAddress."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _bad() from None
    plain = parts.scheme == "http" and host in allowed and _is_loopback(host)
    if not host or len(url) > MOST_LENGTH or parts.username or parts.password or parts.fragment:
        raise _bad()
    if parts.scheme != "https" and not plain:
        raise _bad()
    return host, port or (80 if plain else 443)


def target_of(url: str, allowed: Set[str], look: Look | None = None) -> Target:
    """Judge where a URL leads. `allowed` are host names on a network of our own that may be
    reached, loopback by http too. Raises BadAddress."""
    host, port = check_url(url, allowed)
    found = (look or look_up)(host, port)
    if not found:
        raise BadAddress("Deze host is niet te vinden; controleer het adres van de webhook.")
    if host not in allowed and not all(_public(ipaddress.ip_address(one)) for one in found):
        raise BadAddress(
            "Dit adres ligt op een eigen netwerk. Geef een openbaar adres, of zet de host in "
            "VROEGSIGNAAL_WEBHOOK_HOSTS."
        )
    return Target(httpx.URL(url).copy_with(host=found[0]), host)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host as this machine finds them; none when it does not."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(one[4][0]).partition("%")[0] for one in found]


def _bad() -> BadAddress:
    return BadAddress("Geef voor een webhook een adres dat met https begint, zonder wachtwoord.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _public(address: _Address) -> bool:
    """Whether an address is on the internet, also the one that is wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _public(inner)
    return address.is_global and not address.is_multicast
