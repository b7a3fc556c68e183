"""Mail secrets to who forgot a password, or has a new address."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Identifier, Instant

revision = "identity_0004"
down_revision = "identity_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("user_id", Identifier(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("email", sa.String(254)),
        sa.Column("expires_at", Instant(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("letters")
