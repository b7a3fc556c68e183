"""The last build is taken back: the tree is what it was, and what was written by hand since is never lost."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from petsage_builder.errors import HandEditsError
from petsage_builder.project.landings import land_for_undo, last_landing
from petsage_builder.project.project import Project
from petsage_builder.terms.module import Change

from .conftest import Petsage, tree
from .databases import ProjectDatabase

PETS = """
feature: pets
description: The animals that people care for.
requirements: |
  A pet has a name.
  A pet belongs to a user, its owner.
  Only its owner can see, change or delete a pet."""
HEAVIER = PETS + "\n  A pet has an optional weight in kg.\n"
VISITS = """
feature: visits
description: Visits to the vet.
requirements: |
  A visit has a reason and belongs to a pet.
  Access to a visit follows its pet.
"""
README = "src/petsage/features/pets/README.md"
SERVICE = "src/petsage/features/pets/service.py"
MAIN = "src/petsage/main.py"
MIGRATION = re.compile(r"^--- a/migrations/versions/pets_0002_[0-9a-f]{6}\.py$", re.MULTILINE)

Steps = dict[str, Path]


@pytest.fixture(scope="module")
def steps(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    """A project as it was new, with pets, with pets that have a weight, and with visits beside those."""
    state = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(state))
        folder = tmp_path_factory.mktemp("undoing")
        assert petsage("new", folder / "new", "--package", "petsage").code == 0
        builds = (("new", "pets", PETS), ("pets", "heavier", HEAVIER), ("heavier", "visits", VISITS))
        for before, after, request in builds:
            shutil.copytree(folder / before, folder / after)
            outcome = petsage("build", request, "--project", folder / after)
            assert outcome.code == 0, outcome.out + outcome.err
        yield {path.name: path for path in folder.iterdir()}


@pytest.fixture
def project(steps: Steps, tmp_path: Path) -> Path:
    """The project whose pets were built anew, with a weight."""
    return shutil.copytree(steps["heavier"], tmp_path / "project")


def with_more(project: Path, path: str, text: str) -> bytes:
    return (project / path).read_bytes() + text.encode()


def write_more(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_each_undo_leaves_the_tree_as_it_was_before_the_build_until_there_is_nothing_more(
    petsage: Petsage, steps: Steps, tmp_path: Path
) -> None:
    project = shutil.copytree(steps["visits"], tmp_path / "project")
    for before in ("heavier", "pets", "new"):
        outcome = petsage("undo", "--project", project)
        assert outcome.code == 0, outcome.out + outcome.err
        assert tree(project) == tree(steps[before])
        assert "checks" in outcome.out

    refused = petsage("undo", "--project", project)
    assert refused.code == 4
    assert "there is nothing more to take back" in refused.err
    assert tree(project) == tree(steps["new"])


def test_a_dry_run_proves_and_shows_the_way_back_and_changes_nothing(petsage: Petsage, project: Path) -> None:
    before = tree(project)
    outcome = petsage("undo", "--dry-run", "--json", "--project", project)

    assert outcome.code == 0, outcome.err
    assert (outcome.data["proven"], outcome.data["landed"], outcome.data["feature"]) == (True, False, "pets")
    difference = next(step for step in outcome.data["steps"] if step["name"] == "summary")["facts"]["difference"]
    assert MIGRATION.search(difference)
    assert "+    weight" not in difference
    assert "-    weight" in difference
    assert tree(project) == before


def test_what_was_written_by_hand_since_stays_and_no_edited_file_is_deleted(
    petsage: Petsage, steps: Steps, project: Path
) -> None:
    note = '\n\nMARK = "by hand"\n'
    for path in (SERVICE, MAIN):
        write_more(project / path, note)
    outcome = petsage("undo", "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    assert tree(project) == tree(steps["pets"]) | {
        path: with_more(steps["pets"], path, note) for path in (SERVICE, MAIN)
    }

    before = tree(project)
    refused = petsage("undo", "--project", project)
    assert refused.code == 3
    assert f"{SERVICE}: was edited by hand, and would be deleted" in refused.err
    assert tree(project) == before

    (project / SERVICE).unlink()
    outcome = petsage("undo", "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    assert tree(project) == tree(steps["new"]) | {MAIN: with_more(steps["new"], MAIN, note)}


def test_lines_that_the_build_and_a_hand_both_wrote_are_told_and_kept_on_demand(
    petsage: Petsage, steps: Steps, project: Path
) -> None:
    readme = project / README
    text = readme.read_text()
    line = next(line for line in text.splitlines() if "weight" in line)
    readme.write_text(text.replace(line, f"{line} In kilograms!"))
    before = tree(project)
    refused = petsage("undo", "--project", project)
    assert refused.code == 3
    assert f"{README}, line {text.splitlines().index(line) + 1}: hand edits say" in refused.err
    assert "In kilograms!" in refused.err
    assert "  before      │ - A pet has a name.\n" in refused.err
    assert "put what it said before in place of your lines" in refused.err
    assert tree(project) == before

    kept = petsage("undo", "--keep-edits", "--dry-run", "--project", project)
    assert kept.code == 0, kept.out + kept.err
    assert f"Kept as you wrote it:\n  {README}, line" in kept.out
    readme.write_text(text.replace(line, "- A pet has a name."))
    assert petsage("undo", "--project", project).code == 0
    assert tree(project) == tree(steps["pets"])


def test_a_database_that_is_at_the_migration_is_downgraded_first(petsage: Petsage, steps: Steps, project: Path) -> None:
    database = ProjectDatabase.of_kind("sqlite", project)
    database.alembic("upgrade", "heads")
    refused = petsage("undo", "--project", project, cwd=project)
    assert refused.code == 4
    assert re.search(r"migration (pets_0002_\w{6}): would go, and the project's database is at \1", refused.err)
    assert "alembic downgrade pets_0001`, then undo again" in refused.err

    database.alembic("downgrade", "pets_0001")
    outcome = petsage("undo", "--project", project, cwd=project)
    assert outcome.code == 0, outcome.out + outcome.err
    assert "Every other database needs `alembic downgrade pets_0001` before this is deployed there." in outcome.out
    (project / "petsage.db").unlink()
    assert tree(project) == tree(steps["pets"])


def test_a_landing_that_fails_leaves_the_one_before_to_be_taken_back(project: Path) -> None:
    before = last_landing(Project(project))
    with pytest.raises(HandEditsError):
        land_for_undo(Project(project), [Change(".petsage/pets.yaml", b"what is not there", b"")])

    assert before
    assert last_landing(Project(project)) == before


def test_code_by_hand_that_needs_the_build_keeps_it_from_being_taken_back(
    petsage: Petsage, steps: Steps, tmp_path: Path
) -> None:
    project = shutil.copytree(steps["pets"], tmp_path / "project")
    write_more(project / MAIN, "\nfrom petsage.features.pets.models import Pet  # noqa: E402, F401\n")
    before = tree(project)
    outcome = petsage("undo", "--project", project)

    assert outcome.code == 1, outcome.out + outcome.err
    assert "pets" in outcome.out
    assert tree(project) == before
