"""The letters about a plan: the proposal, and what was agreed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from notifications.checked import Checked
from notifications.views import AgreementLetter, Debt, Payment, ProposalLetter, Sender
from portal.dossier.mailing import Make
from portal.dossier.offers import Offer
from portal.wiring import Platform
from protocols.ids import CreditorId
from protocols.money import Cents

ANSWER_DAYS: Final = 14
MOST_PAY_DAY: Final = 28
"""A fixed day that every month has, so that the letter can name it."""


def creditor(platform: Platform, creditor_id: str) -> str:
    """A creditor by name; what is no creditor of a covenant was named by the resident."""
    covenant = platform.city.covenants.get(CreditorId(creditor_id))
    return covenant.creditor.name if covenant else creditor_id


def proposal(on: date, offer: Offer, creditors: Mapping[str, str]) -> Make:
    """The proposal: all debts, one monthly amount, what stays to live on, freely refusable."""
    terms, income = offer.agreed.terms, offer.figures.income_cents
    first_on, monthly = terms[0].due_on, offer.agreed.monthly_cents
    debts = tuple(
        Debt(creditors.get(one.claim_id, one.claim_id), one.balance_cents)
        for one in offer.agreed.claims
    )
    answer_by = min(on + timedelta(days=ANSWER_DAYS), first_on - timedelta(days=1))

    def _make(sender: Sender, name: str) -> Checked:
        living = Cents(income - monthly)
        return ProposalLetter(
            sender, name, sender.city_name, debts, monthly, len(terms), first_on, living, answer_by
        )

    return _make


def agreement(on: date, offer: Offer, account: str, reference: str) -> Make:
    """What was agreed: every payment with its day, and what the payer copies."""
    payments = tuple(Payment(one.due_on, one.cents) for one in offer.agreed.terms)
    day = min(offer.wish.day, MOST_PAY_DAY)

    def _make(sender: Sender, name: str) -> Checked:
        worker = sender.city_name
        return AgreementLetter(sender, name, worker, on, day, account, reference, payments)

    return _make
