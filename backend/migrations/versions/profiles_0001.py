"""Create profiles."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Identifier, Instant, one_of

revision = "profiles_0001"
down_revision = None
branch_labels = ("profiles",)
depends_on = ("identity_0001",)


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", Identifier(), primary_key=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("display_name", sa.String(80)),
        sa.Column("country", sa.String(2)),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("unit_system", one_of("metric", "imperial", name="profileunitsystem"), nullable=False),
        sa.Column("owner_id", Identifier(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, unique=True),
    )


def downgrade() -> None:
    op.drop_table("profiles")
