"""A request that changed: its rows follow it by the next migration, or it is refused with the reason."""

import re
import shutil
from pathlib import Path

import pytest

from petsage_builder.foundation.testing import new_postgresql_database

from .conftest import REQUEST, Petsage, tree
from .databases import ALICE, ProjectDatabase

PETS = """
feature: pets
description: The animals that people care for.
requirements: |
  A pet has a name, a species and an optional nickname.
  A pet's name is text of at most 80 characters.
  A pet's species is one of dog, cat or other.
  A pet belongs to a user, its owner.
  Only its owner can see, change or delete a pet.
"""
NEXT = """
feature: pets
description: The animals that people care for.
requirements: |
  A pet has a unique name, a species, an optional nickname, an optional birth date and a legs count.
  A pet's name is text of at most 120 characters.
  A pet's legs count starts as 4.
  A pet's species is one of dog, cat, bird or other.
  A pet belongs to a user, its owner.
  Only its owner can see, change or delete a pet.
  A toy has a name and belongs to a pet.
  Access to a toy follows its pet.
"""
FOLDER = "src/petsage/features/pets"
SECOND = re.compile(r"migrations/versions/pets_0002_[0-9a-f]{6}\.py")
NAMES = ["Rex 1", "Tom 2"]

REFUSED = {
    "a field that is dropped": (
        ("a species and an optional nickname", "a species"),
        "pet, nickname: would be dropped, with what rows hold in it",
    ),
    "an owner that is dropped": (
        ("A pet belongs to a user, its owner.\n  Only its owner can see,", "Anyone can see, create,"),
        "pet, owner: would be dropped, with what rows hold in it",
    ),
    "an entity of another name": (
        ("pet", "beast"),
        "pet, table pets: would be dropped, with what rows hold in it",
    ),
    "a field that rows have no value for": (
        ("an optional nickname", "an optional nickname and a colour"),
        "pet, colour: is new and required, but rows have no value for it yet",
    ),
    "another type": (
        ("text of at most 80 characters", "a whole number"),
        "pet, name: would change from string to integer",
    ),
    "nothing but a status": (None, "pet, table pets: would be dropped, with what rows hold in it"),
}


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with pets, and no database yet."""
    project = tmp_path_factory.mktemp("changing") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", PETS, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.fixture(scope="module")
def rebuilt(petsage: Petsage, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with hand edits, after its request changed."""
    project = shutil.copytree(built, tmp_path_factory.mktemp("rebuilt") / "project")
    for part in ("models", "service", "router"):
        path = project / FOLDER / f"{part}.py"
        path.write_text(path.read_text() + f'\n\nEDITED = "{part}"\n')
    outcome = petsage("build", NEXT, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, rebuilt: Path, tmp_path_factory: pytest.TempPathFactory
) -> ProjectDatabase:
    """A database that had pets before their request changed, and was upgraded then."""
    project = shutil.copytree(rebuilt, tmp_path_factory.mktemp("upgraded") / "project")
    database = ProjectDatabase.of_kind(request.param, project)
    database.alembic("upgrade", "pets_0001")
    database.add_alice()
    for name in NAMES:
        database.add_pet(name)
    database.alembic("upgrade", "heads")
    return database


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the project with pets, to change."""
    return shutil.copytree(built, tmp_path / "project")


def test_a_changed_request_becomes_the_next_migration(built: Path, rebuilt: Path) -> None:
    before, after = (
        {path: text for path, text in tree(folder).items() if path.startswith("migrations/")}
        for folder in (built, rebuilt)
    )

    new, completing = sorted(after.keys() - before.keys())
    assert SECOND.fullmatch(new)
    assert f'down_revision = "{Path(new).stem}"'.encode() in after[completing]
    for path in (new, completing):
        assert (rebuilt / ".petsage/revisions" / Path(path).with_suffix(".yaml").name).exists()
    assert {path: after[path] for path in before} == before


def test_rows_follow_with_what_a_new_field_starts_as(database: ProjectDatabase) -> None:
    pets = database.run("SELECT * FROM pets ORDER BY name")

    assert [pet["name"] for pet in pets] == NAMES
    assert {(pet["legs_count"], pet["birth_date"], pet["species"], str(pet["owner_id"])) for pet in pets} == {
        (4, None, "dog", ALICE)
    }


def test_models_and_database_agree(database: ProjectDatabase) -> None:
    assert "No new upgrade operations detected" in database.alembic("check")


def test_the_change_can_be_taken_back_and_keeps_the_rows(database: ProjectDatabase) -> None:
    database.alembic("downgrade", "pets_0001")
    columns = database.run("SELECT * FROM pets")[0].keys()
    database.alembic("upgrade", "heads")

    assert "legs_count" not in columns
    assert len(database.run("SELECT * FROM pets")) == len(NAMES)


def test_hand_edits_survive(rebuilt: Path) -> None:
    for part in ("models", "service", "router"):
        assert f'\nEDITED = "{part}"\n' in (rebuilt / FOLDER / f"{part}.py").read_text()


def test_the_same_request_again_changes_nothing(petsage: Petsage, rebuilt: Path) -> None:
    before = tree(rebuilt)
    outcome = petsage("build", NEXT, "--project", rebuilt)

    assert outcome.code == 0, outcome.err
    assert tree(rebuilt) == before
    assert petsage("check", "--project", rebuilt).code == 0


def test_a_new_filter_needs_no_migration(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", PETS + "  Pets can be filtered by species.\n", "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    assert "species: PetSpecies | None" in (project / FOLDER / "schemas.py").read_text()
    assert not any(map(SECOND.fullmatch, tree(project)))


@pytest.mark.parametrize("what", REFUSED)
def test_what_rows_cannot_follow_is_refused(petsage: Petsage, built: Path, what: str) -> None:
    words, reason = REFUSED[what]
    request = PETS.replace(*words) if words else REQUEST.replace("smoke_test", "pets")
    before = tree(built)
    outcome = petsage("build", request.replace("feature: beasts", "feature: pets"), "--project", built)

    assert outcome.code == 2, outcome.out + outcome.err
    assert reason in outcome.err
    assert tree(built) == before


def test_a_status_can_become_entities(petsage: Petsage, project: Path) -> None:
    toys = "feature: toys\ndescription: Toys.\nrequirements: {}\n"
    assert petsage("build", toys.format("none"), "--project", project).code == 0
    outcome = petsage(
        "build", toys.format("A toy has a name. Anyone can see, create and change toys."), "--project", project
    )

    assert outcome.code == 0, outcome.out + outcome.err
    assert (project / "migrations/versions/toys_0001.py").exists()
    assert petsage("check", "--project", project).code == 0


@pytest.fixture
def on_server(built: Path, tmp_path: Path) -> Path:
    """The project with pets, whose migrations are also to be tried on a PostgreSQL server."""
    project = shutil.copytree(built, tmp_path / "on_server")
    rules = project / "petsage.toml"
    rules.write_text(f'{rules.read_text()}\n[checks]\npostgresql = "$CHECK_SERVER"\n')
    return project


def test_migrations_are_tried_on_the_projects_own_postgresql_server(petsage: Petsage, on_server: Path) -> None:
    server = {"CHECK_SERVER": new_postgresql_database()}
    outcome = petsage("build", NEXT, "--project", on_server, env=server)

    assert outcome.code == 0, outcome.out
    assert "PostgreSQL: upgrade heads, downgrade pets_0001@base, upgrade pets_0001, insert" in outcome.out


def test_a_server_that_is_not_there_proves_nothing(petsage: Petsage, on_server: Path) -> None:
    before = tree(on_server)
    unset = petsage("build", NEXT, "--project", on_server, "--dry-run")
    absent = petsage("build", NEXT, "--project", on_server, env={"CHECK_SERVER": "postgresql:///none?host=/nowhere"})

    assert "$CHECK_SERVER is not set" in unset.out
    assert absent.code == 1
    assert "migrations on PostgreSQL failed" in absent.out
    assert tree(on_server) == before
