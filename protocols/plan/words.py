"""The closed lists that a city's plan table is written in."""

from enum import StrEnum


class BandTable(StrEnum):
    """Which table of bands holds (art. 1409 § 1 and § 1bis Ger.W.)."""

    LABOUR = "labour"
    REPLACEMENT = "replacement"


class IncomeKind(StrEnum):
    """What an income is before the law; each has its own article."""

    LABOUR = "labour"
    REPLACEMENT = "replacement"
    MIXED = "mixed"
    OTHER = "other"
    EXEMPT = "exempt"
    MAINTENANCE = "maintenance"


class ChildLimit(StrEnum):
    """Which yearly limit holds for a child's own means: by the parent's, or the child's, state."""

    COHABITING = "cohabiting"
    SINGLE = "single"
    DISABLED = "disabled"


class Group(StrEnum):
    """How a household lives (art. 475da Rv); the last is a stay in an institution."""

    SINGLE = "single"
    SINGLE_PARENT = "single_parent"
    COUPLE = "couple"
    COUPLE_WITH_CHILDREN = "couple_with_children"
    INSTITUTION = "institution"


class Allowance(StrEnum):
    """An allowance of which a part is lost with a higher income."""

    RENT = "rent"
    HEALTH = "health"


class BudgetOrigin(StrEnum):
    """Where a reference budget comes from; REMI is the tool of CEBUD."""

    REMI = "remi"
    NIBUD = "nibud"
    LEGAL_MINIMUM = "legal_minimum"
    OWN = "own"


class PlanNumber(StrEnum):
    """The numbers that a city decides about its plans."""

    GRACE_DAYS = "grace_days"
    MISSED_TERMS = "missed_terms"
    LONGEST_MONTHS = "longest_months"
    AMOUNT_DAYS = "amount_days"


class Within(StrEnum):
    """What of a claim is repaid first."""

    PRINCIPAL_FIRST = "principal_first"
    COSTS_FIRST = "costs_first"
