"""Change value of observations."""

from alembic import op

from petsage.core.columns import Exact

revision = "health_tracker_0002"
down_revision = "health_tracker_0001"
branch_labels = None
depends_on = ("pets_0001",)


def upgrade() -> None:
    with op.batch_alter_table("observations") as batch:
        batch.alter_column("value", type_=Exact(7, 3))
    if op.get_context().dialect.name == "sqlite":  # it keeps whole smallest units
        op.execute("UPDATE observations SET value = value * 10")


def downgrade() -> None:
    with op.batch_alter_table("observations") as batch:
        batch.alter_column("value", type_=Exact(6, 2))
    if op.get_context().dialect.name == "sqlite":  # it keeps whole smallest units
        op.execute("UPDATE observations SET value = round(value / 10.0)")
