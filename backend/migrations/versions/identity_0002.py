"""Count tries of what takes a password."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Instant

revision = "identity_0002"
down_revision = "identity_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("free_at", Instant(), nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("attempts")
