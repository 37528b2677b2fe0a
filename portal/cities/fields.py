"""What the shapes of a city's files are made of: kinds of text and number, and the rule row."""

import re
from datetime import date
from typing import Annotated, Any, LiteralString, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from protocols.rules import Rule

V = TypeVar("V")
STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)
MOST_CENTS = 100_000_000
MOST_DAYS = 36_525


def written(pattern: str, code: LiteralString) -> AfterValidator:
    """Text must be written like this; `code` is the message in `messages.py`."""
    compiled = re.compile(pattern, re.ASCII)

    def _check(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise PydanticCustomError(code, code)
        return text

    return AfterValidator(_check)


def _once(words: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(words)) < len(words):
        raise PydanticCustomError("twice", "twice")
    return words


def _some(words: tuple[Any, ...]) -> tuple[Any, ...]:
    if not words:
        raise PydanticCustomError("too-few", "too-few")
    return words


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return text


Text = Annotated[str, Field(max_length=1000), AfterValidator(_filled)]
Id = Annotated[str, written(r"[a-z][a-z0-9-]{0,39}", "bad-id")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
CentsFrom0 = Annotated[int, Field(ge=0, le=MOST_CENTS)]
Points = Annotated[int, Field(ge=0, le=10_000)]
Language = Annotated[str, written(r"[a-z]{2,3}", "bad-language")]
Once = AfterValidator(_once)
Some = AfterValidator(_some)
"""At least one. Not `min_length`: pydantic counts after leaving out what is wrong."""
Languages = Annotated[tuple[Language, ...], Some, Once]
Many = Annotated[tuple[object, ...], Some]
BY_WORD = Field(strict=False)


class Shape(BaseModel):
    """Base of every shape: strict, nothing extra, no input in errors."""

    model_config = STRICT


class Row(Shape):
    """What every rule row has. `valid_to` must be written too, null when there is no end yet."""

    unit: str
    source: Text
    valid_from: Day
    valid_to: Day | None

    def rule(self, value: V, article: str = "") -> Rule[V]:
        """This row as a rule of the protocols."""
        return Rule(value, str(self.unit), self.source, self.valid_from, self.valid_to, article)
