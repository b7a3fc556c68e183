"""Create vaccinations."""

import sqlalchemy as sa
from alembic import op

from petsage.core.columns import Day, Identifier, Instant, one_of

revision = "vaccinations_0001"
down_revision = None
branch_labels = ("vaccinations",)
depends_on = ("pets_0001",)


def upgrade() -> None:
    op.create_table(
        "vaccinations",
        sa.Column("id", Identifier(), primary_key=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "vaccine",
            one_of(
                "core",
                "distemper",
                "adenovirus",
                "parvovirus",
                "leptospirosis",
                "bordetella",
                "rabies",
                "panleukopenia",
                "herpesvirus",
                "calicivirus",
                "feline leukemia",
                "myxomatosis",
                "rabbit haemorrhagic disease",
                "other",
                name="vaccinationvaccine",
            ),
            nullable=False,
        ),
        sa.Column("product", sa.String(120)),
        sa.Column("lot_number", sa.String(40)),
        sa.Column("given_date", Day(), nullable=False),
        sa.Column("due_date", Day()),
        sa.Column("due_reason", one_of("vet", "label", "law", "guideline", name="vaccinationduereason")),
        sa.Column("note", sa.Text()),
        sa.Column("pet_id", Identifier(), sa.ForeignKey("pets.id", ondelete="CASCADE"), nullable=False),
        sa.Index(None, "pet_id", "given_date", "id"),
    )


def downgrade() -> None:
    op.drop_table("vaccinations")
