"""Letters and messages that were sent, in which version of which template"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    op.create_table('outgoing',
    sa.Column('message_id', text, nullable=False),
    sa.Column('channel', text, nullable=False),
    sa.Column('case_id', text, nullable=False),
    sa.Column('resident_id', text, nullable=False),
    sa.Column('address_token', text, nullable=False),
    sa.Column('template', text, nullable=False),
    sa.Column('language', text, nullable=False),
    sa.Column('digest', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('state', text, nullable=False),
    sa.Column('tries', sa.BigInteger(), nullable=False),
    sa.Column('planned_at', text, nullable=False),
    sa.Column('next_at', text, nullable=False),
    sa.Column('claimed_by', text, server_default='', nullable=False),
    sa.Column('claimed_until', text, server_default='', nullable=False),
    sa.Column('ended_at', text, server_default='', nullable=False),
    sa.Column('code', text, server_default='', nullable=False),
    sa.Column('reference', text, server_default='', nullable=False),
    sa.CheckConstraint("state in ('planned', 'claimed', 'sending', 'sent', 'failed', 'doubted')", name=op.f('ck_outgoing_state')),
    sa.CheckConstraint("channel in ('email', 'post', 'sms')", name=op.f('ck_outgoing_channel')),
    sa.CheckConstraint("state not in ('sent', 'failed') or length(sealed) = 0", name=op.f('ck_outgoing_emptied')),
    sa.CheckConstraint("state not in ('claimed', 'sending') or claimed_by <> ''", name=op.f('ck_outgoing_claimed')),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_outgoing')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_outgoing_due', 'outgoing', ['channel', 'state', 'next_at'], unique=False)
    op.create_index('ix_outgoing_case', 'outgoing', ['case_id'], unique=False)


def downgrade() -> None:
    op.drop_table('outgoing')
