"""A file under judgement: its values, the shapes they must have, and every fault found in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from portal.cities.fields import Row
from portal.cities.messages import MESSAGES, shape_message
from portal.cities.nodes import Document, Place, dotted
from portal.faults import Fault

T = TypeVar("T")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """A row of the right shape, with its place in the file."""

    place: Place
    row: R


@dataclass(frozen=True, slots=True)
class Section(Generic[R]):
    """The rows of one table: the good ones, and the places of those already reported as wrong."""

    place: Place
    found: tuple[Found[R], ...]
    broken: tuple[Place, ...]


class Sheet:
    """One file with the list that its faults go to. A field has one fault of shape, its first.

    `faults` is shared by the files of a city, so that all of them are reported together.
    """

    __slots__ = ("_document", "_faults", "_reported")

    def __init__(self, document: Document, faults: list[Fault]) -> None:
        self._document = document
        self._faults = faults
        self._reported = {one.field for one in faults if one.file == document.file and one.field}

    @property
    def file(self) -> str:
        """The file, relative to the city's folder."""
        return self._document.file

    def raw(self, place: Place) -> object:
        """The value at a place before any shape was checked; None when there is none."""
        value: object = self._document.data
        for part in place:
            if isinstance(part, str) and isinstance(value, Mapping):
                value = value.get(part)
            elif isinstance(part, int) and isinstance(value, tuple) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def line(self, place: Place) -> int:
        """The line of a place, or of what it should have stood in; 0 for the whole file."""
        for end in range(len(place), 0, -1):
            if place[:end] in self._document.lines:
                return self._document.lines[place[:end]]
        return 0

    def fault(self, place: Place, code: str, **parts: object) -> None:
        """Note a fault with a code of MESSAGES; `parts` fill its braces, never with input."""
        self._note(place, code, MESSAGES[code].format_map(parts))

    def read(self, shape: TypeAdapter[T], place: Place = ()) -> T | None:
        """The value at a place in the shape asked; None when it has another, which is reported."""
        try:
            return shape.validate_python(self.raw(place))
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                inner = tuple(part for part in one["loc"] if part != "[key]")
                where = (*place, *inner)
                if dotted(where) not in self._reported:
                    self._note(where, *shape_message(one["type"], one.get("ctx", {})))
        return None

    def rows(self, shape: TypeAdapter[R], place: Place) -> Section[R]:
        """Every row of a list, each judged by itself; a list that is none has no rows."""
        listed = self.raw(place)
        places = [(*place, i) for i in range(len(listed) if isinstance(listed, tuple) else 0)]
        read = [(one, self.read(shape, one)) for one in places]
        return Section(
            place,
            tuple(Found(one, row) for one, row in read if row is not None),
            tuple(one for one, row in read if row is None),
        )

    def _note(self, place: Place, code: str, message: str) -> None:
        where = dotted(place)
        self._reported.add(where)
        self._faults.append(Fault(self.file, self.line(place), where, code, message))
