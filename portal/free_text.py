"""Free text of an operator that goes into the audit log: short, and without personal data."""

import re

from stdnum import iban

from portal.intake.fields import national_id
from protocols.errors import Refused

MOST = 200
"""Characters of a reason: enough to explain, too little for a file."""
_RUN = re.compile(r"\d(?:[ ./-]?\d)*", re.ASCII)
_DAY = re.compile(r"(?<!\d)(?:20\d\d-[01]\d-[0-3]\d|[0-3]?\d-[01]?\d-20\d\d)(?![\d-])", re.ASCII)
_IBAN = re.compile(r"\b[A-Z]{2} ?\d{2}(?: ?[A-Z0-9]){10,30}", re.ASCII | re.IGNORECASE)
_NATIONAL_LENGTHS = (8, 9, 11)
_LEAST_IBAN = 15


class NotInALog(Refused):
    """The text is empty, too long, or holds what must not be in a log; it is not repeated."""

    code = "not-in-a-log"


def check_reason(text: str) -> str:
    """The text without white space around it; raises NotInALog naming everything that is wrong."""
    told = text.strip()
    wrong = [
        remedy
        for remedy, holds in (
            ("geef een reden", not told),
            (f"schrijf hoogstens {MOST} tekens", len(told) > MOST),
            ("laat tekens weg die niet te zien zijn", not told.isprintable()),
            ("laat het BSN of INSZ weg", _holds_national_id(told)),
            ("laat het rekeningnummer (IBAN) weg", _holds_iban(told)),
            ("laat het e-mailadres weg", "@" in told),
        )
        if holds
    ]
    if wrong:
        raise NotInALog("--reason: " + "; ".join(wrong) + ". Schrijf nooit over personen.")
    return told


def _holds_national_id(text: str) -> bool:
    """Whether somewhere in a run of digits, but for days, stands a valid BSN or INSZ."""
    runs = ("".join(filter(str.isdigit, run)) for run in _RUN.findall(_DAY.sub(" . ", text)))
    return any(
        national_id(run[start : start + length])
        for run in runs
        for length in _NATIONAL_LENGTHS
        for start in range(len(run) - length + 1)
    )


def _holds_iban(text: str) -> bool:
    """Whether there is a valid IBAN, also with words behind it."""
    for found in _IBAN.findall(text):
        plain = found.replace(" ", "")
        if any(iban.is_valid(plain[:end]) for end in range(_LEAST_IBAN, len(plain) + 1)):
            return True
    return False
