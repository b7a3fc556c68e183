"""What holds on a condition, on each kind of database: what is created only for what, and what must be given when."""

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
  A rental has a day, an optional reason, an optional claim note, a shape, whether it is insured and an optional policy.
  A rental's shape is one of fine, in repair or lost, and starts as fine. Whether a rental is insured starts as no.
  A rental belongs to a user, its renter. Only its renter can see or change a rental.
  A rental is out, returned or damaged. A rental that is out can be returned or damaged.
  If a rental is damaged, its reason must be given.
  If a rental's shape is not fine, its claim note must be given.
  If a rental is insured, its policy must be given.
  A lesson has a title and a capacity. A lesson's capacity is a whole number from 0 to 100.
  Anyone can see lessons. Only admins can create, change or delete a lesson.
  A lesson's seat count is the number of its seats.
  A seat has a day. A seat belongs to a lesson and to a user, its guest.
  Only its guest can see, change or delete a seat. A seat is wanted, taken or cancelled.
  A wanted seat can be taken. A taken seat can be cancelled. A cancelled seat can be taken.
  A lesson has at most its capacity of wanted or taken seats. A guest has at most 5 taken seats.
  A deleted seat can be restored for 9 days.
  A desk has a name. Anyone can see desks. Only admins can create, change or delete a desk.
  A stay has a start date and an optional end date. A stay belongs to a desk and to a user, its guest.
  Only its guest can see, change or delete a stay. A deleted stay can be restored for 9 days.
  A stay is wanted, confirmed or cancelled. A wanted or cancelled stay can be confirmed.
  A stay can be cancelled.
  Confirmed stays of a desk do not overlap between their start date and end date.
  A leave has a first day and a last day. A leave belongs to a user, its worker.
  A leave's first day is a date. A leave's last day is a date. Anyone can see a leave.
  Only its worker can create or change a leave.
  Leaves of a worker do not overlap from their first day through their last day.
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
