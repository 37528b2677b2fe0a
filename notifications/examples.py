"""One made-up household, in every letter: for previews, tests and measurements. Nobody is meant."""

from datetime import date
from typing import Final

from notifications.checked import Checked
from notifications.offer import LightOffer
from notifications.views import (
    AgreementLetter,
    Appointment,
    Debt,
    FeedbackNotice,
    FirstLetter,
    Payment,
    ProposalLetter,
    Sender,
    Statement,
    Told,
    Withdrawal,
)
from protocols.covenant.feedback import Code, Reference
from protocols.covenant.signal import ArrearsType
from protocols.money import Cents
from protocols.privacy.aftermath import CONSEQUENCES
from protocols.privacy.consent import Purpose
from protocols.privacy.terms import Depth

NAME: Final = "S. Zilvermeeuw"
ADDRESS: Final = (NAME, "Verzonnenstraat 12 B", "0000 ZZ  Nergenshuizen")
"""The lines of an address block; the postcode does not exist."""

_WORKER: Final = "M. Koekoek"


def everything(city_name: str, basis: str, retention_days: int, on: date) -> tuple[Checked, ...]:
    """Every letter of a city, about the made-up household, as if written on a day."""
    sender = Sender(
        city_name, "0123 456 789", "schuldhulp@example.org", "www.example.org/schuldhulp"
    )
    offer = LightOffer(
        sender.city_name,
        sender.contact_phone,
        sender.contact_email,
        sender.website,
        basis,
        retention_days,
        (ArrearsType.RENT, ArrearsType.WATER),
        claims=Depth.SUMMARY,
    )
    first = FirstLetter(offer, NAME, _WORKER, "0123 456 780", ("Woningstichting De Reiger",))
    return (offer, first, *_plan(sender, on), *_after(sender, on))


def _plan(sender: Sender, on: date) -> tuple[Checked, ...]:
    year = on.year + 1
    debts = (
        Debt("Woningstichting De Reiger", Cents(123_456)),
        Debt("Waterbedrijf De Bron", Cents(8_750)),
        Debt("Energiebedrijf De Vonk", Cents(40_010)),
    )
    payments = tuple(Payment(date(year, month, 25), Cents(15_000)) for month in range(1, 12))
    last = Payment(date(year, 12, 25), Cents(7_216))
    return (
        Appointment(sender, NAME, _WORKER, date(year, 1, 5), "14:30", "Stadhuis, kamer 3"),
        ProposalLetter(
            sender,
            NAME,
            _WORKER,
            debts,
            Cents(15_000),
            12,
            date(year, 1, 25),
            Cents(145_000),
            date(year, 1, 12),
        ),
        AgreementLetter(
            sender,
            NAME,
            _WORKER,
            date(year, 1, 8),
            25,
            "NL00 XXXX 0000 0000 00",
            "9999-0001-12",
            (*payments, last),
        ),
    )


def _after(sender: Sender, on: date) -> tuple[Checked, ...]:
    year = on.year + 1
    told = (
        Told(Reference("d018f00a1-12"), Code.HELP_ACCEPTED, date(year, 1, 8)),
        Told(Reference("d018f00a1-13"), Code.CLOSED, date(year, 1, 9)),
    )
    return (
        Statement(
            sender,
            NAME,
            date(year, 1, 31),
            Cents(17_500),
            Cents(15_000),
            Cents(157_216),
            Cents(2_500),
            Payment(date(year, 2, 25), Cents(15_000)),
        ),
        Withdrawal(sender, NAME, Purpose.DOSSIER, date(year, 2, 2), CONSEQUENCES[Purpose.DOSSIER]),
        FeedbackNotice(sender, "Woningstichting De Reiger", told),
    )
