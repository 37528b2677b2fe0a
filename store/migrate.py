"""Bringing a database to the newest schema (Alembic)."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store import postgres, sql
from store.engine import Engine, begin, reading


def migrate(engine: Engine) -> None:
    """Run every migration that the database has not had; does nothing when it is up to date.

    All of them run in one transaction, so a failure leaves the schema as it was; of two that do
    it at once the second finds it done. Raises StoreUnavailable when the database fails.
    """
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with reading(engine) as tx:
        if MigrationContext.configure(tx.connection).get_current_revision() == newest:
            return
    with begin(engine) as tx:
        sql.alone(tx, "schema")
        config.attributes["connection"] = tx.connection
        with postgres.unhurried(tx.connection):
            command.upgrade(config, "head")
