"""Create pets."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Day, Document, Identifier, Instant, one_of

revision = "pets_0001"
down_revision = None
branch_labels = ("pets",)
depends_on = ("identity_0001",)


def upgrade() -> None:
    op.create_table(
        "pets",
        sa.Column("id", Identifier(), primary_key=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Instant(), index=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column(
            "species", one_of("dog", "cat", "rabbit", "bird", "reptile", "other", name="petspecies"), nullable=False
        ),
        sa.Column("breeds", Document(), nullable=False),
        sa.Column("sex", one_of("female", "male", "unknown", name="petsex"), nullable=False),
        sa.Column("neuter_status", one_of("neutered", "intact", "unknown", name="petneuterstatus"), nullable=False),
        sa.Column("birth_date", Day()),
        sa.Column(
            "birth_precision", one_of("day", "month", "year", "estimated", name="petbirthprecision"), nullable=False
        ),
        sa.Column("microchip", sa.String(15)),
        sa.Column("older_chip", sa.String(10)),
        sa.Column("photo", sa.String(2000)),
        sa.Column("allergies", Document(), nullable=False),
        sa.Column("conditions", Document(), nullable=False),
        sa.Column("status", one_of("active", "lost", "deceased", "rehomed", name="petstatus"), nullable=False),
        sa.Column("owner_id", Identifier(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Index(
            None,
            "microchip",
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        ),
        sa.Index(None, "owner_id", "name", "id"),
    )


def downgrade() -> None:
    op.drop_table("pets")
