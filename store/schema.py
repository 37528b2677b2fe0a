"""Which schema a database has, which one this program needs; and how its connections are used."""

from dataclasses import dataclass
from functools import cache

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.pool import QueuePool

from store.engine import Engine, Tx


@dataclass(frozen=True, slots=True)
class PoolUse:
    """Connections of a process: how many it keeps, uses now, and opened beyond those it keeps."""

    size: int
    in_use: int
    overflow: int


@cache
def newest() -> str:
    """The schema that this program needs."""
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    return ScriptDirectory.from_config(config).get_current_head() or ""


def current(tx: Tx) -> str:
    """The schema that the database has; empty when it has none."""
    return MigrationContext.configure(tx.connection).get_current_revision() or ""


def pool_use(engine: Engine) -> PoolUse | None:
    """How the connections of this process are used; None when it keeps none."""
    pool = engine.pool
    if not isinstance(pool, QueuePool):
        return None
    return PoolUse(pool.size(), pool.checkedout(), max(0, pool.overflow()))
