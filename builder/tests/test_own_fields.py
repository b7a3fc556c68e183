"""What people have of their own: on their accounts, those that were there before among them, in built projects."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

MEMBERS = """
feature: members
description: What people have of their own.
requirements: |
  A user has a unique username, an optional bio, whether it is patient, and a theme.
  A user's username is text of 3 to 20 characters and is unique regardless of capitals.
  A user's theme is one of light or dark, and starts as light. Whether a user is patient starts as yes.
  Signed-in users can see a user's username and bio. Signed-in users can follow a user once.
  Users can be filtered by username, and searched by bio.
"""
ARTICLES = """
feature: articles
description: Articles with their authors.
requirements: |
  An article has a title. An article belongs to a user, its author.
  Anyone can see articles. Only its author can change or delete an article.
  An article is shown with its author's username and theme.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose people have names, and whose articles are shown with them by another feature."""
    project = tmp_path_factory.mktemp("own") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    shutil.copytree(project, project.with_name("before"))
    for request in (MEMBERS, ARTICLES):
        outcome = petsage("build", request, "--project", project)
        assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_people_have_what_was_said(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("own_fields_of_project.py"), built / "tests" / "test_own.py")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests", "src")

    assert done.returncode == 0, done.stdout[-5000:]


def test_accounts_that_were_there_before_start_as_all_do(built: Path) -> None:
    migrate = "import sys; from petsage.core.migrations import migrate; migrate(sys.argv[1], sys.argv[2])"
    file = built.with_name("people.db")
    for project in (built.with_name("before"), built):
        done = python(project, "-c", migrate, f"sqlite:///{file}", str(project / "alembic.ini"))
        assert done.returncode == 0, done.stderr
        with sqlite3.connect(file) as database:
            if project != built:
                row = ("0" * 32, 1, 1, 1, "ada@example.org", "-", "user", True)
                database.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            else:
                found = database.execute("SELECT id, username, bio, is_patient, theme FROM user_profiles").fetchall()
    database.close()

    assert found == [("0" * 32, None, None, 1, "light")]


def test_what_another_feature_shows_stays_until_that_changes(built: Path, petsage: Petsage) -> None:
    claims = "A user's theme is one of light or dark, and starts as light."
    without = MEMBERS.replace("a theme", "a hue").replace(claims, "")
    outcome = petsage("build", without, "--project", built, "--dry-run")

    assert outcome.code == 2
    assert "the feature 'articles' shows a user's theme" in outcome.err


def test_people_are_described_by_one_feature(built: Path, petsage: Petsage) -> None:
    second = "feature: shoes\ndescription: Shoes.\nrequirements: A user has a shoe size. A user's shoe size is text.\n"
    outcome = petsage("build", second, "--project", built, "--dry-run")

    assert outcome.code == 2
    assert "change the request of 'members'" in outcome.err
