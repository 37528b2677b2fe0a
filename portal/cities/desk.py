"""The desk of a city, as city.yaml has it."""

from typing import Annotated

from portal.cities.fields import Shape, Text, written


class DeskShape(Shape):
    """How residents reach the city, and where they pay."""

    phone: Text
    email: Annotated[str, written(r"[^@\s]+@[^@\s]+", "bad-email")]
    website: Text
    account: Text
