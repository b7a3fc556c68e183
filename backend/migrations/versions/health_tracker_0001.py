"""Create observations."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Exact, Identifier, Instant, one_of

revision = "health_tracker_0001"
down_revision = None
branch_labels = ("health_tracker",)
depends_on = ("pets_0001",)


def upgrade() -> None:
    op.create_table(
        "observations",
        sa.Column("id", Identifier(), primary_key=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            one_of(
                "weight",
                "body condition",
                "temperature",
                "sleeping breaths",
                "appetite",
                "symptom",
                name="observationkind",
            ),
            nullable=False,
        ),
        sa.Column("value", Exact(6, 2)),
        sa.Column("finding", sa.String(200)),
        sa.Column("measured_time", Instant(), nullable=False),
        sa.Column("method", one_of("owner", "clinic", "device", "estimate", name="observationmethod"), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("pet_id", Identifier(), sa.ForeignKey("pets.id", ondelete="CASCADE"), nullable=False),
        sa.Index(None, "pet_id", "measured_time", "id"),
    )


def downgrade() -> None:
    op.drop_table("observations")
