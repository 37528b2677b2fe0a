"""The description of the API keeps to the REST API Design Rules and to what the API does."""

import re

import pytest
from openapi_spec_validator import validate

from tests.portal.web.world import World


@pytest.fixture
def described(world: World) -> dict:
    """The OpenAPI description, as anybody can fetch it."""
    answer = world.anonymous().get("/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()


def test_the_description_is_valid(described):
    """By the outside validator."""
    validate(described)


def test_who_is_behind_it_and_which_version(described):
    """Contact with name, url and email; semantic version; version in the server address."""
    info = described["info"]
    assert set(info["contact"]) == {"name", "url", "email"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["version"])
    assert described["servers"][0]["url"].endswith("/v1")


def test_422_is_nowhere(described):
    """Invalid input is 400."""
    assert "422" not in str(described)
    assert "ValidationError" not in str(described)


def test_errors_are_problems_and_every_door_documents_400(described):
    """And every answer carries the version of the API."""
    for item in described["paths"].values():
        for operation in item.values():
            assert "400" in operation["responses"]
            for status, response in operation["responses"].items():
                assert "API-Version" in response["headers"]
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"]


def test_paths_are_plural_kebab_case_and_parameters_camel_case(described):
    """Without a trailing slash."""
    for path, item in described["paths"].items():
        for part in path.strip("/").split("/"):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*|\{[a-z][A-Za-z]*\}", part)
        for operation in item.values():
            assert all(
                re.fullmatch(r"[a-z][A-Za-z]*", one["name"])
                for one in operation.get("parameters", [])
            )


def test_every_door_needs_the_token(described):
    """Described as a bearer token."""
    schemes = described["components"]["securitySchemes"]
    assert [scheme["scheme"] for scheme in schemes.values()] == ["bearer"]
    operations = [one for item in described["paths"].values() for one in item.values()]
    assert all(operation["security"] for operation in operations)


def test_every_reference_leads_somewhere(described):
    """No schema was taken out that another still needs."""
    schemas = described["components"]["schemas"]
    used = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert used == set(schemas)


def test_an_encoded_delivery_is_described_beside_a_batch(described):
    """To be delivered only: it was checked where it was encoded. 409 tells of another key."""
    sent = described["paths"]["/signalen"]["post"]
    assert "application/x-ndjson" in sent["requestBody"]["content"]
    assert "409" in sent["responses"]
    checked = described["paths"]["/signalen/controle"]["post"]
    assert list(checked["requestBody"]["content"]) == ["application/json"]
    assert "receipt" in described["components"]["schemas"]["DeliveryTaken"]["properties"]


def test_a_signal_is_described_with_the_words_a_creditor_may_use(described):
    """Our names, and the Dutch ones."""
    body = described["paths"]["/signalen"]["post"]["requestBody"]
    assert len(body["content"]["application/json"]["schema"]["oneOf"]) == 2
    signal = described["components"]["schemas"]["Signal"]["properties"]
    assert "achternaam" in signal["surname"]["description"]
