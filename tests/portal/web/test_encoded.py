"""Encoded deliveries by page and API: known by how they begin, answered by the file alone."""

import secrets
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from matching.tokens.message import read_head
from matching.tokens.sealing import Kem
from portal.access import new_token
from portal.encode.client import Client
from portal.encode.key_file import KeyFile
from portal.encode.keys import Issuer, Verb
from portal.intake.reading import read_delivery
from protocols.ids import CreditorId, DeliveryId
from store.engine import begin
from streams.encoded import Encoded
from tests.portal.web.files import csv_file, line
from tests.portal.web.world import World
from tests.support import made

STRANGER = "C99;Verweg;1970-01-01;9999ZZ;999;500,00;2026-09-01"


def issued(world: World, folder: Path, verb: Verb = Verb.NEW, name: str = "a") -> KeyFile:
    """A key for the creditor Woonhof."""
    agreed = world.platform.city.covenants[CreditorId("woonhof")]
    issuer = Issuer(world.platform, agreed, "test", secrets.token_bytes)
    last = made.ON + timedelta(days=92)
    return issuer.issue(verb, Kem.X25519, last, folder / f"{name}.key", made.AT)


def encoded(world: World, key: KeyFile, *rows: str) -> bytes:
    """What the creditor's client writes of these rows."""
    agreed = world.platform.city.covenants[CreditorId("woonhof")]
    batch = read_delivery(csv_file(*rows), "klanten.csv", agreed, DeliveryId("x"), made.ON)
    client = Client(world.platform.city, key, made.ON, secrets.token_bytes)
    return client.encode(batch, made.AT).content


def receipt_of(content: bytes) -> str:
    """The receipt that the client wrote beside it."""
    first, *lines = content.splitlines()
    return Encoded(read_head(first), lines, sha256(content).digest()).receipt().decode()


@pytest.fixture
def key(world: World, tmp_path: Path) -> KeyFile:
    """A key file of the city."""
    return issued(world, tmp_path)


@pytest.fixture
def client(world: World) -> httpx.Client:
    """The system of the creditor Woonhof."""
    found = world.anonymous()
    with begin(world.platform.engine) as tx:
        found.headers["authorization"] = f"Bearer {new_token(tx, 'woonhof-account')}"
    return found


def test_the_api_takes_an_encoded_delivery_with_the_receipt_that_encode_wrote(world, client, key):
    """The line handles who lives here; the answer is the same for who does not."""
    content = encoded(world, key, line(1), STRANGER)
    answer = client.post("/v1/signalen", content=content)
    assert answer.status_code == 202
    told = answer.json()
    assert (told["rows"], told["refused"], told["receipt"]) == (2, [], receipt_of(content))
    assert world.woken == ["line"]
    receipts = client.get(told["receipts"]).json()["receipts"]
    assert [one["outcome"] for one in receipts] == ["admitted"] * 2
    world.platform.line.drain()
    assert world.line.counts()["signals"] == 1
    assert client.get(told["receipts"]).json()["receipts"] == receipts
    noted = {(one.actor, one.origin) for one in world.audited("delivery.received")}
    assert noted == {("woonhof-account", "api")}


def test_the_same_encoded_delivery_twice_is_one(world, client, key):
    """200 with the earlier number and the same receipt."""
    content = encoded(world, key, line(1))
    first, again = (client.post("/v1/signalen", content=content) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    assert world.line.counts()["deliveries"] == 2, "the creditor's, and the city's own of who is"


def test_the_page_takes_an_encoded_delivery(world, key):
    """The same file by hand, and again."""
    browser, content = world.browser("woonhof-account"), encoded(world, key, line(1), STRANGER)
    path = browser.upload("/leveringen", content, "d.jsonl").headers["location"]
    assert "2 regels: 2 toegelaten, 0 geweigerd." in browser.get(path).text
    world.platform.line.drain()
    assert world.line.counts()["signals"] == 1
    again = browser.upload("/leveringen", content).headers["location"]
    assert again.partition("?")[0] == path.partition("?")[0]
    assert "al eerder geleverd" in browser.get(again).text


def test_every_broken_line_is_named_with_its_place_and_remedy(world, client, key):
    """All at once, as in the commands; nothing of it is stored or repeated."""
    first, one, two, three = encoded(world, key, line(1), line(2), line(3)).splitlines()
    content = b"\n".join((first, one[:-9], two, b"Jansen", three)) + b"\n"
    answer = client.post("/v1/signalen", content=content)
    assert answer.status_code == 400
    assert [(fault["line"], fault["code"]) for fault in answer.json()["errors"]] == [
        (2, "bad-shape"),
        (4, "bad-shape"),
    ]
    assert all("lever ze opnieuw aan" in fault["detail"] for fault in answer.json()["errors"])
    page = world.browser("woonhof-account").upload("/leveringen", content)
    assert page.status_code == 400
    assert "Regel 2: " in page.text
    assert "Regel 4: " in page.text
    for text in (answer.text, page.text):
        assert "Jansen" not in text
    assert world.line.counts()["deliveries"] == 0


def _unsigned(content: bytes) -> bytes:
    first, *lines = content.splitlines()
    return b"\n".join((first, *reversed(lines))) + b"\n"


def test_what_was_changed_on_the_way_is_refused_by_name(world, client, key):
    """400 with the code: what was sent is wrong as it is."""
    content = _unsigned(encoded(world, key, line(1), line(2)))
    answer = client.post("/v1/signalen", content=content)
    assert (answer.status_code, answer.json()["code"]) == (400, "tampered")
    page = world.browser("woonhof-account").upload("/leveringen", content)
    assert (page.status_code, "lever het bestand opnieuw aan" in page.text) == (400, True)


def test_another_key_is_refused_with_what_to_do(world, client, key, tmp_path):
    """409: the file is whole, but of a key that serves no more."""
    content = encoded(world, key, line(1))
    for name in "bc":
        issued(world, tmp_path, Verb.ROTATE, name)
    answer = client.post("/v1/signalen", content=content)
    assert (answer.status_code, answer.json()["code"]) == (409, "other-epoch")
    page = world.browser("woonhof-account").upload("/leveringen", content)
    for text in (answer.text, page.text):
        assert "Vraag de stad om de nieuwe" in text
    assert world.line.counts()["deliveries"] == 0


def test_an_encoded_delivery_cannot_be_checked_here(world, client, key):
    """`encode` did; here nobody can read it."""
    content = encoded(world, key, line(1))
    answer = client.post("/v1/signalen/controle", content=content)
    assert (answer.status_code, answer.json()["code"]) == (400, "already-encoded")
    page = world.browser("woonhof-account").upload("/leveringen/controle", content)
    assert page.status_code == 400
    assert "al versleuteld" in page.text


def test_clear_json_that_only_speaks_of_a_key_is_no_encoded_delivery(world, client):
    """Told by the first line, which is an object of its own."""
    answer = client.post("/v1/signalen", content=b'[{"reference": "\\"key_check\\""}]')
    assert answer.json()["refused"][0]["code"] == "unreadable"
