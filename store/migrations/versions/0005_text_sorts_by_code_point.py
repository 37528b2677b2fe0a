"""Text sorts by code point on PostgreSQL, whatever language the server speaks"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'

TEXTS = """select table_name, string_agg(
  format('alter column %I type text collate %s', column_name, '{collation}'), ', ')
from information_schema.columns
where table_schema = current_schema() and data_type = 'text' group by table_name order by 1"""


def upgrade() -> None:
    _collate('"C"')


def downgrade() -> None:
    _collate('"default"')


def _collate(collation: str) -> None:
    """SQLite sorts so by itself."""
    connection = op.get_bind()
    if connection.dialect.name != 'postgresql':
        return
    for table, changes in connection.execute(sa.text(TEXTS.format(collation=collation))).all():
        op.execute(f'alter table "{table}" {changes}')
