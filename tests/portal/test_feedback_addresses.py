"""Where a webhook may go: https and public, unless the operator says otherwise."""

import pytest

from portal.feedback.addresses import BadAddress, check_url, look_up, target_of

NOBODY: frozenset[str] = frozenset()
PUBLIC = "93.184.216.34"


def look(*found: str):
    """A name that leads to these addresses."""
    return lambda _host, _port: list(found)


@pytest.mark.parametrize(
    "url",
    [
        "http://woonhof.example/haak",
        "ftp://woonhof.example/",
        "https:///haak",
        "woonhof.example",
        "",
        "https://anja:geheim@woonhof.example/",
        "https://woonhof.example/#deel",
        "https://woonhof.example:99999/",
        "https://[::1/",
        "file:///etc/passwd",
        f"https://woonhof.example/{'a' * 2000}",
    ],
)
def test_an_address_that_is_no_https_is_refused_and_not_repeated(url: str) -> None:
    """Nor one with a password in it."""
    with pytest.raises(BadAddress) as refused:
        check_url(url, NOBODY)
    assert not url or url not in str(refused.value)


def test_a_public_https_address_is_connected_to_as_it_was_judged() -> None:
    """The name goes along for the certificate; a name that changes later leads nowhere else."""
    target = target_of("https://woonhof.example:8443/haak?a=b", NOBODY, look(PUBLIC))
    assert str(target.url) == f"https://{PUBLIC}:8443/haak?a=b"
    assert target.host == "woonhof.example"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1"),
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(address: str) -> None:
    """Also when only one of its addresses is, and however the address is wrapped."""
    for found in (look(address), look(PUBLIC, address)):
        with pytest.raises(BadAddress, match="eigen netwerk"):
            target_of("https://woonhof.example/", NOBODY, found)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_name_that_leads_to_a_public_address_is_not(address: str) -> None:
    """The pair of the test above."""
    assert target_of("https://woonhof.example/", NOBODY, look(address)).url.host == address


def test_the_operator_may_allow_a_host_on_a_network_of_its_own() -> None:
    """By name, exactly; http stays for loopback alone."""
    allowed = frozenset({"intern.example", "127.0.0.1", "localhost"})
    assert target_of("https://intern.example/", allowed, look("10.0.0.1"))
    assert target_of("http://127.0.0.1:8000/", allowed, look("127.0.0.1"))
    assert check_url("http://localhost/", allowed) == ("localhost", 80)
    for url in ("http://intern.example/", "http://127.0.0.2/"):
        with pytest.raises(BadAddress):
            target_of(url, allowed, look("127.0.0.1"))
    with pytest.raises(BadAddress):
        target_of("https://x.intern.example/", allowed, look("10.0.0.1"))


def test_a_name_that_is_nowhere_is_refused() -> None:
    """With what to do about it."""
    with pytest.raises(BadAddress, match="niet te vinden"):
        target_of("https://woonhof.example/", NOBODY, look())
    assert look_up("a" * 70, 443) == []
    assert look_up("127.0.0.1", 443) == ["127.0.0.1"]
