"""Is this our resident? Each record that may be meant against the table, then who else fits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from matching.ages import is_adult
from matching.compare import Fields, compare
from matching.described import Described, Known, describe
from matching.index import RegisterIndex, Shortlist
from matching.normalise import postcode
from matching.rivals import FOUND, Fit, fit_of, rivals_of
from matching.rules import (
    BUSINESS,
    MINOR,
    NOBODY,
    PARTNER,
    SEVERAL_FIT,
    WEIGHTS,
    WEIGHTS_DISAGREE,
    WITHOUT_BIRTH_DATE,
    Firmness,
    rank_of,
)
from matching.weighing import BARS, Bars, holds_back, kind_of, overrules, weighed
from protocols.judgement import Agreement, Comparison, Judgement, MatchKind, Surroundings
from protocols.judgement import Warning as Caution
from protocols.people import Address, Person, Residency

MOST_CANDIDATES: Final = 5
_NAMES: Final = Fields._fields
_NO_ADDRESS: Final = Address()


class _Question(NamedTuple):
    """One signal on its way through the matcher, with whom it may be about."""

    person: Person
    described: Described
    on: date
    told: Shortlist


class Matcher:
    """Judges signals by the table in `matching.rules`, and weighs what that says.

    Holds no state but the register.
    """

    def __init__(
        self, index: RegisterIndex, many_residents: int = 1_000_000, bars: Bars = BARS
    ) -> None:
        self._index: Final = index
        self._many_residents: Final = many_residents
        self._bars: Final = bars

    def match(self, person: Person, on: date) -> Judgement:
        """Tell whether somebody is a resident on a day, with the rule that says so.

        Every person gets an answer; one without usable fields is NOT_RESIDENT.
        """
        described = describe(person, self._index.token)
        told = self._index.shortlist(person, described)
        question = _Question(person, described, on, told)
        fits = self._fits(question)
        judgement = self._judged(question, fits)
        fields = overrules(self._bars, described, told, judgement, on)
        if fields is not None:
            judgement = self._named(question, told.records[0], fields, fits)
        return weighed(judgement, told)

    def _judged(self, question: _Question, fits: list[Fit]) -> Judgement:
        """What the table says, held back where the weights say otherwise."""
        if not fits or (
            question.described.is_business and fits[0].row.kind is MatchKind.ADDRESS_ONLY
        ):
            return _nobody(question, fits)
        best = fits[0]
        if best.row.kind not in FOUND:
            return self._unsure(question, best.row.kind, best.row.name, fits)
        rivals = rivals_of(best, fits[1:])
        if rivals:
            return self._unsure(question, MatchKind.PROBABLE, SEVERAL_FIT, [best, *rivals, *fits])
        return self._found(question, best, fits)

    def _fits(self, question: _Question) -> list[Fit]:
        """The records that a row takes, best first; whoever lives there if that finds nobody."""
        person, told = question.described, question.told
        fits = _taken(person, told.records)
        if not any(fit.row.kind in FOUND for fit in fits):
            seen = {known.resident_id for known in told.records}
            home = self._index.housemates(told.row)
            fits += _taken(person, (known for known in home if known.resident_id not in seen))
        return sorted(fits, key=_order)

    def _named(
        self, question: _Question, known: Known, fields: Fields, fits: Sequence[Fit]
    ) -> Judgement:
        """The table finds nobody, the weights do."""
        others = [(fit.known, fit.fields) for fit in fits]
        around = self._index.surroundings(known.resident_id, question.on, self._many_residents)
        shown = _compared([(known, fields), *others])
        return Judgement(kind_of(fields), WEIGHTS, known.resident_id, known.address, shown, around)

    def _found(self, question: _Question, best: Fit, fits: Sequence[Fit]) -> Judgement:
        """One record fits; whether that is an answer depends on the person's state and age."""
        known, row = best.known, best.row
        if not known.lives_here:
            return self._gone(question, best, fits)
        if holds_back(self._bars, question.described, best, question.told):
            return self._unsure(question, MatchKind.PROBABLE, WEIGHTS_DISAGREE, fits)
        doubt = _doubt(question, best) if row.name in WITHOUT_BIRTH_DATE else ""
        if doubt:
            return self._unsure(question, MatchKind.PROBABLE, doubt, fits)
        around = self._index.surroundings(known.resident_id, question.on, self._many_residents)
        return Judgement(row.kind, row.name, known.resident_id, known.address, _shown(fits), around)

    def _gone(self, question: _Question, best: Fit, fits: Sequence[Fit]) -> Judgement:
        """The record is of somebody who died or left: an end when certain, else a question."""
        residency = best.known.residency
        rule = f"{best.row.name}:{residency.value}"
        if best.row.firmness is not Firmness.CERTAIN:
            return self._unsure(question, MatchKind.PROBABLE, rule, fits)
        died = residency is Residency.DECEASED
        kind = MatchKind.DECEASED if died else MatchKind.NOT_RESIDENT
        return Judgement(kind, rule, candidates=_shown(fits))

    def _unsure(
        self, question: _Question, kind: MatchKind, rule: str, fits: Sequence[Fit]
    ) -> Judgement:
        """No resident: the delivered address, and the records that were looked at."""
        delivered = question.person.address
        shown = _distinct(fits)
        home = self._index.residents_at(question.told.row)
        cautions = {caution for fit in shown for caution in fit.known.cautions}
        if home >= self._many_residents:
            cautions.add(Caution.MANY_RESIDENTS)
        around = Surroundings(
            postcode=postcode(delivered.postcode),
            residents=home,
            warnings=tuple(caution for caution in Caution if caution in cautions),
        )
        where = None if delivered == _NO_ADDRESS else delivered
        return Judgement(kind, rule, None, where, _shown(shown), around)


def _order(fit: Fit) -> tuple[int, int, int, bool, str]:
    return fit.order


def _nobody(question: _Question, fits: Sequence[Fit]) -> Judgement:
    if question.described.is_business:
        return Judgement(MatchKind.COMPANY, BUSINESS, candidates=_shown(fits))
    return Judgement(MatchKind.NOT_RESIDENT, NOBODY)


def _doubt(question: _Question, best: Fit) -> str:
    """Who was found without a birth date, and may be another; empty for no doubt."""
    if not is_adult(best.known.born, question.on):
        return MINOR
    own = not question.described.surname.same.isdisjoint(best.known.surname.own)
    return "" if own or best.fields.given is Agreement.SAME else PARTNER


def _taken(person: Described, records: Iterable[Known]) -> list[Fit]:
    """The records that fall under a row; a home counts only with a resident of today in it."""
    fits = []
    for known in records:
        fields = compare(person, known)
        rank = rank_of(fields)
        if rank is not None:
            fit = fit_of(rank, known, fields)
            if known.lives_here or fit.row.kind is not MatchKind.ADDRESS_ONLY:
                fits.append(fit)
    return fits


def _distinct(fits: Iterable[Fit]) -> list[Fit]:
    """At most five, each record once, in the order given."""
    return list({fit.known.resident_id: fit for fit in fits}.values())[:MOST_CANDIDATES]


def _shown(fits: Iterable[Fit]) -> tuple[Comparison, ...]:
    return _compared((fit.known, fit.fields) for fit in fits)


def _compared(pairs: Iterable[tuple[Known, Fields]]) -> tuple[Comparison, ...]:
    """The candidates as anybody may see them, each once: an id and agreements."""
    records = {known.resident_id: fields for known, fields in pairs}
    return tuple(
        Comparison(resident_id, dict(zip(_NAMES, fields, strict=True)))
        for resident_id, fields in list(records.items())[:MOST_CANDIDATES]
    )
