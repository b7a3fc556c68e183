"""A request that has no place any more for what rows hold: it is told, and lost only where somebody says so."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage, tree
from .databases import ALICE, ENTITY, ProjectDatabase

PETS = """
feature: pets
description: The animals that people care for.
requirements: |
  A pet has a name, a species, an optional nickname, an optional trick and a weight in kg.
  A pet's name is text of at most 80 characters. A pet's species is one of dog, cat or other.
  A pet's weight is a number from 0.1 to 100 with 2 decimals.
  A pet belongs to a user, its owner.
  Only its owner can see, change or delete a pet.
  A toy has a name and belongs to a pet.
  Access to a toy follows its pet.
"""
TOYS = "  A toy has a name and belongs to a pet.\n  Access to a toy follows its pet.\n"
TIMES = "'2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z', 1"
LOST = {
    "a field": (
        "an optional nickname, ",
        "",
        "pet, nickname: would be dropped, with what 1 row holds in it",
        "pet.nickname",
    ),
    "an entity": (TOYS, "", "toy, table toys: would be dropped, with what 1 row holds in it", "toy"),
}
LEFT_OVER = {
    "narrower bounds": ("from 0.1 to 100", "from 1 to 20", "1 row has a weight more than 20"),
    "shorter text": ("at most 80 characters", "at most 2 characters", "1 row has a name longer than 2"),
    "a choice less": ("dog, cat or other", "cat or other", "1 row has the species dog"),
    "no longer optional": ("an optional trick", "a trick", "1 row has no trick"),
}
NARROWER = PETS.replace("from 0.1 to 100", "from 1 to 20")


def fill(database: ProjectDatabase) -> None:
    database.add_alice()
    weight = 4050 if database.url.startswith("sqlite") else 40.5
    database.run(
        f"INSERT INTO pets ({ENTITY}, name, species, nickname, weight, owner_id)"
        f" VALUES ('{ALICE}', {TIMES}, 'Rex', 'dog', 'R', {weight}, '{ALICE}')"
    )
    database.run(f"INSERT INTO toys ({ENTITY}, name, pet_id) VALUES ('{ALICE}', {TIMES}, 'ball', '{ALICE}')")


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a pet that has a toy."""
    project = tmp_path_factory.mktemp("losing") / "project"
    assert petsage("new", project, "--package", "petsage").code == 0
    outcome = petsage("build", PETS, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    database = ProjectDatabase.of_kind("sqlite", project)
    database.alembic("upgrade", "heads")
    fill(database)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


@pytest.mark.parametrize("what", LOST)
def test_what_rows_hold_is_lost_only_where_it_is_said(petsage: Petsage, project: Path, what: str) -> None:
    old, new, told, key = LOST[what]
    before = tree(project)
    refused = petsage("build", PETS.replace(old, new), "--project", project)
    assert refused.code == 2, refused.out + refused.err
    assert told in refused.err
    assert f"pass --drop {key} to lose that" in refused.err
    assert tree(project) == before

    outcome = petsage("build", PETS.replace(old, new), "--project", project, "--drop", key)
    assert outcome.code == 0, outcome.out + outcome.err
    database = ProjectDatabase(project, f"sqlite:///{project}/petsage.db")
    database.alembic("upgrade", "heads")
    assert "No new upgrade operations detected" in database.alembic("check")
    assert [pet["name"] for pet in database.run("SELECT name FROM pets")] == ["Rex"]


def test_what_holds_nothing_is_taken_back_without_a_word(petsage: Petsage, project: Path) -> None:
    outcome = petsage("build", PETS.replace(", an optional trick", ""), "--project", project)

    assert outcome.code == 0, outcome.out + outcome.err
    ProjectDatabase(project, f"sqlite:///{project}/petsage.db").alembic("upgrade", "heads")


@pytest.mark.parametrize("what", LEFT_OVER)
def test_rows_that_would_have_no_place_are_counted(petsage: Petsage, built: Path, what: str) -> None:
    old, new, told = LEFT_OVER[what]
    refused = petsage("plan", PETS.replace(old, new), "--project", built)

    assert refused.code == 2, refused.out + refused.err
    assert told in refused.err
    assert "find them by `SELECT * FROM pets WHERE " in refused.err


def test_a_field_that_is_gone_beside_a_new_one_of_its_type_is_asked_about(petsage: Petsage, built: Path) -> None:
    renamed = PETS.replace("an optional nickname", "an optional alias")
    refused = petsage("plan", renamed, "--project", built)

    assert "add `A pet's alias was formerly called nickname.`, or pass --drop pet.nickname" in refused.err
    assert petsage("plan", renamed + "  A pet's alias was formerly called nickname.\n", "--project", built).code == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migration_looks_before_it_changes_anything(petsage: Petsage, project: Path, kind: str) -> None:
    database = ProjectDatabase.of_kind(kind, project)
    if kind == "sqlite":
        database.run("DELETE FROM toys")
        database.run("DELETE FROM pets")
    else:
        database.alembic("upgrade", "heads")
        fill(database)
    away = project / "petsage.db"
    away.rename(project / "elsewhere.db")
    outcome = petsage("build", NARROWER, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    (project / "elsewhere.db").rename(away)
    if kind == "sqlite":
        database.run(
            f"INSERT INTO pets ({ENTITY}, name, species, weight, owner_id)"
            f" VALUES ('{ALICE}', {TIMES}, 'Rex', 'dog', 4050, '{ALICE}')"
        )

    with pytest.raises(AssertionError, match="rows of pets that have a weight more than 20: 1"):
        database.alembic("upgrade", "heads")
    database.run(f"UPDATE pets SET weight = {1000 if kind == 'sqlite' else 10}")
    database.alembic("upgrade", "heads")


def test_no_code_of_the_project_runs_to_count(petsage: Petsage, project: Path) -> None:
    (project / "migrations/env.py").write_text("raise SystemExit('ran')")
    assert "1 row has a weight" in petsage("plan", NARROWER, "--project", project).err
