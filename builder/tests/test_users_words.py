"""A built API has the user's words, also those that Python, SQL and the libraries have for themselves."""

import re
import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

STAYS = """
feature: stays
description: Stays with everyday field names that Python, SQL and the libraries have for themselves.
requirements: |
  A stay has an end, a limit, a group, a like, an optional check, a class, a from, a type, an order and a version.
  A stay has an optional created at.
  A stay's end is a date. A stay's from is a date. A stay's end is on or after its from.
  A stay's limit is text. A stay's order is a whole number. A stay's type is one of sea or land.
  A stay's class is unique per owner.
  Stays can be filtered by end, limit, group, type and order. Stays can be searched by class and check.
  Stays are listed by order.
  A stay belongs to a user, its owner.
  Only its owner can see, change or delete a stay.
  Every change to a stay is kept.
  An import belongs to a stay. An import has a global and a sum. An import's sum is a whole number.
  A stay's sum is the sum of its imports' sums. Access to an import follows its stay.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with stays."""
    project = tmp_path_factory.mktemp("words") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", STAYS, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_api_has_the_words_of_the_request(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("words_of_project.py"), built / "tests" / "test_words.py")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database)

    assert done.returncode == 0, done.stdout[-5000:]


def test_only_python_and_sql_have_names_that_give_way(built: Path) -> None:
    feature = built / "src/petsage/features/stays"

    assert "end_: Mapped[date]" in (feature / "models.py").read_text()
    readme = (feature / "README.md").read_text().partition("## Tables")[0]
    assert set(re.findall(r"\w+_\b", readme)) == set()
