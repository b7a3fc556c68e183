"""A feature's migrations, run by Alembic on SQLite and on PostgreSQL: rows stay whole, models agree with tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from petsage_builder.foundation import migrations
from petsage_builder.foundation.migrations import engine_for
from petsage_builder.foundation.testing import new_postgresql_database
from petsage_builder.language.parse import parse
from petsage_builder.project.formatting import format_files
from petsage_builder.rendering.migration import render_first, render_next
from petsage_builder.schema.change import Rewrite
from petsage_builder.schema.changes import (
    changes_between,
    fills_of,
    in_both,
    losses_between,
    problems_between,
)
from petsage_builder.schema.looks import narrowed
from petsage_builder.schema.table import Column, Table
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms.column import ColumnType

from .language.test_requests import built
from .tables import USERS, metadata_of, rows_of, structure_of

Tables = Sequence[Table]

CORE = "petsage_builder.foundation"
ENV = f"""
from alembic import context
from {CORE}.migrations import run_migrations

run_migrations(context.config.get_main_option("sqlalchemy.url"), context.config.attributes["metadata"])
"""

ZOO = """
    A pet has a name, a species, an optional nickname and a weight in kg, and belongs to a user, its owner.
    A pet's name is text of at most 80 characters. A pet's species is one of dog, cat or other.
    A pet's weight is a number from 0 to 99. Pets are listed by name.
    A visit has a reason and belongs to a pet. Access to a visit follows its pet.
    Only its owner can see or change a pet.
    A pet may belong to a pet, its mother.
"""
"""A thing with children, which refers to itself as well."""

CHANGES = {
    "a longer text": ("at most 80 characters", "at most 120 characters"),
    "a text without a limit": ("Pets are", "A pet's nickname is long text. Pets are"),
    "more digits": ("0 to 99", "0 to 9999"),
    "another word": ("dog, cat or other", "dog, cat, bird or other"),
    "not required any more": ("a species,", "an optional species,"),
    "a new optional field": ("an optional nickname", "an optional nickname, an optional note"),
    "a new optional choice": (
        "an optional nickname",
        "an optional nickname, an optional mood. A pet's mood is one of good or bad. A pet has an optional age count",
    ),
    "unique among what is not deleted": (
        "A pet has a name",
        "A deleted pet can be restored for 9 days. A pet has a unique name",
    ),
    "unique": ("A pet has a name", "A pet has a unique name"),
    "unique regardless of capitals": (
        "A pet has a name",
        "A pet's name is unique regardless of capitals. A pet's nickname is unique per owner ignoring case. "
        "A pet has a name",
    ),
    "unique together": (
        "A visit has a reason",
        "A visit has a reason. A visit's reason is unique per pet. A visit has an optional code",
    ),
    "another order": ("listed by name", "listed by species"),
    "another end": ("A visit has", "A pet with pets cannot be deleted. A visit has"),
    "a new table": (
        "A visit has a reason",
        "A toy has a name and belongs to a pet. A pet may belong to a toy, its favourite. A visit has a reason",
    ),
    "kept and restored": (
        "A visit has",
        "A deleted pet can be restored for 9 days. Every change to a pet is kept. A visit has",
    ),
    "given in some cases": (
        "Pets are",
        "A pet has a size and an optional code. A pet's size is one of big or small, and starts as big. "
        "If a pet's species is dog, its nickname must be given. If a pet's size is small, its code must be given. "
        "Pets are",
    ),
    "states": ("A visit has", "A pet is here or gone. A pet that is here can be gone. A visit has"),
}


class Place:
    """A database, and the migrations that are run on it."""

    def __init__(self, url: str, folder: Path) -> None:
        self._engine = engine_for(url)
        self._config = Config()
        self._config.set_main_option("sqlalchemy.url", url)
        self._config.set_main_option("script_location", str(folder))
        self._config.attributes["metadata"] = metadata_of([])
        self._versions = folder / "versions"
        self._versions.mkdir(parents=True)
        (folder / "env.py").write_text(ENV)

    def add(self, name: str, text: str) -> None:
        (self._versions / f"{name}.py").write_text(text)

    def up(self, to: str = "heads") -> None:
        command.upgrade(self._config, to)

    @property
    def dialect(self) -> str:
        """The kind of database."""
        return self._engine.dialect.name

    @contextmanager
    def locking(self, table: str) -> Iterator[None]:
        """Somebody else reads a table, in a transaction that goes on."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
            yield

    def down(self, to: str) -> None:
        command.downgrade(self._config, to)

    def run(self, statement: str) -> None:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(statement)

    def insert(self, tables: Tables) -> None:
        metadata = metadata_of(tables)
        with self._engine.begin() as connection:
            for name, rows in rows_of(tables):
                connection.execute(sa.insert(metadata.tables[name]), rows)

    def add_rows(self, tables: Tables, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Inserts rows of one's own, by the names of their tables, each after those that it refers to."""
        metadata = metadata_of(tables)
        with self._engine.begin() as connection:
            for name, some in rows.items():
                connection.execute(sa.insert(metadata.tables[name]), some)

    def found(self, query: str) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(sa.text(query)).all()

    def rows(self, tables: Tables) -> dict[str, list[Any]]:
        """The rows of each table in the columns that are named."""
        metadata = metadata_of(tables)
        with self._engine.connect() as connection:
            return {
                table.name: [
                    dict(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()
                ]
                for table in metadata.tables.values()
            }

    def differences(self, tables: Tables) -> list[Any]:
        """What `alembic check` would find."""
        with self._engine.connect() as connection:
            options = {"target_metadata": (metadata := metadata_of(tables)), "compare_server_default": True}
            found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
            return found

    def structure(self) -> dict[str, Any]:
        with self._engine.connect() as connection:
            return structure_of(connection)

    def create(self, tables: Tables) -> None:
        """Creates the tables without any migration."""
        with self._engine.begin() as connection:
            metadata_of(tables).create_all(connection)

    def clear(self) -> None:
        """Drops whatever is there."""
        if self._engine.dialect.name == "sqlite":
            Path(str(self._engine.url.database)).unlink()
            return
        with self._engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")


@pytest.fixture(scope="session")
def postgresql_url() -> str:
    return new_postgresql_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path}/test.db", tmp_path / "migrations")
        return
    place = Place(request.getfixturevalue("postgresql_url"), tmp_path / "migrations")
    yield place
    place.clear()


def zoo(text: str = ZOO) -> FeatureSpec:
    return parse(text, feature="zoo", description="Animals.", known={})


def tables(spec: FeatureSpec) -> list[Table]:
    """Users and the tables of a feature."""
    return [USERS, *tables_of(spec)]


def begin(place: Place, spec: FeatureSpec) -> None:
    """Has users, and a feature's first migration."""
    place.add("identity_0001", render_first("identity", [USERS], (), CORE))
    place.add("zoo_0001", render_first("zoo", tables_of(spec), ("identity_0001",), CORE))


def change(place: Place, before: FeatureSpec, after: FeatureSpec) -> list[str]:
    """Has the migrations that a changed request becomes; what they are called."""
    changes = changes_between(tables_of(before), tables_of(after), fills_of(after))
    made = render_next("zoo", 2, changes, (), CORE, follows=["zoo_0001"])
    for migration in made:
        place.add(*migration)
    return [migration.revision for migration in made]


@pytest.mark.filterwarnings("ignore:Cannot correctly sort tables")
@pytest.mark.parametrize("words", CHANGES.values(), ids=CHANGES)
def test_a_change_keeps_every_row_and_its_opposite_does_too(place: Place, words: tuple[str, str]) -> None:
    before, after = zoo(), zoo(ZOO.replace(*words))
    begin(place, before)
    place.up()
    place.insert(tables(before))
    rows = place.rows(tables(before))
    change(place, before, after)

    place.up()
    assert place.rows(tables(before)) == rows
    assert place.differences(tables(after)) == []
    upgraded = place.structure()
    place.down("zoo_0001")
    assert place.rows(tables(before)) == rows
    assert place.differences(tables(before)) == []
    place.up()
    assert place.structure() == upgraded

    place.clear()
    place.create(tables(after))
    assert place.structure() == upgraded


def test_a_number_with_more_decimals_keeps_its_value(place: Place) -> None:
    before, after = zoo(), zoo(ZOO.replace("from 0 to 99", "from 0 to 999 with 4 decimals"))
    begin(place, before)
    place.up()
    place.insert(tables(before))
    weights = [row["weight"] for row in place.rows(tables(before))["pets"]]
    change(place, before, after)

    place.up()
    widened = [row["weight"] for row in place.rows(tables(after))["pets"]]
    assert (widened, [str(weight) for weight in widened]) == (weights, [f"{weight}00" for weight in weights])
    assert place.differences(tables(after)) == []
    place.down("zoo_0001")
    assert [row["weight"] for row in place.rows(tables(before))["pets"]] == weights
    assert place.differences(tables(before)) == []


def test_a_choice_that_is_written_otherwise_is_so_in_every_row(place: Place) -> None:
    before, after = (
        zoo(ZOO.replace("cat or other", '"big cat" or Other')),
        zoo(ZOO.replace("cat or", "big cat, fox or")),
    )
    begin(place, before)
    place.up()
    place.insert(tables(before))
    kept = [row["species"] for row in place.rows(tables(before))["pets"]]
    change(place, before, after)

    place.up()
    respelled = {"dog": "dog", "big cat": "big_cat", "Other": "other"}
    assert [row["species"] for row in place.rows(tables(after))["pets"]] == [respelled[word] for word in kept]
    assert "Other" in kept
    assert place.differences(tables(after)) == []
    place.down("zoo_0001")
    assert [row["species"] for row in place.rows(tables(before))["pets"]] == kept


def test_words_in_another_order_change_nothing() -> None:
    before, after = zoo(), zoo(ZOO.replace("dog, cat or other", "other, cat or dog"))

    assert changes_between(tables_of(before), tables_of(after), {}) == []


def test_rows_get_the_value_that_a_new_required_field_starts_as(place: Place) -> None:
    fields = {
        "motto": ('text and starts as "be good"', "be good"),
        "rank": ("a whole number and starts as 3", 3),
        "height": ("a number with 2 decimals and starts as 0.5", Decimal("0.50")),
        "pace": ("one of slow or fast and starts as fast", "fast"),
        "arrival": ("a date and starts as 2026-01-31", date(2026, 1, 31)),
        "meal": ("a time of day and starts at 08:00", time(8)),
        "nap": ("a duration and starts as 30 minutes", timedelta(minutes=30)),
        "flag": ("yes or no and starts as yes", True),
        "extra": ("a list of texts and starts as empty", []),
    }
    nouns = ", ".join(f"a {name}" for name in fields)
    sentences = [f"A pet has {nouns} and a due date.", "A pet's due date starts as today. A pet is here or gone."]
    sentences += [f"A pet's {name} is {type_}." for name, (type_, _) in fields.items()]
    sentences += ["A pet that is here can be gone."]
    before, after = zoo(), zoo("\n".join([ZOO, *sentences]))
    begin(place, before)
    place.up()
    place.insert(tables(before))
    change(place, before, after)

    place.up()

    expected = {name: value for name, (_, value) in fields.items()} | {"status": "here"}
    for row in place.rows(tables(after))["pets"]:
        assert {name: row[name] for name in expected} == expected
        assert isinstance(row["due_date"], date)
    assert place.differences(tables(after)) == []
    place.down("zoo_0001")
    assert place.differences(tables(before)) == []


def test_rows_without_a_value_get_what_the_field_starts_as_once_it_is_required(place: Place) -> None:
    before = zoo()
    after = zoo(ZOO.replace("an optional nickname", "a nickname") + 'A pet\'s nickname is text and starts as "none".')
    begin(place, before)
    place.up()
    place.insert(tables(before))
    change(place, before, after)

    place.up()

    assert [row["nickname"] for row in place.rows(tables(after))["pets"]] == ["a", "none"]
    assert place.differences(tables(after)) == []


@pytest.mark.parametrize("before", [ZOO, f"{ZOO} A pet has an optional unique handle."], ids=["new", "optional before"])
def test_rows_get_a_name_that_is_made_from_a_text_of_theirs(place: Place, before: str) -> None:
    old, new = zoo(before), zoo(f"{ZOO} A pet has a handle. A pet's handle is made from its name.")
    begin(place, old)
    place.up()
    place.insert(tables(old))
    place.run("UPDATE pets SET name = CASE name WHEN 'a' THEN 'Ünder  the sea!' ELSE 'under the SEA' END")
    if "handle" in before:
        place.run("UPDATE pets SET handle = NULL")
    change(place, old, new)

    place.up()

    made = [(row["handle"], row["id"].hex) for row in place.rows(tables(new))["pets"]]
    assert [name for name, _ in made] == ["under-the-sea", f"under-the-sea-{made[1][1][-6:]}"]
    assert place.differences(tables(new)) == []
    place.down("zoo_0001")
    assert place.differences(tables(old)) == []


def test_a_migration_that_only_renames_in_what_is_kept_imports_no_more_than_that_needs() -> None:
    swapped = (("a", "b"), ("b", "a"))
    ((_, text),) = render_next("zoo", 2, (), (), CORE, follows=["zoo_0001"], first=[Rewrite("pet_revisions", swapped)])

    assert [line for line in text.splitlines() if "import" in line] == ["from alembic import op"]


def test_the_name_of_a_migration_tells_what_it_does_and_several_are_followed_by_one() -> None:
    changes = [Rewrite("pet_revisions", (("a", name),)) for name in ("b", "c")]
    made = (render_next("zoo", 2, (), (), CORE, follows=["zoo_0001"], first=[change]) for change in changes)
    (one,), (other,) = made
    (both,) = render_next("zoo", 3, (), (), CORE, follows=[one.revision, other.revision])

    assert one.revision != other.revision
    assert f'down_revision = ("{one.revision}", "{other.revision}")' in both.text.replace("'", '"')


def test_a_first_migration_that_fails_leaves_nothing(place: Place) -> None:
    begin(place, zoo())
    place.up("identity_0001")
    before = place.structure()
    text = render_first("zoo", tables_of(zoo()), ("identity_0001",), CORE)
    place.add("zoo_0001", text.replace("\n\n\ndef downgrade", "\n    op.drop_table('nowhere')\n\n\ndef downgrade"))

    with pytest.raises(DBAPIError):
        place.up()

    assert place.structure() == before


def test_a_unique_constraint_that_rows_break_changes_nothing(place: Place) -> None:
    before = zoo()
    after = zoo(
        ZOO.replace("A pet has a name", "A pet has an optional note, a unique weight in kg and a name").replace(
            " and a weight in kg", ""
        )
    )
    begin(place, before)
    place.up()
    place.insert(tables(before))
    place.run("UPDATE pets SET weight = 1")
    rows, structure = place.rows(tables(before)), place.structure()
    change(place, before, after)

    with pytest.raises(ValueError, match=r"rows of pets are the same in weight: .* and .*, of 2"):
        place.up()

    assert place.rows(tables(before)) == rows
    assert place.structure() == structure


def test_texts_that_are_one_regardless_of_capitals_stop_a_migration_and_others_are_folded(place: Place) -> None:
    before = zoo()
    after = zoo(ZOO.replace("A pet has", "A pet's name is unique regardless of capitals. A pet has"))
    begin(place, before)
    place.up()
    place.insert(tables(before))
    place.run("UPDATE pets SET name = CASE name WHEN 'a' THEN 'Straße' ELSE 'STRASSE' END")
    rows, structure = place.rows(tables(before)), place.structure()
    change(place, before, after)

    with pytest.raises(ValueError, match=r"rows of pets are the same in name_folded: .* and .*, of 2"):
        place.up()
    assert (place.rows(tables(before)), place.structure()) == (rows, structure)

    place.run("UPDATE pets SET name = 'ÄRGER' WHERE name = 'STRASSE'")
    place.up()
    assert {row["name"]: row["name_folded"] for row in place.rows(tables(after))["pets"]} == {
        "Straße": "strasse",
        "ÄRGER": "ärger",
    }


def test_requests_become_migrations_that_agree_with_the_models(place: Place) -> None:
    specs = [spec for spec, _ in built()]
    place.add("identity_0001", render_first("identity", [USERS], (), CORE))
    for number, spec in enumerate(specs):
        before = specs[number - 1].feature + "_0001" if number else "identity_0001"
        place.add(f"{spec.feature}_0001", render_first(spec.feature, tables_of(spec), (before,), CORE))
    everything = [USERS, *(table for spec in specs for table in tables_of(spec))]

    place.up()
    assert place.differences(everything) == []
    upgraded = place.structure()
    place.down("base")
    assert place.structure() == {}
    place.create(everything)
    assert place.structure() == upgraded


def test_names_that_are_too_long_for_a_database_are_cut_alike(place: Place) -> None:
    thing, one, two = (letter * 30 for letter in "abc")
    text = f"A {thing} has a {one} and a {two}. A {thing} belongs to a user, its owner. Anyone can see {thing}s."
    more = f"""
        A {thing}'s {one} and {two} are unique together per owner.
        {thing}s are listed by {one}. A {thing} has an optional {"d" * 30} and an optional {"e" * 30}.
        A {thing}'s {"d" * 30} is one of so or so so. If a {thing}'s {"d" * 30} is so, its {"e" * 30} must be given.
    """
    before, after = zoo(text), zoo(text + more)
    begin(place, before)
    change(place, before, after)

    place.up()
    assert place.differences(tables(after)) == []
    place.down("zoo_0001")
    assert place.differences(tables(before)) == []


REFUSED = {
    "is new and required, but rows have no value for it yet": (
        "an optional nickname",
        "an optional nickname, a colour",
    ),
    "would be rounded from 2 decimals to 1": ("from 0 to 99", "from 0 to 99 with 1 decimal"),
    "would change from string to day": ("Pets are", "A pet's nickname is a date. Pets are"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_rows_cannot_follow_is_told_with_the_reason(reason: str) -> None:
    before, after = zoo(), zoo(ZOO.replace(*REFUSED[reason]))

    (problem,) = problems_between(tables_of(before), tables_of(after), fills_of(after))
    assert reason in str(problem)
    assert problem.advice


def test_every_reason_is_told_at_once() -> None:
    after = zoo(
        ZOO.replace("an optional nickname", "an optional nickname, a colour").replace("99", "99 with 1 decimal")
    )

    problems = problems_between(tables_of(zoo()), tables_of(after), {})
    assert [problem.place for problem in problems] == ["pet, weight", "pet, colour"]


@pytest.mark.parametrize(
    ("said", "now", "where", "sqlite"),
    [
        ("an optional nickname", "a nickname", "nickname IS NULL", ""),
        ("80 characters", "40 characters", "length(name) > 40", ""),
        ("dog, cat or other", "dog or other", "species IN ('cat')", ""),
        ("from 0 to 99", "from 0 to 9 with 3 decimals", "weight > 9", "weight > 900"),
        (
            "Pets are",
            "If a pet's species is dog or cat, its nickname must be given. Pets are",
            "species IN ('cat', 'dog') AND nickname IS NULL",
            "",
        ),
        (
            "Pets are",
            "A pet is here or gone. A pet that is here can be gone. If a pet is here, its nickname must be given. "
            "Pets are",
            "nickname IS NULL",
            "",
        ),
        (
            "Pets are",
            "A pet has an optional code. If a pet's species is other, its code must be given. Pets are",
            "species IN ('other')",
            "",
        ),
    ],
)
def test_a_migration_looks_for_rows_that_have_no_place_any_more(said: str, now: str, where: str, sqlite: str) -> None:
    before, after = zoo(), zoo(ZOO.replace(said, now))
    both = in_both(tables_of(before), tables_of(after))

    (look,) = narrowed(before, after, {new.name: (old, new) for old, new in both}, fills_of(after))
    assert (look.table, look.where, look.sqlite) == ("pets", where, sqlite)


STAYS = """
    A stay has a start date and an optional end date. A stay's end date is after its start date.
    A stay is wanted or confirmed. A wanted stay can be confirmed. A deleted stay can be restored for 9 days.
    A room has a name. A stay belongs to a room.
"""
ALONE = "Confirmed stays of a room do not overlap between their start date and end date."


def test_a_migration_finds_the_rows_that_overlap_others(place: Place) -> None:
    before, after = zoo(STAYS), zoo(STAYS + ALONE)
    tables = tables_of(before)
    place.create(tables)
    rows = dict(rows_of(tables))
    room, other = (row["id"] for row in rows["rooms"])
    days = [(1, 5, room), (5, 9, room), (8, None, room), (20, 22, room), (8, 9, other), (3, 4, room), (2, 3, room)]
    stays = [
        {**rows["stays"][0], "id": UUID(int=number), "status": "confirmed", "room_id": room_id, "deleted_at": None,
         "start_date": date(2026, 1, start), "end_date": date(2026, 1, end) if end else None}
        for number, (start, end, room_id) in enumerate(days, 1)
    ]  # fmt: skip
    stays[5]["status"], stays[6]["deleted_at"] = "wanted", stays[6]["created_at"]
    place.add_rows(tables, {"rooms": rows["rooms"], "stays": stays})

    (look,) = narrowed(before, after, {table.name: (table, table) for table in tables}, fills_of(after))
    found = place.found(f"SELECT id FROM stays WHERE {look.where}")

    assert sorted(UUID(str(row.id)).int for row in found) == [2, 3, 4]
    assert list(narrowed(after, after, {table.name: (table, table) for table in tables}, fills_of(after))) == []


@pytest.mark.parametrize(
    ("said", "key"), [(", an optional nickname", "pet.nickname"), (ZOO.splitlines()[4] + "\n", "visit")]
)
def test_what_is_dropped_has_a_name(said: str, key: str) -> None:
    (loss,) = losses_between(tables_of(zoo()), tables_of(zoo(ZOO.replace(said, ""))))

    assert loss.key == key


FIRST = '''\
"""Create pets."""

import sqlalchemy as sa
from alembic import op
from petsage.core.columns import Day, Exact, Identifier, Instant, one_of

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
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("species", one_of("dog", "cat", name="petspecies"), nullable=False),
        sa.Column("birth_date", Day()),
        sa.Column("weight", Exact(12, 2), nullable=False),
        sa.Column("microchip", sa.String(15), nullable=False, unique=True),
        sa.Column("owner_id", Identifier(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Index(None, "owner_id", "name", "id"),
    )


def downgrade() -> None:
    op.drop_table("pets")
'''


def test_a_migration_reads_as_if_written_by_hand() -> None:
    spec = zoo("""
        A pet has a name, a species, an optional birth date, a weight in kg and a unique microchip.
        A pet's species is one of dog or cat. A pet's microchip is text of 15 digits.
        A pet belongs to a user, its owner. Only its owner can see or change a pet. Pets are listed by name.
    """)
    text = render_first("pets", tables_of(spec), ("identity_0001",), "petsage.core")

    assert format_files({"pets_0001.py": text}, {"ruff.toml": "line-length = 120"})["pets_0001.py"] == FIRST


FROZEN = {
    "identifier": ("VARCHAR(36)", "UUID"),
    "instant": ("VARCHAR(32)", "TIMESTAMP WITH TIME ZONE"),
    "day": ("VARCHAR(10)", "DATE"),
    "time of day": ("VARCHAR(15)", "TIME WITHOUT TIME ZONE"),
    "duration": ("BIGINT", "BIGINT"),
    "exact": ("BIGINT", "NUMERIC(7, 2)"),
    "document": ("JSON", "JSONB"),
    "choice": ("VARCHAR(40)", "VARCHAR(40)"),
}


def test_the_types_that_migrations_import_mean_what_they_meant_when_those_were_written() -> None:
    """Migrations run again on every new database: a type that shall mean something else needs a new name."""
    table = Table("things", "thing", "entity", tuple(
        Column(kind, ColumnType(kind, digits=7, decimals=2, values=("a", "b"), name="kind"), nullable=True)  # type: ignore[arg-type]
        for kind in FROZEN
    ))  # fmt: skip
    columns = metadata_of([table]).tables["things"].columns
    dialects: list[Any] = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
    written = {column.name: tuple(map(column.type.compile, dialects)) for column in columns}
    assert written == FROZEN


def test_a_required_column_with_a_constant_is_added_at_once(place: Place) -> None:
    before = zoo()
    after = zoo(ZOO + "A pet has a rank. A pet's rank is a whole number and starts as 3.")
    changes = changes_between(tables_of(before), tables_of(after), fills_of(after))
    ((_, text),) = render_next("zoo", 2, changes, ("identity_0001",), CORE, follows=["zoo_0001"])
    assert "_fill(" not in text
    assert 'nullable=False, server_default=sa.text("3")' in text.replace("'", '"')
    begin(place, before)
    place.up()
    place.insert(tables(before))
    change(place, before, after)
    place.up()
    assert [row["rank"] for row in place.rows(tables(after))["pets"]] == [3, 3]
    assert place.differences(tables(after)) == []
    assert all("3" not in facts for facts in place.structure()["pets"] if "'rank'" in facts and "INTEGER" in facts)


def test_a_migration_waits_briefly_for_a_table_that_is_not_free(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    if place.dialect != "postgresql":
        return
    monkeypatch.setattr(migrations, "PATIENCE", "200ms")
    begin(place, zoo())
    place.up()
    change(place, zoo(), zoo(ZOO + "A pet has an optional rank. A pet's rank is a whole number."))
    with place.locking("pets"), pytest.raises(DBAPIError, match="lock timeout"):
        place.up()
    place.up()
