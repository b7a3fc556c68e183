"""Migrations of tables that are in use, on PostgreSQL: nobody waits while rows are read, and nothing is lost midway."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from petsage_builder.foundation import migrations
from petsage_builder.foundation.testing import new_postgresql_database

from .test_migrations import ZOO, Place, begin, change, tables, zoo

LATER = (
    ZOO.replace("an optional nickname", "a nickname").replace("cat or other", "cat, bird or other")
    + """
    A pet's nickname starts as "none". A pet's name is unique ignoring case. A visit's reason is unique per pet.
    A pet has an optional code and a chip. A pet's chip is made from its name.
    If a pet's species is bird, its code must be given.
    A keeper has a name. A pet may belong to a keeper. A visit has a fee in EUR. A visit's fee starts as 5.
    Visits are listed by reason. Pets can be filtered by species.
"""
)
"""All that a table in use can get."""

BESIDE_READERS = (
    ZOO.replace("cat or other", "cat, bird or other")
    + """
    A pet has an optional code. If a pet's species is bird, its code must be given.
    A keeper has a name. A pet may belong to a keeper. Pets can be filtered by species.
"""
)
"""What needs a table for itself only for a moment, in the first of its migrations."""


class Interrupted(Exception):
    """A migration ends here."""


@pytest.fixture(scope="module")
def url() -> str:
    return new_postgresql_database()


@pytest.fixture
def place(url: str, tmp_path: Path) -> Iterator[Place]:
    """A database of pets and visits."""
    place = Place(url, tmp_path / "migrations")
    begin(place, zoo())
    place.up()
    place.insert(tables(zoo()))
    yield place
    place.clear()


@contextmanager
def told(before: int | str = -1) -> Iterator[list[str]]:
    """What databases are told that isn't only looking, up to the one of the number `before`, or that has it in it."""
    statements: list[str] = []

    def tell(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if re.match("SELECT|SHOW|SET|WITH|ROLLBACK", statement) is None:
            if before in statement if isinstance(before, str) else before == len(statements):
                raise Interrupted
            statements.append(" ".join(statement.split()))

    sa.event.listen(sa.Engine, "before_cursor_execute", tell)
    try:
        yield statements
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", tell)


def test_what_reads_or_writes_every_row_leaves_a_table_in_use(place: Place) -> None:
    change(place, zoo(), zoo(LATER))

    with told() as statements:
        place.up()

    in_use = [one for one in statements if re.match(r"(ALTER TABLE|UPDATE|CREATE.* ON) (pets|visits) |DROP INDEX", one)]
    in_use += [one for one in statements if "INDEX" in one and re.search(" ON (pets|visits) ", one)]
    bad = [
        one
        for one in in_use
        if ("INDEX" in one and "CONCURRENTLY" not in one and "USING INDEX" not in one)
        or (" ADD CONSTRAINT " in one and "NOT VALID" not in one and "USING INDEX" not in one)
        or (" REFERENCES " in one and "NOT VALID" not in one)
        or (" ADD COLUMN " in one and "NOT NULL" in one and " DEFAULT " not in one)
    ]
    assert bad == []
    required = [number for number, one in enumerate(statements) if one.endswith("SET NOT NULL")]
    assert [statements[number - 1][-len("VALIDATE CONSTRAINT is_given") :] for number in required] == [
        "VALIDATE CONSTRAINT is_given"
    ] * 3
    assert place.differences(tables(zoo(LATER))) == []
    assert place.found("SELECT conname FROM pg_constraint WHERE NOT convalidated") == []


def test_a_reader_who_does_not_end_holds_up_nothing_of_the_second_migration(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "PATIENCE", "1s")
    first, second = change(place, zoo(), zoo(BESIDE_READERS))

    place.up(first)
    with place.locking("pets"):
        place.up(second)

    assert place.differences(tables(zoo(BESIDE_READERS))) == []


def test_a_migration_that_is_interrupted_before_any_of_its_steps_goes_on_from_there(place: Place) -> None:
    first, _ = change(place, zoo(), zoo(LATER))
    place.up(first)
    steps = 0
    while place.found(f"SELECT 1 FROM alembic_version WHERE version_num = '{first}'"):
        with told(before=steps) as statements, suppress(Interrupted):
            place.up()
        steps += 1

    assert steps == len(statements) + 1
    assert place.differences(tables(zoo(LATER))) == []
    assert place.found("SELECT conname FROM pg_constraint WHERE NOT convalidated OR conname = 'is_given'") == []
    assert [row["nickname"] for row in place.rows(tables(zoo(LATER)))["pets"]] == ["a", "none"]


def test_an_index_that_was_left_half_made_is_made_anew(place: Place) -> None:
    first, _ = change(place, zoo(), zoo(BESIDE_READERS))
    place.up(first)
    place.run("CREATE INDEX ix_pets_keeper_id ON pets (keeper_id)")
    place.run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_pets_keeper_id'::regclass")

    place.up()

    assert place.found("SELECT indexrelid FROM pg_index WHERE NOT indisvalid") == []


def test_a_change_that_came_half_way_can_be_taken_back(place: Place) -> None:
    structure = place.structure()
    first, _ = change(place, zoo(), zoo(LATER))
    place.up(first)
    with told(before="ALTER TABLE visits ADD CONSTRAINT uq_"), suppress(Interrupted):
        place.up()
    assert place.found("SELECT 1 FROM pg_indexes WHERE indexname LIKE 'uq_visits%'")

    place.down("zoo_0001")

    assert place.structure() == structure
