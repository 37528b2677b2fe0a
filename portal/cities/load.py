"""Load a city from its folder: whole and right, or refused with everything wrong in any file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.cities.benefits import read_benefits
from portal.cities.checks import span
from portal.cities.claims import read_claims
from portal.cities.clocks import calendar_of, read_clocks, read_reminders
from portal.cities.contact import read_contact
from portal.cities.covenants import periods_of, read_covenant
from portal.cities.folder import COVENANTS, city_folder, open_folder
from portal.cities.head import (
    country_of,
    kinds_with_basis,
    read_arrears_types,
    read_city,
)
from portal.cities.models import CityFile
from portal.cities.plan import read_plan
from portal.cities.privacy import read_privacy
from portal.cities.sheet import Sheet
from portal.cities.teams import TeamTables, read_teams
from portal.cities.weighing import WeighingTables, read_weighing
from portal.faults import BadFile, Fault
from protocols.city import City, Desk
from protocols.claims.categories import ClaimTerms
from protocols.covenant.signal import ArrearsType
from protocols.covenant.terms import Covenant, Rows
from protocols.ids import CityId, CreditorId
from protocols.plan.terms import PlanTerms
from protocols.privacy.terms import PrivacyTerms
from protocols.rules import Rule
from protocols.work.benefit import Assumptions
from protocols.work.clock import Clocks, Term
from protocols.work.outcomes import ContactTerms
from protocols.work.points import Track

__all__ = ["city_folder", "load_city"]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was read of a city; parts that could not be read are empty."""

    head: CityFile | None
    arrears_types: Mapping[ArrearsType, Rows]
    covenants: Mapping[CreditorId, Covenant]
    weighing: WeighingTables
    teams: TeamTables
    privacy: PrivacyTerms | None
    clocks: Mapping[Track, tuple[Rule[Term], ...]]
    remind_days: tuple[Rule[int], ...]
    plan: PlanTerms
    contact: ContactTerms
    benefits: Assumptions
    claims: ClaimTerms


def load_city(folder: Path) -> City:
    """Read the folder of a city; its name becomes the city's id, a covenant's that of a creditor.

    Raises BadFile with every fault of every file; nothing of a city that has one can be used.
    """
    faults: list[Fault] = []
    parts = _read(open_folder(folder, faults))
    if faults or parts.head is None or parts.privacy is None:
        raise BadFile(sorted(faults, key=lambda one: (one.file, one.line)))
    return _city(CityId(folder.resolve().name), parts.head, parts.privacy, parts)


def _read(sheets: Mapping[str, Sheet]) -> _Parts:
    """Read all files, going on where one is missing or wrong."""
    city, arrears = sheets.get("city.yaml"), sheets.get("arrears_types.yaml")
    bases = read_arrears_types(arrears) if arrears else {}
    covenants = _covenants(sheets, kinds_with_basis(arrears))
    days = span(period for one in covenants.values() for period in periods_of(one))
    weighing, teams = sheets.get("weighing.yaml"), sheets.get("teams.yaml")
    privacy, clocks = sheets.get("privacy.yaml"), sheets.get("clocks.yaml")
    plan, country = sheets.get("plan.yaml"), country_of(city) if city else ""
    contact, benefits = sheets.get("contact.yaml"), sheets.get("benefits.yaml")
    claims = sheets.get("claims.yaml")
    return _Parts(
        read_city(city) if city else None,
        bases,
        covenants,
        read_weighing(weighing) if weighing else WeighingTables(),
        read_teams(teams, country, days) if teams else TeamTables(),
        read_privacy(privacy, days) if privacy else None,
        read_clocks(clocks, days) if clocks else {},
        read_reminders(clocks, days) if clocks else (),
        read_plan(plan, country) if plan else PlanTerms(),
        read_contact(contact, days) if contact else ContactTerms(),
        read_benefits(benefits) if benefits else Assumptions(),
        read_claims(claims) if claims else ClaimTerms(),
    )


def _covenants(
    sheets: Mapping[str, Sheet], bases: frozenset[ArrearsType]
) -> Mapping[CreditorId, Covenant]:
    read = {
        CreditorId(Path(file).stem): read_covenant(sheet, CreditorId(Path(file).stem), bases)
        for file, sheet in sheets.items()
        if file.startswith(COVENANTS)
    }
    return {creditor: covenant for creditor, covenant in read.items() if covenant is not None}


def _city(city_id: CityId, head: CityFile, privacy: PrivacyTerms, parts: _Parts) -> City:
    return City(
        city_id=city_id,
        name=head.name,
        country=head.country,
        oin=head.oin,
        municipality_codes=head.municipality_codes,
        languages=head.languages,
        covenants=parts.covenants,
        arrears_types=parts.arrears_types,
        privacy=privacy,
        steps=parts.weighing.steps,
        tracks=parts.weighing.tracks,
        districts=parts.teams.districts,
        teams=parts.teams.teams,
        workers=parts.teams.workers,
        clocks=Clocks(parts.clocks, calendar_of(head.country), parts.remind_days),
        plan=parts.plan,
        contact=parts.contact,
        benefits=parts.benefits,
        desk=Desk(head.desk.phone, head.desk.email, head.desk.website, head.desk.account),
        claims=parts.claims,
    )
