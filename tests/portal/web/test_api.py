"""The API for creditors: same rules as the pages, errors as problems (RFC 9457)."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from portal.access import new_token
from portal.intake.opening import MOST_BYTES
from store.access import Account, put_account
from store.engine import begin
from tests.portal.web.files import csv_file, json_file, json_row, line
from tests.portal.web.world import BASE, InProcess, World
from tests.support import made

PROBLEM = "application/problem+json"


def client_of(world: World, account_id: str = "woonhof-account") -> httpx.Client:
    """A creditor's system with its token."""
    client = world.anonymous()
    with begin(world.platform.engine) as tx:
        client.headers["authorization"] = f"Bearer {new_token(tx, account_id)}"
    return client


@pytest.fixture
def client(world: World) -> httpx.Client:
    """The system of the creditor Woonhof."""
    return client_of(world)


def is_problem(answer: httpx.Response, status: int) -> dict[str, object]:
    """Check the shape of an error and return it."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["api-version"] == "1.0.0"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def test_a_batch_is_taken_in(world, client):
    """202: the receipts come once the line has run, and the line was woken."""
    answer = client.post("/v1/signalen", content=json_file(json_row(1), json_row(2)))
    assert answer.status_code == 202
    told = answer.json()
    assert told["rows"] == 2
    assert told["refused"] == []
    assert told["receipts"] == f"/v1/leveringen/{told['deliveryId']}/ontvangstbewijzen"
    assert world.woken == ["line"]
    assert world.audited("delivery.received")[0].origin == "api"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"signalen": [json_row(1)]}).encode(),
        json_file(json_row(1)),
        json_file(
            {
                "kenmerk": "C1",
                "Achternaam": made.surname(1),
                "geboortedatum": "1951-02-02",
                "postcode": "1111AA",
                "huisnummer": "1",
                "bedrag": "500,00",
                "achterstand sinds": "2026-09-01",
            }
        ),
        csv_file(line(1)),
    ],
    ids=["wrapped", "list", "dutch", "csv"],
)
def test_a_batch_is_read_however_the_creditor_writes_it(world, client, content):
    """The same reading as for files."""
    assert client.post("/v1/signalen", content=content).status_code == 202
    world.platform.line.drain()
    assert world.line.counts()["cases"] == 1


def test_the_same_batch_twice_is_one_delivery(world, client):
    """200 and the earlier number: sending again after a time-out does no harm."""
    content = json_file(json_row(1), json_row(2, amount="veel"))
    first, again = (client.post("/v1/signalen", content=content) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    assert world.line.counts()["deliveries"] == 1
    assert world.woken == ["line"]


def test_an_unreadable_row_is_named_and_does_not_stop_the_others(world, client):
    """Row, code, fields and remedies; no values."""
    content = json_file(json_row(1), json_row(2, amount="heel veel", date_of_birth="ooit"))
    told = client.post("/v1/signalen", content=content).json()
    refused = told["refused"][0]
    assert (refused["row"], refused["code"]) == (2, "unreadable")
    assert {one["field"] for one in refused["fields"]} == {"amount", "date_of_birth"}
    assert all(one["remedy"] and one["code"] for one in refused["fields"])
    assert "heel veel" not in str(told)
    world.platform.line.drain()
    assert world.line.counts()["signals"] == 1


def test_a_check_stores_nothing(world, client):
    """Every row gets the answer it would get."""
    before = world.line.counts()
    content = json_file(json_row(1), json_row(2, amount="1,00"), json_row(3, amount="x"))
    answer = client.post("/v1/signalen/controle", content=content)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["rows"], told["admitted"], told["refused"]) == (3, 1, 2)
    assert [one["code"] for one in told["answers"]] == ["", "amount-too-low", "unreadable"]
    assert told["answers"][1]["article"].startswith("CV-woonhof art.")
    assert world.line.counts() == before
    assert world.woken == []


def test_receipts_wait_until_the_line_has_run(world, client):
    """Then each row is admitted or refused, with the article."""
    path = client.post(
        "/v1/signalen", content=json_file(json_row(1), json_row(2, amount="1,00"))
    ).json()["receipts"]
    assert [one["outcome"] for one in client.get(path).json()["receipts"]] == ["waiting"] * 2
    world.platform.line.drain()
    told = client.get(path).json()
    assert [one["outcome"] for one in told["receipts"]] == ["admitted", "refused"]
    assert told["receipts"][1]["code"] == "amount-too-low"
    assert told["receipts"][1]["remedy"]
    assert told["next"] is None


def test_remarks_come_with_the_receipt(world, client):
    """What was noted about a row that did come in."""
    content = json_file(json_row(1, national_id="123456782"))
    path = client.post("/v1/signalen", content=content).json()["receipts"]
    world.platform.line.drain()
    assert client.get(path).json()["receipts"][0]["remarks"] == ["national-id-dropped"]


def test_receipts_come_in_pages(world, client):
    """`next` leads to the following page until there is none."""
    content = json_file(*(json_row(n) for n in range(1, 621)))
    path, rows = client.post("/v1/signalen", content=content).json()["receipts"], []
    while path:
        page = client.get(path).json()
        rows += [one["row"] for one in page["receipts"]]
        path = page["next"]
    assert rows == list(range(1, 621))


def test_deliveries_are_listed_with_their_counts(client):
    """The newest first."""
    taken = client.post("/v1/signalen", content=json_file(json_row(1))).json()
    listed = client.get("/v1/leveringen").json()["deliveries"]
    assert [one["deliveryId"] for one in listed] == [taken["deliveryId"]]
    assert (listed[0]["rows"], listed[0]["waiting"]) == (1, 1)
    assert listed[0]["receivedAt"].endswith("Z")


def test_a_creditor_does_not_reach_the_receipts_of_another(world, client):
    """404 as if there were none, and the try is written down."""
    path = client.post("/v1/signalen", content=json_file(json_row(1))).json()["receipts"]
    other = client_of(world, "stroom-account")
    told = is_problem(other.get(path), 404)
    assert told == is_problem(other.get("/v1/leveringen/dx/ontvangstbewijzen"), 404)
    assert other.get("/v1/leveringen").json()["deliveries"] == []
    denied = world.audited("access.denied")
    assert {(one.actor, one.origin) for one in denied} == {("stroom-account", "api")}


def test_the_same_content_of_two_creditors_is_two_deliveries(world, client):
    """One creditor learns nothing of what another sent."""
    content = json_file(json_row(1, arrears_type="huur"))
    other = client_of(world, "stroom-account")
    assert client.post("/v1/signalen", content=content).status_code == 202
    assert other.post("/v1/signalen", content=content).status_code == 202


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/signalen"),
        ("POST", "/v1/signalen/controle"),
        ("GET", "/v1/leveringen"),
        ("GET", "/v1/leveringen/d1/ontvangstbewijzen"),
    ],
)
@pytest.mark.parametrize("header", [None, "Bearer verzonnen", "Basic YTpi", "Bearer", "\x7f"])
def test_without_a_token_there_is_nothing(world, method, path, header):
    """401 with the way to come in; nothing of the body is read."""
    headers = {"authorization": header} if header else {}
    answer = world.anonymous().request(method, path, headers=headers)
    is_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_of_a_browser_is_no_token(world):
    """Else another site could deliver in somebody's name."""
    is_problem(world.browser("woonhof-account").get("/v1/leveringen"), 401)


def test_wrong_tokens_are_written_down_and_then_slowed_down(world):
    """Five from one address; after that no more writes, and a time to wait."""
    client = world.anonymous()
    client.headers["authorization"] = "Bearer verzonnen"
    answers = [client.get("/v1/leveringen") for _ in range(7)]
    assert [one.status_code for one in answers] == [401] * 5 + [429] * 2
    assert is_problem(answers[-1], 429)
    assert answers[-1].headers["retry-after"] == "900"
    assert [one.actor for one in world.audited("session.refused")] == ["unknown"] * 5


def test_a_token_of_an_account_that_became_another_is_refused(world, client):
    """403: the role counts, not the token."""
    with begin(world.platform.engine) as tx:
        put_account(tx, Account("woonhof-account", "worker", "w-1", "x"))
    is_problem(client.get("/v1/leveringen"), 403)
    assert world.audited("access.denied")[0].origin == "api"


def test_a_creditor_without_a_covenant_is_refused(world, client):
    """403 with its own code."""
    del world.platform.city.covenants["woonhof"]
    told = is_problem(client.post("/v1/signalen", content=json_file(json_row(1))), 403)
    assert told["code"] == "no-covenant"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-headings"),
        (b"[]", "no-rows"),
        (b"{kapot", "broken-json"),
        (b'{"iets": 1}', "no-list"),
        (b'[{"foo": 1}]', "unknown-headings"),
        (b"\x00", "not-text"),
        (b"[" * 100_000, "broken-json"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/signalen", "/v1/signalen/controle"])
def test_a_batch_that_cannot_be_read_is_a_bad_request(world, client, path, content, code):
    """400, never 422, with every fault in it; nothing changes."""
    told = is_problem(client.post(path, content=content), 400)
    assert told["errors"][0]["code"] == code
    assert world.line.counts()["deliveries"] == 0


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, ""])
def test_a_wrong_parameter_is_a_bad_request_that_repeats_nothing(client, after):
    """The Dutch rules: invalid input is 400."""
    told = is_problem(client.get(f"/v1/leveringen/d1/ontvangstbewijzen?na={after}"), 400)
    assert told["errors"][0]["field"] == "na"
    assert "input" not in str(told["errors"])
    assert not after or after not in str(told["errors"])


def test_a_batch_that_is_too_large_is_refused(client):
    """413, as soon as it is announced."""
    answer = client.post("/v1/signalen", content=b"[" + b" " * MOST_BYTES + b"]")
    is_problem(answer, 413)


def test_a_batch_that_hides_its_size_is_refused_while_it_comes_in(world):
    """Chunk by chunk, without a length: reading stops at the limit."""
    app, sent = world.app(), []
    with begin(world.platform.engine) as tx:
        token = new_token(tx, "woonhof-account")

    async def endless():
        for _ in range(60):
            sent.append(1)
            yield b" " * (1 << 20)

    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            headers = {"authorization": f"Bearer {token}"}
            return await client.post("/v1/signalen", content=endless(), headers=headers)

    is_problem(asyncio.run(post()), 413)
    assert len(sent) < 60


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/", 404),
        ("GET", "/v1", 404),
        ("GET", "/v1/leveringen/", 404),
        ("GET", "/v1/iets", 404),
        ("GET", "/v1/signalen", 405),
        ("DELETE", "/v1/leveringen", 405),
    ],
)
def test_what_is_not_there_is_told_as_a_problem(client, method, path, status):
    """A trailing slash is not found; there is no redirect."""
    is_problem(client.request(method, path), status)


def test_a_bug_is_a_problem_too(world, client, monkeypatch):
    """500 without internals."""
    monkeypatch.setattr("portal.web.delivering.own_deliveries", _broken)
    told = is_problem(client.get("/v1/leveringen"), 500)
    assert "geheim" not in str(told)


def _broken(*_: object) -> None:
    raise ValueError("geheim")


def test_wrong_hosts_get_a_problem_as_well(client):
    """Also errors before the API itself."""
    is_problem(client.get("/v1/leveringen", headers={"host": "elders.example"}), 400)


def test_the_same_batch_at_the_same_moment_is_one_delivery(world):
    """A system that retries before the first answer came."""
    app, content = world.app(), json_file(json_row(1))
    with begin(world.platform.engine) as tx:
        headers = {"authorization": f"Bearer {new_token(tx, 'woonhof-account')}"}

    def post(_: int) -> int:
        with httpx.Client(transport=InProcess(app), base_url=BASE, headers=headers) as client:
            return client.post("/v1/signalen", content=content).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(post, range(8)))
    assert statuses == [200] * 7 + [202]
    assert world.line.counts()["deliveries"] == 1
