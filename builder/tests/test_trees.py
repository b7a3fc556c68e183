"""Things that belong to others of their kind are a tree: nothing is above itself, also where two moves race."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

TREES = """
feature: trees
description: Folders, and people and their parents.
requirements: |
  A folder has a name. A folder belongs to a user, its owner, and may belong to a folder, its parent.
  A folder's name is unique per parent.
  Deleting a parent deletes its folders.
  Only its owner can see, create, change or delete a folder.
  A natural person has a name. A natural person may belong to a natural person, its father, and may belong to a
  natural person, its mother. Signed-in users can see, create, change or delete natural people.
  A note has a text. A note may belong to a note, its thread. Anyone can see and create notes.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with trees."""
    project = tmp_path_factory.mktemp("trees") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", TREES, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_above_itself(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("trees_of_project.py"), built / "tests" / "test_moves.py")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests/test_moves.py")

    assert done.returncode == 0, done.stdout[-5000:]


def test_only_what_can_be_moved_is_watched(built: Path) -> None:
    service = (built / "src/petsage/features/trees/service.py").read_text()

    assert service.count("NoCircles(") == 2
    assert "NoCircles(NaturalPerson.father_id, NaturalPerson.mother_id)" in service
