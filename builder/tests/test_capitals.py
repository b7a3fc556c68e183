"""What differs by capitals alone is one, where that is said and for addresses always, on each kind of database."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

MEMBERS = """
feature: members
description: Who belongs to us.
requirements: |
  A member has a unique email and a handle. Signed-in users can see, create, change or delete members.
  A member's handle is unique regardless of capitals. A deleted member can be restored for 9 days.
  Members can be filtered by email and searched by email.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose members have unique addresses and handles."""
    project = tmp_path_factory.mktemp("capitals") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", MEMBERS, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_differs_by_capitals_alone_is_one(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("capitals_of_project.py"), built / "tests" / "test_capitals.py")
    done = python(
        built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests/test_capitals.py"
    )

    assert done.returncode == 0, done.stdout[-5000:]
