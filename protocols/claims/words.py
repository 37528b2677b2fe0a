"""The closed lists of the city's own claims. They are stored and written in city files."""

from enum import StrEnum


class Entity(StrEnum):
    """Whose claim it is: two legal persons with separate books (OSLO Schuldbeheer, workshop 1).

    In the Netherlands there is no OCMW: everything is the city's.
    """

    CITY = "city"
    OCMW = "ocmw"


class Nature(StrEnum):
    """What a claim is in law; a fine is a GAS fine (BE) or a bestuurlijke boete (NL)."""

    FISCAL = "fiscal"
    NON_FISCAL = "non_fiscal"
    FINE = "fine"


class Liable(StrEnum):
    """Who owes it. Claims are personal; parents owe education jointly (OSLO, workshop 1)."""

    PERSONAL = "personal"
    JOINT = "joint"


class PlanUse(StrEnum):
    """Whether claims of a category may go into a plan."""

    INCLUDED = "included"
    EXCLUDED = "excluded"


class Lane(StrEnum):
    """Where the city's claims are seen: beside the case, or apart until there is consent."""

    WITH_CASE = "with_case"
    OWN_UNTIL_CONSENT = "own_until_consent"


class Cost(StrEnum):
    """What may be put on top of a principal."""

    REMINDER = "reminder"
    BAILIFF = "bailiff"
    INTEREST = "interest"


class OwnStep(StrEnum):
    """What the service itself does first, before anything is recovered."""

    INVOICE = "invoice"
    REMINDER = "reminder"
    PERSONAL_CONTACT = "personal_contact"
    RIGHTS_CHECK = "rights_check"
    PLAN_OFFER = "plan_offer"
    FORMAL_NOTICE = "formal_notice"


class Happening(StrEnum):
    """What happens to a claim that may matter for its limitation."""

    PAYMENT = "payment"
    ACKNOWLEDGEMENT = "acknowledgement"
    REMINDER = "reminder"
    PAYMENT_ORDER = "payment_order"
    DISPUTE = "dispute"
    DEFERRAL = "deferral"


class Effect(StrEnum):
    """What that does: begin the term again, stop it for a while, or nothing."""

    INTERRUPTS = "interrupts"
    SUSPENDS = "suspends"
    NOTHING = "nothing"
