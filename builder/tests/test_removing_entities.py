"""Taking a feature with tables out: nothing that refers to it breaks, and no row goes without a word."""

import re
import shutil
from pathlib import Path

import pytest

from petsage_builder import remove as removal
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.project import Project

from .conftest import Petsage, tree
from .databases import ProjectDatabase

PETS = """
feature: pets
description: The animals that people care for.
requirements: |
  A pet has a name and a species.
  A pet's species is one of dog, cat or other.
  A pet belongs to a user, its owner.
  Only its owner can see, change or delete a pet."""
VISITS = """
feature: visits
description: Visits to the vet.
requirements: |
  A visit has a reason and belongs to a pet.
  Access to a visit follows its pet.
"""
TOYS = """
  A toy has a name and belongs to a pet.
  Access to a toy follows its pet.
"""
SERVICE = "src/petsage/features/pets/service.py"
OWN_MIGRATION = """
revision = "chips_0001"
down_revision = None
branch_labels = ("chips",)
depends_on = ("pets_0001",)


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
"""

Steps = dict[str, Path]


@pytest.fixture(scope="module")
def steps(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """A project as it was new, then with pets, with their database, and with toys and with visits in it."""
    folder = tmp_path_factory.mktemp("removing")
    assert petsage("new", folder / "new", "--blueprint", "feature-src").code == 0
    for before, after, request in (("new", "pets", PETS), ("pets", "toys", PETS + TOYS), ("pets", "visits", VISITS)):
        shutil.copytree(folder / before, folder / after)
        outcome = petsage("build", request, "--project", folder / after)
        assert outcome.code == 0, outcome.out + outcome.err
    shutil.copytree(folder / "pets", folder / "applied")
    _with_tables(ProjectDatabase.of_kind("sqlite", folder / "applied"))
    return {path.name: path for path in folder.iterdir()}


def _with_tables(database: ProjectDatabase) -> ProjectDatabase:
    """The database with every table and a user."""
    database.alembic("upgrade", "heads")
    database.add_alice()
    return database


@pytest.fixture
def pets(steps: Steps, tmp_path: Path) -> Path:
    """A project with pets, and no database yet."""
    return shutil.copytree(steps["pets"], tmp_path / "pets")


@pytest.fixture
def applied(steps: Steps, tmp_path: Path) -> ProjectDatabase:
    """The database of a project with pets: every table, and a user."""
    return ProjectDatabase.of_kind("sqlite", shutil.copytree(steps["applied"], tmp_path / "applied"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, applied: ProjectDatabase) -> ProjectDatabase:
    """The same on each kind of database."""
    if request.param == "sqlite":
        return applied
    return _with_tables(ProjectDatabase.of_kind(request.param, applied.folder))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a project but its database."""
    return {path: content for path, content in tree(folder).items() if not path.endswith(".db")}


def test_a_removal_without_a_database_leaves_the_project_byte_for_byte(
    petsage: Petsage, pets: Path, steps: Steps
) -> None:
    outcome = petsage("remove", "pets", "--project", pets)

    assert outcome.code == 0, outcome.err
    assert tree(pets) == tree(steps["new"])


def test_a_removal_says_what_other_databases_need(petsage: Petsage, pets: Path) -> None:
    outcome = petsage("remove", "pets", "--project", pets)

    assert "Every other database needs `alembic downgrade pets@base`" in outcome.out


def test_empty_tables_go_with_the_feature(petsage: Petsage, database: ProjectDatabase, steps: Steps) -> None:
    outcome = petsage("remove", "pets", "--project", database.folder, "--json", env=database.environment)

    assert outcome.code == 0, outcome.err
    assert outcome.data["rows"] == {"pets": 0}
    assert files(database.folder) == files(steps["new"])
    assert database.tables == {"alembic_version", "users", "tokens", "attempts", "letters", "user_roles"}
    assert len(database.run("SELECT id FROM users")) == 1
    database.alembic("upgrade", "heads")


def test_a_database_that_never_had_the_tables_stays_as_it_is(petsage: Petsage, pets: Path) -> None:
    database = ProjectDatabase.of_kind("sqlite", pets)
    database.alembic("upgrade", "identity_0001")
    before = (pets / "petsage.db").read_bytes()
    outcome = petsage("remove", "pets", "--project", pets, "--json")

    assert outcome.data["rows"] == {}
    assert (pets / "petsage.db").read_bytes() == before


def test_rows_are_not_deleted_silently(petsage: Petsage, database: ProjectDatabase) -> None:
    database.add_pet("Rex 1")
    database.add_pet("Tom 2")
    before = files(database.folder)
    outcome = petsage("remove", "pets", "--project", database.folder, env=database.environment)

    assert outcome.code == 3
    assert "table pets: data would be deleted: 2 rows" in outcome.err
    assert "--discard-data" in outcome.err
    assert files(database.folder) == before
    assert len(database.run("SELECT id FROM pets")) == 2


def test_a_server_that_nobody_named_is_left_alone(petsage: Petsage, applied: ProjectDatabase) -> None:
    server = _with_tables(ProjectDatabase.of_kind("postgresql", applied.folder))
    env = applied.folder / "migrations/env.py"
    url = re.escape('context.config.get_main_option("sqlalchemy.url") or Settings().database_url')
    env.write_text(re.sub(url, repr(server.url), env.read_text()))
    refused = petsage("remove", "pets", "--discard-data", "--project", applied.folder)

    assert refused.code == 4
    assert "is one that env.py knows by itself, so nothing was done there: postgresql" in refused.err
    assert "pets" in server.tables
    elsewhere = petsage("remove", "pets", "--project", applied.folder, env={"DATABASE_URL": f"{server.url}_2"})
    assert (elsewhere.code, "pets" in server.tables) == (4, True)
    assert petsage("remove", "pets", "--project", applied.folder, env=server.environment).code == 0
    assert "pets" not in server.tables


def test_rows_are_deleted_where_that_is_asked_for(petsage: Petsage, database: ProjectDatabase) -> None:
    database.add_pet("Rex 1")
    outcome = petsage("remove", "pets", "--discard-data", "--project", database.folder, env=database.environment)

    assert outcome.code == 0, outcome.err
    assert "pets, rows: 1" in outcome.out
    assert "pets" not in database.tables


def test_hand_edits_are_looked_for_before_the_database_is_touched(petsage: Petsage, applied: ProjectDatabase) -> None:
    service = applied.folder / SERVICE
    service.write_text(service.read_text() + "\nLIMIT = 3\n")
    outcome = petsage("remove", "pets", "--discard-data", "--project", applied.folder)

    assert outcome.code == 3
    assert f"{SERVICE}: was edited by hand" in outcome.err
    assert "pets" in applied.tables


def test_discarding_edits_discards_no_data(petsage: Petsage, applied: ProjectDatabase) -> None:
    applied.add_pet("Rex 1")
    outcome = petsage("remove", "pets", "--discard-edits", "--project", applied.folder)

    assert outcome.code == 3
    assert "1 row in sqlite" in outcome.err


def test_a_feature_that_others_refer_to_stays(petsage: Petsage, steps: Steps) -> None:
    before = tree(steps["visits"])
    outcome = petsage("remove", "pets", "--discard-data", "--project", steps["visits"])

    assert outcome.code == 4
    assert "feature visits: its visit refers to the pet of pets (remove visits first)" in outcome.err
    assert tree(steps["visits"]) == before


def test_a_feature_that_refers_to_others_can_go_without_them(petsage: Petsage, steps: Steps, tmp_path: Path) -> None:
    project = shutil.copytree(steps["visits"], tmp_path / "visits")
    database = _with_tables(ProjectDatabase.of_kind("sqlite", project))
    database.add_pet("Rex 1")
    outcome = petsage("remove", "visits", "--project", project)

    assert outcome.code == 0, outcome.err
    assert files(project) == files(steps["pets"])
    assert "visits" not in database.tables
    assert len(database.run("SELECT id FROM pets")) == 1


def test_every_migration_of_a_feature_is_taken_back(petsage: Petsage, steps: Steps, tmp_path: Path) -> None:
    project = shutil.copytree(steps["toys"], tmp_path / "toys")
    database = _with_tables(ProjectDatabase.of_kind("postgresql", project))
    outcome = petsage("remove", "pets", "--project", project, "--json", env=database.environment)

    assert outcome.code == 0, outcome.err
    assert outcome.data["rows"] == {"pets": 0, "toys": 0}
    assert database.tables == {"alembic_version", "users", "tokens", "attempts", "letters", "user_roles"}
    assert tree(project) == tree(steps["new"])


def test_a_migration_that_somebody_built_on_the_features_own_stays_whole(petsage: Petsage, pets: Path) -> None:
    (pets / "migrations/versions/chips_0001.py").write_text(OWN_MIGRATION)
    before = tree(pets)
    outcome = petsage("remove", "pets", "--project", pets)

    assert outcome.code == 4
    assert "migration chips_0001: builds on those of pets" in outcome.err
    assert tree(pets) == before


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/none", "nonsense"])
def test_a_database_that_cannot_be_asked_stops_the_removal(petsage: Petsage, pets: Path, url: str) -> None:
    before = tree(pets)
    outcome = petsage("remove", "pets", "--project", pets, env={"DATABASE_URL": url})

    assert outcome.code == 4
    assert "the project's database: can't be asked" in outcome.err
    assert "secret" not in outcome.err
    assert tree(pets) == before


def test_a_removal_that_dies_after_the_tables_went_leaves_a_project_that_makes_them_again(
    applied: ProjectDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CannotBuildError(Problem("disk", "is full"))

    monkeypatch.setattr(removal, "land", full)
    before = files(applied.folder)
    with pytest.raises(CannotBuildError, match="alembic upgrade heads"):
        removal.remove(Project(applied.folder), "pets")
    assert "pets" not in applied.tables

    applied.alembic("upgrade", "heads")
    assert files(applied.folder) == before
    assert "pets" in applied.tables
