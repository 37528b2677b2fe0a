"""Records of the register know the version that put them in"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    op.add_column('resident', sa.Column('version', sa.Integer(), server_default='0', nullable=False))
    op.create_index('ix_resident_version', 'resident', ['version'], unique=False)
    op.add_column('register_version', sa.Column('based_on', sa.Integer(), server_default='0', nullable=False))
    op.execute('update register_version set based_on = version')


def downgrade() -> None:
    op.drop_column('register_version', 'based_on')
    op.drop_index('ix_resident_version', table_name='resident')
    op.drop_column('resident', 'version')
