"""A portal on a made-up city that has the plans, terms of consent and contact of a real one."""

import re
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path

import httpx

from portal.access import Role
from portal.cities.load import city_folder, load_city
from protocols.city import City
from protocols.privacy.terms import Depth
from store import access
from store.access import Account
from store.engine import begin
from tests.portal.web.world import Browser, World, open_world
from tests.support import made

RESIDENT = "r-1"
_FORM = re.compile(r"<form[^>]*?action=\"([^\"]+)\"[^>]*>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<input[^>]*>")
_BUTTON = re.compile(r"<button[^>]*name=\"doen\"[^>]*value=\"([^\"]+)\"")
_ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")


@cache
def planned(city_id: str, depth: Depth = Depth.NONE) -> City:
    """The made-up city with the law and the rules of a real one."""
    real, plain = load_city(city_folder(city_id)), made.city(depth)
    privacy = replace(
        plain.privacy,
        consent_days=real.privacy.consent_days,
        receipt=real.privacy.receipt,
    )
    return replace(
        plain,
        country=real.country,
        plan=real.plan,
        contact=real.contact,
        languages=real.languages,
        privacy=privacy,
    )


def open_planned(folder: Path, city_id: str = "dronten") -> World:
    """A portal with a case for anja (residents r-1 ...) and one for bram, and a director."""
    world = open_world(folder, city=planned(city_id))
    world.send([made.signal(1), made.signal(2)])
    return world


@dataclass(slots=True)
class Desk:
    """Somebody at the dossier of one resident; forms are sent as they stand on the page."""

    world: World
    browser: Browser
    base: str

    def page(self, part: str) -> str:
        """A page of the dossier."""
        answer = self.browser.get(f"{self.base}/{part}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, part: str, doing: str, **fields: str) -> httpx.Response:
        """Fill in a form that stands on a page, and send it."""
        return self.post(part, form_on(self.page(part), doing, **fields))

    def post(self, part: str, fields: dict[str, str]) -> httpx.Response:
        """Send fields as they are."""
        return self.browser.post(f"{self.base}/{part}", **fields)


def desk(world: World, account_id: str = "anja", worker_id: str = "w-1") -> Desk:
    """The dossier of the resident of a worker's first case."""
    case = world.case_of(worker_id)
    browser = world.browser(account_id)
    page = browser.get(f"/zaken/{case.case_id}").text if account_id == "anja" else ""
    found = re.search(rf"/zaken/{case.case_id}/inwoners/([^/\"]+)/", page)
    resident_id = found[1] if found else RESIDENT
    return Desk(world, browser, f"/zaken/{case.case_id}/inwoners/{resident_id}")


def form_on(page: str, doing: str, **fields: str) -> dict[str, str]:
    """What a form of a page holds before anybody fills it in, with some fields filled in.

    With several of the same name the first whose hidden fields agree with `fields` is taken.
    """
    for _, inside in _FORM.findall(page):
        if doing not in _BUTTON.findall(inside):
            continue
        held = {"doen": doing}
        for tag in _INPUT.findall(inside):
            told = dict(_ATTRIBUTE.findall(tag))
            if told.get("type") != "radio" or " checked" in tag:
                held[told["name"]] = unescape(told.get("value", ""))
        held.pop("formulier", None)
        return {**held, **fields}
    raise AssertionError(f"no form {doing} on this page")


def consent(at: Desk, purpose: str = "dossier") -> None:
    """Ask and give consent for a purpose."""
    asked = at.send("toestemming", f"vraag-{purpose}", taal="nl")
    assert asked.status_code == 303, asked.text
    given = at.send("toestemming", f"geef-{purpose}", manier="paper", bewijs="scan-7")
    assert given.status_code == 303, given.text


def prepare(at: Desk, net: str = "2.000,00") -> None:
    """Consent, an income and the debts: everything that a proposal needs."""
    consent(at)
    consent(at, "income")
    told = {"gezin": "single", "kinderen": "0", "leeftijd": "working"}
    income = {"loon": net} if at.world.platform.city.country == "BE" else {"netto": net, **told}
    means = at.send("inkomen", "inkomen", **{**told, **income})
    assert means.status_code == 303, means.text
    taken = at.send("schulden", "overnemen")
    assert taken.status_code == 303, taken.text


def agree(at: Desk, cents: str = "50,00") -> None:
    """Propose and accept a plan, and let it begin."""
    prepare(at)
    for doing, fields in (("voorstellen", {"bedrag": cents}), ("aanvaarden", {}), ("starten", {})):
        page = at.page("regeling")
        form = form_on(page, doing, **fields)
        form |= {"maanden": ""} if doing == "voorstellen" else {}
        answer = at.post("regeling", form)
        assert answer.status_code == 303, answer.text


def add_director(world: World, account_id: str = "directeur") -> Browser:
    """The financial director, logged in."""
    with begin(world.platform.engine) as tx:
        access.put_account(tx, Account(account_id, Role.DIRECTOR.value, "", "-"))
    return world.browser(account_id)
