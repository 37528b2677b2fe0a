"""Epochs of covenants, their token indexes and the envelopes that stay sealed"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table('covenant_epoch',
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('epoch', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('covenant', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('norm_digest', sa.Text(), nullable=False),
    sa.Column('kinds', sa.Text(), nullable=False),
    sa.Column('region', sa.Text(), nullable=False),
    sa.Column('signer', sa.LargeBinary(), nullable=False),
    sa.Column('register_version', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.Text(), nullable=False),
    sa.Column('valid_to', sa.Text(), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("(state = 'over') = (length(sealed) = 0)", name=op.f('ck_covenant_epoch_sealed')),
    sa.CheckConstraint("state in ('current', 'old', 'over')", name=op.f('ck_covenant_epoch_state')),
    sa.PrimaryKeyConstraint('creditor_id', 'epoch', name=op.f('pk_covenant_epoch')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('covenant_epoch', schema=None) as batch_op:
        batch_op.create_index('uq_covenant_epoch_current', ['creditor_id'], unique=True, sqlite_where=sa.text("state = 'current'"), postgresql_where=sa.text("state = 'current'"))

    op.create_table('token_array',
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('epoch', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('creditor_id', 'epoch', 'name', 'part', name=op.f('pk_token_array')),
    sqlite_with_rowid=False
    )
    op.create_table('envelope',
    sa.Column('delivery_id', sa.Text(), nullable=False),
    sa.Column('row', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('delivery_id', 'row', name=op.f('pk_envelope')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('envelope', schema=None) as batch_op:
        batch_op.create_index('ix_envelope_epoch', ['creditor_id', 'epoch'], unique=False)



def downgrade() -> None:
    """What was sealed under an epoch cannot be opened without it: it goes, keys and all."""
    with op.batch_alter_table('envelope', schema=None) as batch_op:
        batch_op.drop_index('ix_envelope_epoch')

    op.drop_table('envelope')
    op.drop_table('token_array')
    with op.batch_alter_table('covenant_epoch', schema=None) as batch_op:
        batch_op.drop_index('uq_covenant_epoch_current', sqlite_where=sa.text("state = 'current'"), postgresql_where=sa.text("state = 'current'"))

    op.drop_table('covenant_epoch')
