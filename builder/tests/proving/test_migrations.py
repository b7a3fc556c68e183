"""The check of the migrations, in a project where offers, landed before, depend on prices."""

from collections.abc import Callable
from pathlib import Path

import pytest

from petsage_builder.proving import CheckResult, Migrations

from .conftest import Prove, only, write

TABLES = """\
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Integer, MetaData, String, Table

metadata = MetaData()
Table(
    "prices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("amount", Integer, nullable=False),
    Column("terms", JSON, nullable=False),
    Column("currency", String(3), CheckConstraint("currency IN ('EUR', 'USD')", name="known"), nullable=False),
)
Table("offers", metadata, Column("id", Integer, primary_key=True), Column("price_id", ForeignKey("prices.id")))
"""
ENV = """\
from alembic import context
from sqlalchemy import create_engine

from shop.tables import metadata

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""
PRICES_0001 = """\
import sqlalchemy as sa
from alembic import op

revision = "prices_0001"
down_revision = None


def upgrade():
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("currency", sa.String(3), sa.CheckConstraint("currency IN ('EUR', 'USD')"), nullable=False),
    )


def downgrade():
    op.drop_table("prices")
"""
OFFERS_0001 = """\
import sqlalchemy as sa
from alembic import op

revision = "offers_0001"
down_revision = None
depends_on = "prices_0001"


def upgrade():
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("price_id", sa.Integer, sa.ForeignKey("prices.id")),
    )


def downgrade():
    op.drop_table("offers")
"""
PRICES_0002 = """\
import sqlalchemy as sa
from alembic import op

revision = "prices_0002"
down_revision = "prices_0001"


def upgrade():
    with op.batch_alter_table("prices") as table:
        table.add_column(sa.Column("note", sa.Text))


def downgrade():
    with op.batch_alter_table("prices") as table:
        table.drop_column("note")
"""
WITH_NOTES = TABLES.replace('Column("amount"', 'Column("note", Text),\n    Column("amount"').replace(
    "Table\n", "Table, Text\n"
)
WITH_CLIENTS = f'{TABLES}Table("clients", metadata, Column("id", Integer, primary_key=True))\n'
FIRST, SECOND = "migrations/versions/prices_0001.py", "migrations/versions/prices_0002.py"

PRICES = Migrations(("prices_0001",))
Migrate = Callable[..., CheckResult]


@pytest.fixture
def migrate(sample: Path, prove: Prove) -> Migrate:
    """Proves the feature of prices, with the `files` given over its migration; the answer is the migrations' result."""
    write(
        sample,
        {
            "alembic.ini": "[alembic]\nscript_location = %(here)s/migrations\n",
            "migrations/env.py": ENV,
            "migrations/versions/offers_0001.py": OFFERS_0001,
        },
    )

    def run(files: dict[str, str] | None = None, migrations: tuple[Migrations, ...] = (PRICES,)) -> CheckResult:
        after = {"src/shop/tables.py": TABLES, FIRST: PRICES_0001, **(files or {})}
        return prove(after, skip=only("migrations"), migrations=migrations)["migrations"]

    return run


@pytest.fixture
def migrate_next(migrate: Migrate) -> Migrate:
    """As `migrate`, where the first migration has landed before and a second one is new."""

    def run(second: str) -> CheckResult:
        files = {"src/shop/tables.py": WITH_NOTES, SECOND: second}
        return migrate(files, (Migrations(("prices_0001", "prices_0002"), "prices_0001"),))

    return run


def test_a_project_without_migrations_has_none_to_check(prove: Prove) -> None:
    result = prove(skip=only("migrations"))["migrations"]
    assert (result.status, result.detail) == ("skipped", "no migrations here")


def test_sound_migrations_go_up_and_down_and_up_again_also_where_others_depend_on_them(migrate: Migrate) -> None:
    result = migrate()
    assert (result.status, result.output) == ("passed", "")
    assert result.detail == "SQLite: upgrade heads, downgrade prices_0001@base, upgrade heads, check"


def test_two_heads_that_know_nothing_of_each_other_are_fine(migrate: Migrate) -> None:
    foreign_key = '        sa.Column("price_id", sa.Integer, sa.ForeignKey("prices.id")),\n'
    clients = OFFERS_0001.replace('depends_on = "prices_0001"\n', "").replace(foreign_key, "")
    files = {
        "src/shop/tables.py": WITH_CLIENTS,
        "migrations/versions/clients_0001.py": clients.replace("offers", "clients"),
    }
    assert migrate(files).status == "passed"


def test_a_feature_without_tables_leaves_the_migrations_of_others_alone(migrate: Migrate) -> None:
    result = migrate(migrations=())
    assert (result.status, result.detail) == ("skipped", "the feature has no tables")


def test_a_column_that_no_migration_makes_is_told_with_its_table(migrate: Migrate) -> None:
    result = migrate({"src/shop/tables.py": WITH_NOTES})
    expected = "column prices.note is in the models, and no migration makes it"
    assert (result.status, result.detail) == ("failed", f"SQLite, check: {expected}")
    assert result.output == expected


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ('sa.Column("amount", sa.Integer, nullable=True)', "column prices.amount: nullable is True by the migrations"),
        ('sa.Column("amount", sa.Text, nullable=False)', "column prices.amount: type is TEXT() by the migrations"),
        (
            'sa.Column("amount", sa.Integer, nullable=False), sa.Column("tax", sa.Integer)',
            "column prices.tax is made by a migration, and not in the models",
        ),
        (
            'sa.Column("amount", sa.Integer, nullable=False, index=True)',
            "index prices.ix_prices_amount is made by a migration, and not in the models",
        ),
        (
            'sa.Column("amount", sa.Integer, nullable=False), sa.UniqueConstraint("amount", name="once")',
            "constraint prices.once is made by a migration, and not in the models",
        ),
    ],
)
def test_every_other_difference_to_the_models_is_told_too(migrate: Migrate, made: str, told: str) -> None:
    text = PRICES_0001.replace('sa.Column("amount", sa.Integer, nullable=False)', made)
    assert migrate({FIRST: text}).output.startswith(told)


def test_a_table_that_no_migration_makes_is_told(migrate: Migrate) -> None:
    result = migrate({"src/shop/tables.py": WITH_CLIENTS})
    assert result.output == "table clients is in the models, and no migration makes it"


def test_a_migration_that_can_not_go_down_fails_with_its_line(migrate: Migrate) -> None:
    result = migrate(
        {FIRST: PRICES_0001.replace('op.drop_table("prices")', 'raise NotImplementedError("no way back")')}
    )
    assert result.status == "failed"
    assert result.detail == "SQLite, downgrade prices_0001@base: NotImplementedError: no way back"
    assert f'File "{FIRST}", line 19, in downgrade' in result.output
    assert "site-packages" not in result.output


def test_a_migration_that_leaves_a_table_when_it_goes_down_can_not_come_up_again(migrate: Migrate) -> None:
    result = migrate({FIRST: PRICES_0001.replace('op.drop_table("prices")', "pass")})
    assert result.status == "failed"
    assert result.detail.startswith("SQLite, upgrade heads: ")
    assert "table prices already exists" in result.detail


def test_a_migration_that_is_not_python_fails(migrate: Migrate) -> None:
    result = migrate({FIRST: PRICES_0001 + "def\n"})
    assert (result.status, result.detail) == ("failed", "SQLite, upgrade heads: SyntaxError: invalid syntax")
    assert f'File "{FIRST}", line 20' in result.output


def test_a_migration_that_ends_python_is_no_pass(migrate: Migrate) -> None:
    text = PRICES_0001.replace("def upgrade():\n", "def upgrade():\n    import os\n\n    os._exit(0)\n")
    result = migrate({FIRST: text})
    assert (result.status, result.detail) == ("failed", "it ended before Alembic did")


def test_what_landed_goes_to_the_next_revision_and_back_with_rows(migrate_next: Migrate) -> None:
    result = migrate_next(PRICES_0002)
    steps = "upgrade heads, downgrade prices_0001, upgrade heads, check"
    assert result.status == "passed"
    assert result.detail.endswith(f"upgrade prices_0001, insert, {steps}")


def test_a_next_migration_that_only_works_on_empty_tables_fails(migrate_next: Migrate) -> None:
    refuses = 'def upgrade():\n    assert not op.get_bind().scalar(sa.text("SELECT count(*) FROM prices")), "in use"\n'
    result = migrate_next(PRICES_0002.replace("def upgrade():\n", refuses))
    assert (result.status, result.detail) == ("failed", "SQLite, upgrade heads: AssertionError: in use")


def test_the_database_that_the_settings_name_is_not_touched(migrate: Migrate, sample: Path) -> None:
    before = sorted(sample.rglob("*"))
    assert migrate().status == "passed"
    assert sorted(sample.rglob("*")) == before
