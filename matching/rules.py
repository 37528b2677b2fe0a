"""The rules of the first matcher: a table, strongest row first; the first row that fits counts.

A row lists per field which agreements it takes, by first letter: S same, N near, E earlier,
M missing, D different; a star takes all. A row tells what ONE record is worth. That another
record may fit as well, and that the person may be dead or gone, is decided in `judge`.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from matching.compare import Fields
from protocols.judgement import Agreement, MatchKind


class Firmness(StrEnum):
    """What a row is worth where the record is of somebody who died or left.

    CERTAIN closes the signal; ENOUGH is enough to find a resident but not to write one off;
    GUESS never decides.
    """

    CERTAIN = "certain"
    ENOUGH = "enough"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: the agreements it takes, what they give, and why."""

    name: str
    kind: MatchKind
    firmness: Firmness
    national_id: str
    surname: str
    given: str
    born: str
    address: str
    why: str

    def takes(self, fields: Fields) -> bool:
        """Whether a record with these agreements falls under this rule."""
        wanted = (self.national_id, self.surname, self.given, self.born, self.address)
        pairs = zip(wanted, fields, strict=True)
        return all(letters == "*" or _LETTER[found] in letters for letters, found in pairs)


_LETTER: Final = {agreement: agreement.value[0].upper() for agreement in Agreement}

_R, _O, _P, _A = (
    MatchKind.RESIDENT,
    MatchKind.OTHER_ADDRESS,
    MatchKind.PROBABLE,
    MatchKind.ADDRESS_ONLY,
)
_SURE, _SOME, _GUESS = Firmness.CERTAIN, Firmness.ENOUGH, Firmness.GUESS

_BY_ID: Final = (
    Row("id_and_born", _R, _SURE, "S", "*", "*", "S", "SNM", "two independent facts agree"),
    Row("id_and_born_elsewhere", _O, _SURE, "S", "*", "*", "S", "ED", "the same; has moved"),
    Row("id_and_surname", _R, _SURE, "S", "SN", "*", "NM", "SNM", "the same with the name"),
    Row("id_and_surname_elsewhere", _O, _SURE, "S", "SN", "*", "NM", "ED", "the same; has moved"),
    Row("id_and_names", _R, _SURE, "S", "SN", "SNM", "D", "SNM", "a wrong birth date weighs less"),
    Row("id_and_names_elsewhere", _O, _SURE, "S", "SN", "SNM", "D", "ED", "the same; has moved"),
    Row("id_alone", _P, _GUESS, "S", "*", "*", "*", "*", "may be the id of a housemate"),
)

_BY_NAME_AND_HOME: Final = (
    Row("all_agree", _R, _SURE, "M", "SN", "SN", "S", "SN", "name, birth date and home agree"),
    Row("no_given_name", _R, _SOME, "M", "SN", "M", "S", "S", "nothing speaks against it"),
    Row("moved", _O, _SURE, "M", "S", "SN", "S", "ED", "name and birth date find who has moved"),
    Row("no_address", _R, _SURE, "M", "S", "SN", "S", "M", "name and birth date find who it is"),
    Row("born_nearly", _R, _SOME, "M", "S", "SN", "N", "S", "one slip in the birth date"),
    Row("other_surname", _R, _SOME, "M", "DM", "SN", "S", "S", "married, divorced or misspelt"),
    Row("no_birth_date", _R, _SOME, "M", "S", "SN", "M", "S", "one such adult in that home"),
)

_FOR_A_HUMAN: Final = (
    Row("other_id", _P, _GUESS, "D", "SN", "SNM", "S", "SNEM", "a twin, or an id mistyped"),
    Row("call_name", _P, _GUESS, "*", "SN", "D", "S", "SNE", "Jan for Johannes, or a twin"),
    Row("born_and_home", _P, _GUESS, "*", "*", "*", "S", "SN", "two names both unlike; or a twin"),
    Row("name_and_born", _P, _GUESS, "M", "N", "SN", "S", "EDM", "moved, the surname misspelt"),
    Row("surname_and_born", _P, _GUESS, "M", "S", "M", "S", "EDM", "moved, no given name"),
    Row("earlier_home", _P, _GUESS, "M", "DNM", "SNM", "S", "E", "moved, the surname changed"),
    Row("born_nearly_unsure", _P, _GUESS, "*", "SN", "SN", "N", "SNE", "too many slips at once"),
    Row("born_nearly_elsewhere", _P, _GUESS, "M", "S", "SN", "N", "DM", "moved, and one slip"),
    Row("no_birth_date_unsure", _P, _GUESS, "*", "SN", "SN", "M", "SNE", "namesakes share homes"),
    Row("other_birth_date", _P, _GUESS, "*", "S", "SN", "D", "SN", "father and son, or an error"),
    Row("family", _P, _GUESS, "*", "SN", "M", "NM", "SN", "one of the family, not known whom"),
)

_BY_HOME: Final = (
    Row("address_only", _A, _GUESS, "*", "*", "*", "*", "S", "the home is here, the person is not"),
    Row("building_only", _A, _GUESS, "*", "*", "*", "*", "N", "the same without letter or box"),
)

ROWS: Final = (*_BY_ID, *_BY_NAME_AND_HOME, *_FOR_A_HUMAN, *_BY_HOME)

WITHOUT_BIRTH_DATE: Final = frozenset({"no_birth_date"})
"""Rows that a birth date does not back: for adults under their own name (see MINOR, PARTNER)."""

SEVERAL_FIT: Final = "several_fit"
"""PROBABLE: another record fits as well as the best one; father and son, twins, two entries."""
MINOR: Final = "minor_without_birth_date"
"""PROBABLE: the only fit is a child or of unknown age, and who owes is an adult."""
PARTNER: Final = "partner_name_without_birth_date"
"""PROBABLE: initial and partner's name fit; it may be the partner, who left."""
BUSINESS: Final = "business_name"
"""COMPANY: only a business is named and no human being fits."""
WEIGHTS: Final = "weights"
"""RESIDENT or OTHER_ADDRESS: the table leaves it to a human, but the weights leave no doubt."""
WEIGHTS_DISAGREE: Final = "weights_disagree"
"""PROBABLE: the table finds a resident, but the weights find it improbable."""
NOBODY: Final = "nobody_fits"
"""NOT_RESIDENT: no record agrees enough to show it to anybody."""


@lru_cache(maxsize=4_096)
def rank_of(fields: Fields) -> int | None:
    """The position of the first row that takes these agreements, or None."""
    return next((rank for rank, row in enumerate(ROWS) if row.takes(fields)), None)
