"""What every table is built from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, LargeBinary, Text

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


Sorted = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point in every database, whatever language the server speaks."""


def table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """A table; on SQLite without a hidden row id, so the primary key is the order."""
    return sa.Table(name, metadata, *parts, sqlite_with_rowid=False)


def key(name: str, kind: sa.types.TypeEngine[Any] | type[LargeBinary] = Sorted) -> Column[Any]:
    """A column of the primary key."""
    return Column(name, kind, primary_key=True)


def text(name: str, default: str | None = None) -> Column[str]:
    """A text column that is never empty of a value; `default` may be the empty text."""
    return Column(name, Sorted, nullable=False, server_default=default)


def whole(name: str) -> Column[int]:
    """A column for a whole number: cents, counts, offsets."""
    return Column(name, BigInteger, nullable=False)
