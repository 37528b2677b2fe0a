"""The shapes of a covenant file: creditor, articles, and the value of each term with its unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError

from portal.cities.fields import (
    BY_WORD,
    STRICT,
    CentsFrom0,
    Days,
    Many,
    Once,
    Row,
    Shape,
    Some,
    Text,
    written,
)
from protocols.covenant.feedback import Code as Feedback
from protocols.covenant.pause_words import Consequence
from protocols.covenant.signal import ArrearsType, CollectionStep
from protocols.covenant.terms import Term


class Paused(StrEnum):
    """What a creditor can pause, in the words of the covenant."""

    COLLECTION_COSTS = "incassokosten"
    RECOVERY_COSTS = "invorderingskosten"
    INTEREST = "rente"
    SUMMONS = "dagvaarding"
    BAILIFF = "deurwaarder"
    EVICTION = "ontruiming"
    CUT_OFF = "afsluiting"
    CANCELLATION = "royement"


class CreditorPart(Shape):
    """Who the creditor is. `partner_type` is the DDAS word (VNG/CBS, v1.2)."""

    name: Text
    partner_type: Literal[
        "Belastingdienst",
        "CAK Eigen bijdrage",
        "CAK Zorgverzekeringen",
        "Dienst Toeslagen",
        "DUO",
        "Energie",
        "Huur",
        "Hypotheek",
        "Overige",
        "Water",
        "Zorg",
    ]
    columns: dict[Text, Text]


class CovenantFile(Shape):
    """covenants/<creditor>.yaml; the articles are judged row by row."""

    number: Annotated[Text, Field(max_length=40)]
    creditor: CreditorPart
    articles: Many


class ArticleRow(Row):
    """One article: what was agreed, in a sentence and as a value that the system applies."""

    article: Annotated[str, written(r"\d{1,3}(\.\d{1,3}){0,3}[a-z]?", "bad-article")]
    term: Annotated[Term, BY_WORD]
    text: Text
    value: object


@dataclass(frozen=True, slots=True)
class Value:
    """The unit that must stand beside a term, and the shape of its value."""

    unit: str
    shape: TypeAdapter[Any]


def _true(value: object) -> object:
    if value is not True:
        raise PydanticCustomError("must-be-true", "must-be-true")
    return value


def _window(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(days) != 2 or not 1 <= days[0] <= days[1] <= 31:
        raise PydanticCustomError("bad-window", "bad-window")
    return days


def _value(unit: str, shape: Any) -> Value:
    return Value(unit, TypeAdapter(shape, config=STRICT))


def _words(words: Any) -> Value:
    """A list that may be empty: nothing is asked first, nothing is paused, nothing fed back."""
    return _value("list", Annotated[words, Once])


_REFUSED_NOTED: Final = _value("choice", Literal["refused", "noted"])

VALUES: Final[Mapping[Term, Value]] = MappingProxyType(
    {
        Term.IN_FORCE: _value("flag", Annotated[object, AfterValidator(_true)]),
        Term.ARREARS_TYPES: _words(Annotated[tuple[Annotated[ArrearsType, BY_WORD], ...], Some]),
        Term.MINIMUM_AGE_DAYS: _value("days", Days),
        Term.MAXIMUM_AGE_DAYS: _value("days", Days),
        Term.MINIMUM_AMOUNT: _value("cents", CentsFrom0),
        Term.MAXIMUM_AMOUNT: _value("cents", CentsFrom0),
        Term.REQUIRED_STEPS: _words(tuple[Annotated[CollectionStep, BY_WORD], ...]),
        Term.STEPS_NOT_MENTIONED: _value("choice", Literal["declared", "refused"]),
        Term.ARRANGEMENT: _REFUSED_NOTED,
        Term.OBJECTION: _REFUSED_NOTED,
        Term.DELIVERY_WINDOW: _value(
            "day_of_month", Annotated[tuple[int, ...], AfterValidator(_window)]
        ),
        Term.OUTSIDE_WINDOW: _REFUSED_NOTED,
        Term.FREQUENCY: _value("choice", Literal["month", "quarter", "year"]),
        Term.NATIONAL_ID: _value("choice", Literal["accepted", "dropped"]),
        Term.WITHDRAWAL_DAYS: _value("days", Days),
        Term.PAUSE_DAYS: _value("days", Days),
        Term.PAUSED: _words(tuple[Annotated[Paused, BY_WORD], ...]),
        Term.PAUSE_EXTENSION_DAYS: _value("days", Days),
        Term.PAUSE_BROKEN: _words(tuple[Annotated[Consequence, BY_WORD], ...]),
        Term.FEEDBACK: _words(tuple[Annotated[Feedback, BY_WORD], ...]),
        Term.FEEDBACK_CLOSED_DAYS: _value("days", Days),
    }
)
"""Every term of a covenant. A test compares it with protocols.covenant.terms.Term."""
