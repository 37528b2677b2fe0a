"""One creditor's customer records: how it knows people, wrongly or not, month after month alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from portal.synth import mistakes_names, mistakes_places
from portal.synth.numbers import Numbers, plain
from portal.synth.spec import SynthCreditor
from portal.synth.subjects import Draft, Mistake, Subject, as_introduced, as_registered, has
from portal.synth.tables import happens, rows
from protocols.ids import ResidentId

SECTOR = {"electricity": "energy", "gas": "energy", "heat": "energy"}
MISTAKES: Mapping[str, Mistake] = mistakes_places.MISTAKES | mistakes_names.MISTAKES

PHONES: tuple[Callable[[str], str], ...] = (
    lambda phone: phone,
    lambda phone: f"{phone[:2]}-{phone[2:]}",
    lambda phone: f"{phone[:4]} {phone[4:6]} {phone[6:8]} {phone[8:]}",
)


@dataclass(frozen=True, slots=True)
class Customer:
    """How one creditor knows one person; `register_id` is empty for people not in the register.

    `person_id` is unique for every person, invented strangers too.
    `fields` are our columns as delivered; `kinds` names what is wrong with them, in order.
    """

    creditor_id: str
    person_id: ResidentId
    register_id: str
    fields: Mapping[str, str]
    kinds: tuple[str, ...]


class Desk:
    """A creditor at work; it writes initials, postcodes and phone numbers in its own way."""

    def __init__(self, rng: Random, creditor: SynthCreditor, numbers: Numbers) -> None:
        self._rng = rng
        self._numbers = numbers
        self._customers: dict[ResidentId, Customer] = {}
        self._after_initial, self._between = rng.choice(((".", ""), ("", ""), (".", " ")))
        self._postcode_gap = rng.choice(("", " "))
        self._phone = rng.choice(PHONES)
        self.creditor = creditor
        self.columns = {ours: theirs for theirs, ours in creditor.columns.items()}
        sector = SECTOR.get(creditor.arrears_type, creditor.arrears_type)
        self._odds = [(row["kind"], float(row[sector])) for row in rows("mistakes")]

    def delivers(self, *columns: str) -> bool:
        """Whether its files have all of these columns of ours."""
        return all(column in self.columns for column in columns)

    def customer(
        self, subject: Subject, *, register_id: str = "", kinds: tuple[str, ...] = ()
    ) -> Customer:
        """The record of this person: made at the first call, the same ever after."""
        key = subject.person.resident_id
        if key not in self._customers:
            self._customers[key] = self._record(subject, register_id, kinds)
        return self._customers[key]

    def _record(self, subject: Subject, register_id: str, kinds: tuple[str, ...]) -> Customer:
        registered = self.creditor.arrears_type == "health"
        draft = as_registered(subject) if registered else as_introduced(subject)
        self._add_contact(draft, subject)
        spoilt = [
            kind for kind, percent in self._odds if self._spoil(draft, subject, kind, percent)
        ]
        spoilt += self._fit(draft, subject)
        self._style(draft)
        all_kinds = tuple(dict.fromkeys((*kinds, *spoilt)))
        person_id = subject.person.resident_id
        return Customer(self.creditor.creditor_id, person_id, register_id, draft, all_kinds)

    def _spoil(self, draft: Draft, subject: Subject, kind: str, percent: float) -> bool:
        return happens(self._rng, percent) and MISTAKES[kind](self._rng, draft, subject)

    def _add_contact(self, draft: Draft, subject: Subject) -> None:
        """Mostly the phone and mail the city knows too, sometimes others, often none."""
        person = subject.person
        if happens(self._rng, 62):
            known = person.phone if happens(self._rng, 75) else ""
            draft["phone"] = known or self._numbers.phone()
        if happens(self._rng, 55):
            known = person.email if happens(self._rng, 75) else ""
            draft["email"] = known or self._numbers.email(person.name)

    def _fit(self, draft: Draft, subject: Subject) -> list[str]:
        """Press the record into the creditor's own columns and character set."""
        forced = []
        if not self.delivers("house_letter", "house_addition"):
            forced.append("merged_house_number")
        if not self.delivers("prefix"):
            forced.append("prefix_in_surname")
        if not self.delivers("partner_surname") and has(draft, "partner_surname"):
            draft["prefix"], draft["surname"] = _used(subject)
        kinds = [kind for kind in forced if MISTAKES[kind](self._rng, draft, subject)]
        return kinds + (["diacritics_dropped"] if self._simplify(draft) else [])

    def _simplify(self, draft: Draft) -> bool:
        """Drop the diacritics that the creditor's character set does not have."""
        changed = False
        for column, text in draft.items():
            draft[column] = "".join(_writable(sign, self.creditor.encoding) for sign in text)
            changed = changed or draft[column] != text
        return changed

    def _style(self, draft: Draft) -> None:
        parts = [part for part in has(draft, "initials").split(".") if part]
        draft["initials"] = self._between.join(f"{part}{self._after_initial}" for part in parts)
        code = has(draft, "postcode")
        draft["postcode"] = (code[:4] + self._postcode_gap + code[4:]).strip()
        if has(draft, "phone"):
            draft["phone"] = self._phone(draft["phone"])


def _used(subject: Subject) -> tuple[str, str]:
    introduced = as_introduced(subject)
    return introduced["prefix"], introduced["surname"]


@cache
def _writable(sign: str, encoding: str) -> str:
    for attempt in (sign, plain(sign)):
        try:
            attempt.encode(encoding)
        except UnicodeEncodeError:
            continue
        return attempt
    return "?"
