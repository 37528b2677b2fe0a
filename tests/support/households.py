"""A household with a case, a worker and a director, on the files of a real city: for dossiers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from portal.access import Visit
from portal.cities.load import city_folder, load_city
from portal.dossier import changing, debts, forgoing, means, paying, planning
from portal.dossier.consenting import Person, consent
from portal.dossier.debts import Debt, DebtSource
from portal.dossier.forgoing import Forgoing
from portal.dossier.means import Told
from portal.wiring import Platform
from protocols.city import City
from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.money import Cents
from protocols.plan.claims import Order, PlanClaim, Split
from protocols.plan.events import Pay, PlanReason
from protocols.plan.plan import Wish
from protocols.plan.protected import DutchHousehold
from protocols.plan.seizable import BelgianIncome
from protocols.plan.words import Group
from protocols.privacy.consent import Consents, Purpose
from protocols.privacy.consent_commands import Ask, Give, Refuse, Withdraw
from protocols.privacy.evidence import Evidence, Manner
from protocols.work.combine import Known
from protocols.work.dossier_state import Dossier
from protocols.work.enrich import OpenClaim
from store import access, audit, cases, consents, dossiers, register, signals
from store.access import Account
from store.cases import Case
from store.engine import Engine, begin, open_engine, reading
from store.register import HouseholdClaim
from store.signals import KeptSignal
from store.tables import metadata
from store.vault import Vault
from tests.support import made

AT = datetime(2026, 8, 3, 9, tzinfo=UTC)
ON = date(2026, 8, 3)
ACCOUNTS = (
    Account("anja", "worker", "w-1", ""),
    Account("bram", "worker", "w-2", ""),
    Account("dora", "director", "", ""),
    Account("dirk", "director", "", ""),
    Account("fg", "officer", "", ""),
)
PERSON = Person("c-1", "r-1")
WISH = Wish(date(2026, 9, 1), 1, Order.NEAR_LIMITATION)
WHY = Forgoing(PlanReason.CANNOT_PAY, "het inkomen is weggevallen")
INCOMES = {
    "gent": Told(BelgianIncome(labour_cents=Cents(210_000)), Group.SINGLE),
    "dronten": Told(DutchHousehold(Group.SINGLE, Cents(240_000)), Group.SINGLE),
}


@dataclass(slots=True)
class Home:
    """One household of two residents with case `c-1` of worker `w-1`, and everything beside it."""

    platform: Platform
    at: datetime = AT
    numbers: Any = field(default_factory=lambda: count(1))

    def __call__(self) -> datetime:
        """The clock."""
        return self.at

    @property
    def engine(self) -> Engine:
        """Its database."""
        return self.platform.engine

    def forward(self, days: int) -> None:
        """Let days pass."""
        self.at += timedelta(days=days)

    def visit(self, account_id: str = "anja") -> Visit:
        """Somebody at the door, now."""
        return Visit(next(one for one in ACCOUNTS if one.account_id == account_id), self.at)

    def ask(self, purpose: Purpose, account_id: str = "anja") -> Consents:
        """Ask consent, a moment later than whatever came before."""
        self.at += timedelta(seconds=1)
        by = self.visit(account_id)
        return consent(self.platform, by, PERSON, Ask(purpose, "nl", "uitleg-1", account_id, by.at))

    def give(self, purpose: Purpose, days: int = 180) -> Consents:
        """Ask and get consent."""
        self.ask(purpose)
        by = self.visit()
        evidence = Evidence(Manner.ORAL, "notitie-1")
        until = by.on + timedelta(days=days)
        given = Give(purpose, f"t-{next(self.numbers)}", evidence, by.on, until, "anja", by.at)
        return consent(self.platform, by, PERSON, given)

    def refuse(self, purpose: Purpose) -> Consents:
        """Note a refusal."""
        by = self.visit()
        return consent(self.platform, by, PERSON, Refuse(purpose, "anja", by.at))

    def withdraw(self, purpose: Purpose) -> Consents:
        """Take consent back."""
        by = self.visit()
        return consent(self.platform, by, PERSON, Withdraw(purpose, "anja", by.at))

    @property
    def dossier_id(self) -> str:
        """The dossier of resident 1, over or not: the last one."""
        with reading(self.engine) as tx:
            return max(dossiers.of_case(tx, "c-1"), key=lambda row: row.updated_at).dossier_id

    def row(self) -> dossiers.DossierRow:
        """How that dossier stands in the database."""
        dossier_id = self.dossier_id
        with reading(self.engine) as tx:
            found = dossiers.find(tx, dossier_id)
        assert found is not None
        return found

    def live(self) -> dict[str, dossiers.ProposalRow]:
        """What is on the table and agreed."""
        dossier_id = self.dossier_id
        with reading(self.engine) as tx:
            return dict(dossiers.proposals(tx, dossier_id))

    def given(self) -> dict[str, str]:
        """The consents that hold by purpose, with their id."""
        with reading(self.engine) as tx:
            found = consents.of_resident(tx, "r-1")
        return {one.purpose: one.consent_id for one in found if one.state == "given"}

    def states(self) -> dict[str, str]:
        """The consents by purpose, as they stand."""
        with reading(self.engine) as tx:
            return {one.purpose: one.state for one in consents.of_resident(tx, "r-1")}

    def audited(self, action: str) -> list[audit.AuditLine]:
        """The audit lines of an action, newest first."""
        with reading(self.engine) as tx:
            return list(audit.latest(tx, action=action))

    def tell(self, told: Told | None = None) -> None:
        """Note income and household."""
        wanted = told or INCOMES[self.platform.city.city_id]
        means.note_means(self.platform, self.visit(), self.dossier_id, wanted)

    def owe(self, *cents: int) -> None:
        """Note debts `v-0`, `v-1` and so on."""
        found = [debt(f"v-{place}", one) for place, one in enumerate(cents)]
        debts.note_debts(self.platform, self.visit(), self.dossier_id, found)

    def consented(self, *cents: int) -> "Home":
        """Consent to a dossier and to the use of income; means and debts are noted."""
        self.give(Purpose.DOSSIER, 900)
        self.give(Purpose.INCOME)
        self.tell()
        self.owe(*(cents or (30_000, 50_000)))
        return self

    def proposed(self, *cents: int, monthly: int = 10_000) -> "Home":
        """With a proposal on the table."""
        self.consented(*cents)
        asked = planning.Asked(monthly, WISH)
        planning.propose(self.platform, self.visit(), self.dossier_id, asked)
        return self

    def accepted(self, *cents: int, monthly: int = 10_000) -> "Home":
        """With a proposal that was accepted."""
        self.proposed(*cents, monthly=monthly)
        plan_id = self.live()["open"].plan_id
        planning.accept(self.platform, self.visit(), self.dossier_id, plan_id)
        return self

    def active(self, *cents: int, monthly: int = 10_000) -> "Home":
        """With a plan that runs."""
        self.accepted(*cents, monthly=monthly)
        planning.start(self.platform, self.visit(), self.dossier_id)
        return self

    def pause(self, days: int = 30) -> Dossier:
        """Let the plan rest."""
        by = self.visit()
        until = by.on + timedelta(days=days)
        return planning.pause(self.platform, by, self.dossier_id, until, "ziek")

    def change(self, monthly: int = 5_000) -> Dossier:
        """Another amount from next month on."""
        by = self.visit()
        first = date(by.on.year + by.on.month // 12, by.on.month % 12 + 1, 1)
        wanted = changing.Changing(monthly, first, 1, PlanReason.INCOME_CHANGED, "minder uren")
        return changing.change(self.platform, by, self.dossier_id, wanted)

    def pay(self, cents: int, payment_id: str = "") -> paying.Paid:
        """Note a payment of today."""
        by, name = self.visit(), payment_id or f"b-{next(self.numbers)}"
        return paying.pay(self.platform, by, self.dossier_id, Pay(name, cents, by.on))

    def scrap(self) -> Dossier:
        """Ask to give up all that is open."""
        return forgoing.scrap(self.platform, self.visit(), self.dossier_id, WHY)

    def confirm(self, account_id: str = "dora") -> Dossier:
        """Confirm what waits."""
        return forgoing.confirm(self.platform, self.visit(account_id), self.dossier_id)


def debt(claim_id: str, cents: int, **changes: Any) -> Debt:
    """A debt that was told of."""
    split = Split(Cents(cents), Cents(0), Cents(0))
    claim = PlanClaim(claim_id, split, date(2025, 6, 1), **changes)
    return Debt(claim, "Verzonnen Winkel", "aankoop", DebtSource.TOLD, ON)


@cache
def city(name: str) -> City:
    """A city with its own files."""
    return load_city(city_folder(name))


def home(name: str = "gent", url: str = "sqlite://", engine: Engine | None = None) -> Home:
    """A household in a city, on a database in memory or elsewhere."""
    opened = engine or open_engine(url)
    with begin(opened) as tx:
        metadata.create_all(tx.connection)
        _fill(tx, city(name))
    found = Home(None)
    found.platform = Platform(city(name), opened, VAULT, None, None, found)
    return found


VAULT = Vault(made.ROOT)


def _fill(tx: Any, of: City) -> None:
    cases.put(tx, [_case("c-1", "h-1", "w-1"), _case("c-2", "h-2", "w-2")])
    signals.put(tx, _signals())
    for account in ACCOUNTS:
        access.put_account(tx, account)
    register.replace(tx, VAULT, [made.resident(1), made.resident(2)], "x", AT)
    claim = OpenClaim("city-1", "parkeren", Cents(4_000), Cents(6_500), date(2025, 9, 1))
    other = OpenClaim("city-2", "belasting", Cents(9_000), Cents(9_000), date(2025, 9, 1))
    owed = [HouseholdClaim(claim, "h-1", "r-1"), HouseholdClaim(other, "h-1", "r-2")]
    register.replace_claims(tx, owed)


def _signals() -> Sequence[KeptSignal]:
    found = []
    for number, on, cents, resident in (
        (1, date(2026, 6, 20), 40_000, "r-1"),
        (2, date(2026, 7, 20), 45_000, "r-1"),
        (3, date(2026, 7, 20), 12_000, "r-2"),
    ):
        known = Known(
            SignalId(f"s-{number}"),
            CreditorId("woonhof"),
            "Huur",
            ArrearsType.RENT,
            Cents(cents),
            on,
            crisis=False,
            resident_id=ResidentId(resident),
        )
        found.append(KeptSignal(known, "h-1", "c-1", resident, on, "resident", b"x"))
    return found


def _case(case_id: str, household_id: str, worker_id: str) -> Case:
    return Case(
        case_id=case_id,
        household_id=household_id,
        opened_on="2026-07-20",
        status="open",
        track="letter",
        points=10,
        pattern="single",
        signals_count=1,
        partner_types=1,
        total_cents=45_000,
        first_contact_by="2026-08-20",
        district="Noord",
        team_id="noord",
        worker_id=worker_id,
        why="fewest_cases",
        surroundings="{}",
        explanation="{}",
        updated_at="2026-07-20T09:00:00.000Z",
    )
