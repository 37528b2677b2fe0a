"""Parts that more than one page shows."""

from dataclasses import dataclass
from typing import Literal

from portal.access import Role
from portal.web.ask import Ask
from portal.web.render import Frame, NavItem
from protocols.ids import CreditorId
from store.access import Account

ROLES = {
    Role.CREDITOR: "signaalpartner",
    Role.WORKER: "vroegsignaleerder",
    Role.OFFICER: "functionaris gegevensbescherming",
    Role.DIRECTOR: "financieel directeur",
}
MENU = {
    Role.CREDITOR: (
        ("Leveringen", "/leveringen"),
        ("Terugkoppelingen", "/terugkoppelingen"),
        ("Pauzes", "/pauzes"),
    ),
    Role.WORKER: (("Werkvoorraad", "/werkvoorraad"), ("Beoordelen", "/beoordelen")),
    Role.OFFICER: (("Logboek", "/logboek"), ("Stand", "/stand")),
    Role.DIRECTOR: (("Bevestigen", "/bevestigen"),),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A word and what it is, for a list of facts."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a form field; `chosen` is the attribute that marks it, or empty."""

    value: str
    label: str
    chosen: Literal["", "selected", "checked"] = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a form; `field` is its id on the page."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message above a page. `kind` is `done`, `note` or `wrong`."""

    kind: Literal["done", "note", "wrong"]
    text: str


def frame_of(ask: Ask, title: str, section: str = "") -> Frame:
    """What stands around a page for whoever is logged in, or for nobody.

    `section` is the entry of the menu that a deeper page belongs to.
    """
    city = ask.portal.platform.city
    if ask.session is None:
        return Frame(title=title, city=city.name, form_token=ask.form_token)
    account = ask.session.account
    role = Role(account.role)
    return Frame(
        title=title,
        city=city.name,
        who=_who(ask, account),
        role=ROLES[role],
        nav=tuple(
            NavItem(label, path, _current(label, title, section)) for label, path in MENU[role]
        ),
        form_token=ask.session.csrf,
    )


def _current(label: str, title: str, section: str) -> str:
    if label == title:
        return "page"
    return "true" if label == section else ""


def home_of(account: Account) -> str:
    """Where somebody starts after logging in."""
    return MENU[Role(account.role)][0][1]


def creditor_name(ask: Ask, creditor_id: str) -> str:
    """A creditor's name; its id when the covenant is no longer there."""
    covenant = ask.portal.platform.city.covenants.get(CreditorId(creditor_id))
    return covenant.creditor.name if covenant else creditor_id


def _who(ask: Ask, account: Account) -> str:
    if account.role == Role.CREDITOR:
        return creditor_name(ask, account.subject)
    return account.account_id
