"""How a creditor writes somebody down: the mistakes of the synthetic city, at a chosen noise."""

from collections.abc import Mapping
from random import Random

from portal.synth import mistakes_names, mistakes_places
from portal.synth.mistakes_names import prefix_in_surname, typo
from portal.synth.mistakes_places import ADDRESS, merged_house_number
from portal.synth.register import address_cells
from portal.synth.subjects import Draft, Mistake, Subject, as_introduced, as_registered, has
from portal.synth.tables import Lottery, happens, rows
from protocols.people import Address

SECTORS = Lottery(("health", "energy", "rent", "water"), (43, 23, 20, 18))
"""Who signals how often in the Netherlands (Divosa monitor 2023-2024)."""
UNSCALED = frozenset({"birth_date_missing", "birth_date_filled_in"})
"""What a creditor has or has not, whatever the noise; 12 % of the signals lack the date."""
HIGHEST_PERCENT = 90.0
NO_PREFIX_COLUMN_PERCENT = 15
NO_LETTER_COLUMN_PERCENT = 30
MOVED_PERCENT = 3.0
MISTAKES: Mapping[str, Mistake] = mistakes_places.MISTAKES | mistakes_names.MISTAKES


def given_typo(rng: Random, draft: Draft, who: Subject) -> bool:
    """A slip of the finger in the given names."""
    return _slip(rng, draft, who, "given_names")


def street_typo(rng: Random, draft: Draft, who: Subject) -> bool:
    """A slip of the finger in the street."""
    return _slip(rng, draft, who, "street")


def _slip(rng: Random, draft: Draft, who: Subject, column: str) -> bool:
    aside = {"surname": has(draft, column)}
    slipped = typo(rng, aside, who)
    draft[column] = aside["surname"]
    return slipped


OURS: tuple[tuple[str, Mistake, float], ...] = (
    ("given_typo", given_typo, 1.2),
    ("street_typo", street_typo, 1.5),
)
"""Mistakes that the city's table does not have, with their chance in percent."""


class Clerk:
    """Writes people down for all creditors together; equal `rng` states write alike.

    `noise` multiplies every chance of a mistake (1 as the city has it), up to 90 %. `homes` are
    the addresses at which somebody may have lived before without the register telling.
    """

    def __init__(self, rng: Random, homes: tuple[Address, ...], noise: float) -> None:
        self._rng = rng
        self._homes = homes
        self._noise = noise
        table = rows("mistakes")
        self._odds = {
            sector: [(row["kind"], self._scaled(row["kind"], float(row[sector]))) for row in table]
            for sector in ("health", "energy", "rent", "water")
        }

    def writes(self, subject: Subject) -> Draft:
        """One signal about this person, in the columns of the register."""
        sector = SECTORS.draw(self._rng)
        draft = as_registered(subject) if sector == "health" else as_introduced(subject)
        draft["national_id"] = ""
        if self._happens(MOVED_PERCENT):
            before = address_cells(self._rng.choice(self._homes))
            draft.update(zip(ADDRESS, before, strict=True))
        for kind, percent in self._odds[sector]:
            if happens(self._rng, percent):
                MISTAKES[kind](self._rng, draft, subject)
        for _kind, mistake, percent in OURS:
            if self._happens(percent):
                mistake(self._rng, draft, subject)
        self._press(draft, subject, sector)
        return draft

    def _press(self, draft: Draft, subject: Subject, sector: str) -> None:
        """Put it in the creditor's own columns: not all have one for particles or letters."""
        if sector != "health" and happens(self._rng, NO_PREFIX_COLUMN_PERCENT):
            prefix_in_surname(self._rng, draft, subject)
        if happens(self._rng, NO_LETTER_COLUMN_PERCENT):
            merged_house_number(self._rng, draft, subject)
        if company := draft.pop("company_name", ""):
            draft["surname"] = " ".join(filter(None, (company, draft["surname"])))

    def _happens(self, percent: float) -> bool:
        return happens(self._rng, self._scaled("", percent))

    def _scaled(self, kind: str, percent: float) -> float:
        if kind in UNSCALED:
            return percent
        return min(max(HIGHEST_PERCENT, percent), percent * self._noise)
