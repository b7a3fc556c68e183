"""Keep which roles people have."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Identifier

revision = "identity_0003"
down_revision = "identity_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_roles",
        sa.Column("user_id", Identifier(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.String(40), primary_key=True, index=True),
    )


def downgrade() -> None:
    op.drop_table("user_roles")
