"""One covenant file: its articles held against what a covenant can agree."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from portal.cities.articles import VALUES, ArticleRow, CovenantFile
from portal.cities.checks import Period, check_cover, check_dates, meet, overlapping
from portal.cities.columns import CANONICAL_COLUMNS
from portal.cities.sheet import Found, Section, Sheet
from protocols.covenant.signal import ArrearsType
from protocols.covenant.terms import REQUIRED_TERMS, Covenant, Creditor, Rows, Term
from protocols.ids import CreditorId
from protocols.rules import Rule

_FILE: Final = TypeAdapter(CovenantFile)
_ROW: Final = TypeAdapter(ArticleRow)
_ARTICLES: Final = ("articles",)
_BOUNDS: Final = (
    (Term.MINIMUM_AGE_DAYS, Term.MAXIMUM_AGE_DAYS),
    (Term.MINIMUM_AMOUNT, Term.MAXIMUM_AMOUNT),
)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """An article with its value in the shape of its term; None when it was reported."""

    found: Found[ArticleRow]
    value: object


def read_covenant(
    sheet: Sheet, creditor_id: CreditorId, bases: Set[ArrearsType]
) -> Covenant | None:
    """Read one covenant; everything wrong is reported. None when its head could not be read.

    `bases` are the kinds of arrears for which the city's table has a legal basis on any day.
    """
    head = sheet.read(_FILE)
    articles = sheet.rows(_ROW, _ARTICLES)
    agreed = [_agreed(sheet, found) for found in articles.found]
    check_dates(sheet, articles, lambda row: row.term)
    _check_numbers(sheet, articles)
    _check_required(sheet, articles)
    _check_bounds(sheet, agreed)
    _check_bases(sheet, agreed, bases)
    _check_columns(sheet)
    if head is None:
        return None
    part = head.creditor
    creditor = Creditor(creditor_id, part.name, part.partner_type, dict(part.columns))
    return Covenant(head.number, creditor, _terms(agreed))


def periods_of(covenant: Covenant) -> Iterator[Period]:
    """The periods in which a covenant is in force."""
    for rule in covenant.terms.get(Term.IN_FORCE, ()):
        yield Period(rule.valid_from, rule.valid_to)


def _agreed(sheet: Sheet, found: Found[ArticleRow]) -> _Agreed:
    value = VALUES[found.row.term]
    if found.row.unit != value.unit:
        sheet.fault((*found.place, "unit"), "wrong-unit", unit=value.unit)
    return _Agreed(found, sheet.read(value.shape, (*found.place, "value")))


def _terms(agreed: Sequence[_Agreed]) -> Mapping[Term, Rows]:
    terms: dict[Term, list[Rule[object]]] = {}
    for one in agreed:
        row = one.found.row
        terms.setdefault(row.term, []).append(row.rule(one.value, row.article))
    return {term: tuple(rules) for term, rules in terms.items()}


def _check_numbers(sheet: Sheet, articles: Section[ArticleRow]) -> None:
    """On one day an article number points to one term, or a receipt could not be looked up."""
    for earlier, later in overlapping(articles.found, lambda row: row.article):
        if earlier.row.term is not later.row.term:
            line = sheet.line(earlier.place)
            sheet.fault((*later.place, "article"), "article-twice", line=line)


def _check_required(sheet: Sheet, articles: Section[ArticleRow]) -> None:
    """Every required term is agreed on every day of the covenant.

    A row that is wrong elsewhere counts as there; one whose term cannot be read may be any term.
    """
    written = [sheet.raw((*place, "term")) for place in articles.broken]
    broken = {word for word in written if isinstance(word, str) and word in set(Term)}
    agreed = {term: _of(articles, term) for term in sorted(REQUIRED_TERMS) if term not in broken}
    missing = [term for term, rows in agreed.items() if not rows]
    unread = sum(word not in list(Term) for word in written)
    if articles.found and len(missing) > unread:
        for term in missing:
            sheet.fault(_ARTICLES, "missing-term", term=term.value)
    for held in agreed.get(Term.IN_FORCE, ()):
        for rows in agreed.values():
            check_cover(sheet, rows, Period(held.row.valid_from, held.row.valid_to))


def _check_bounds(sheet: Sheet, agreed: Sequence[_Agreed]) -> None:
    """A minimum above the maximum that holds on the same day would refuse everything."""
    for low, high in _BOUNDS:
        most = [one for one in agreed if one.found.row.term is high]
        for least in (one for one in agreed if one.found.row.term is low):
            over = (one for one in most if _above(least, one))
            for one in over:
                line = sheet.line(one.found.place)
                sheet.fault((*least.found.place, "value"), "crossed", line=line)


def _above(least: _Agreed, most: _Agreed) -> bool:
    if not isinstance(least.value, int) or not isinstance(most.value, int):
        return False
    return least.value > most.value and meet(least.found.row, most.found.row)


def _check_bases(sheet: Sheet, agreed: Sequence[_Agreed], bases: Set[ArrearsType]) -> None:
    """Report kinds of arrears that could never come in: no basis in law on any day."""
    for one in agreed:
        if one.found.row.term is Term.ARREARS_TYPES and isinstance(one.value, tuple):
            for number, kind in enumerate(one.value):
                if kind not in bases:
                    sheet.fault((*one.found.place, "value", number), "no-basis")


def _check_columns(sheet: Sheet) -> None:
    """Each heading points to a column of a delivery, and no two to the same."""
    place = ("creditor", "columns")
    columns = sheet.raw(place)
    seen: set[str] = set()
    for heading, column in columns.items() if isinstance(columns, Mapping) else ():
        if not isinstance(column, str):
            continue
        if column not in CANONICAL_COLUMNS:
            allowed = ", ".join(sorted(CANONICAL_COLUMNS))
            sheet.fault((*place, heading), "unknown-column", allowed=allowed)
        elif column in seen:
            sheet.fault((*place, heading), "column-twice")
        seen.add(column)


def _of(articles: Section[ArticleRow], term: Term) -> list[Found[ArticleRow]]:
    return [found for found in articles.found if found.row.term is term]
