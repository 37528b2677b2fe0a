"""How consent was given, and where the evidence of it lies. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from protocols.errors import Refused

MOST_EVIDENCE = 80
"""Characters of a reference to evidence: an id, never the evidence itself."""


class Manner(StrEnum):
    """How consent was given. All three count; each leaves evidence of its own."""

    ORAL = "oral"
    PAPER = "paper"
    DIGITAL = "digital"


class BadEvidence(Refused):
    """Evidence without a reference, or with a whole story in its place."""

    code = "bad-evidence"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the evidence of an answer lies. `reference` names a note, a scan or a session.

    Oral consent has a note by who heard it; paper a signed form; digital a session that was
    logged in to. Raises BadEvidence for no reference or a long one.
    """

    manner: Manner
    reference: str

    def __post_init__(self) -> None:
        """Hold the reference to its bounds."""
        if not self.reference.strip() or len(self.reference) > MOST_EVIDENCE:
            raise BadEvidence(
                f"Noem het bewijs met een kenmerk van 1 tot en met {MOST_EVIDENCE} tekens."
            )
