"""Where a step of the line stopped because of too many dead letters"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    op.create_table('line_stop',
    sa.Column('grp', text, nullable=False),
    sa.Column('ce_id', text, nullable=False),
    sa.Column('place', text, nullable=False),
    sa.Column('stopped_at', text, nullable=False),
    sa.PrimaryKeyConstraint('grp', name=op.f('pk_line_stop')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('line_stop')
