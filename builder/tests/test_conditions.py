"""What is created only for things that are as they must be, on each kind of database, and what is said of that."""

import shutil
from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

HOTEL = """
feature: hotel
description: Rooms with bookings, posts with comments.
requirements: |
  A room has a name and whether it is active. Anyone can see rooms. Only admins can create, change or delete a room.
  A room's booking count is the number of its bookings.
  A booking belongs to a room and to a user, its guest. Only its guest can see, change or delete a booking.
  A booking can be created only for an active room. A deleted booking can be restored for 9 days.
  A post has a title. A post belongs to a user, its author. A post is draft, published or closed.
  A draft post can be published. A published post can be closed.
  Anyone can see posts. Only its author can change or delete a post.
  A post's comment count is the number of its comments.
  A post is shown with its comments.
  A comment has a text, and belongs to a post. Access to a comment follows its post.
  A comment can be created only for a published post.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with rooms that take bookings while they are active, and posts that take comments while published."""
    project = tmp_path_factory.mktemp("conditions") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", HOTEL, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    assert "no test tries" not in outcome.out
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_created_for_what_is_not_as_it_must_be(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("conditions_of_project.py"), built / "tests" / "test_conditions.py")
    done = python(
        built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests/test_conditions.py"
    )

    assert done.returncode == 0, done.stdout[-5000:]
