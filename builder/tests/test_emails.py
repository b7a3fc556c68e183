"""Email addresses that differ by capitals are one, on each kind of database."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

MEMBERS = """
feature: members
description: Who belongs to us.
requirements: |
  A member has a unique email. Signed-in users can see, create or change members.
  Members can be filtered by email and searched by email.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose members have unique addresses."""
    project = tmp_path_factory.mktemp("emails") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", MEMBERS, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_an_address_is_one_however_it_is_capitalised(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("emails_of_project.py"), built / "tests" / "test_emails.py")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests/test_emails.py")

    assert done.returncode == 0, done.stdout[-5000:]
