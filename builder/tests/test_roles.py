"""Roles that one feature declares and another speaks of, in a built project."""

from pathlib import Path

import pytest

from .conftest import Petsage
from .test_requests import python

HOTEL = """
feature: hotel
description: Rooms of a hotel, and who stays in them.
requirements: |
  Users are guests, front desk staff or managers, and start as guests.
  A room has a number. A room's number is unique.
  Anyone can see rooms. Only managers can create, change or delete a room.
  A stay has an arrival date. A stay belongs to a room and to a user, its guest. Guests can create a stay.
  Only its guest, front desk staff or managers can see a stay. Only managers can change or delete a stay.
"""
CLEANING = """
feature: cleaning
description: Who cleans which room.
requirements: |
  A cleaning has a day. A cleaning belongs to a room.
  Only front desk staff can see, create, change or delete a cleaning.
"""


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with both."""
    project = tmp_path_factory.mktemp("roles") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    for request in (HOTEL, CLEANING):
        outcome = petsage("build", request, "--project", project)
        assert outcome.code == 0, outcome.out + outcome.err
    return project


def test_the_modules_own_tests_pass_on_postgresql(built: Path) -> None:
    tests = str(built / "src/petsage/features")
    done = python(built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", "postgresql", tests)

    assert done.returncode == 0, done.stdout[-5000:]


def test_a_feature_stays_whose_roles_another_speaks_of(petsage: Petsage, built: Path) -> None:
    outcome = petsage("remove", "hotel", "--project", built)

    assert outcome.code == 4
    assert "its cleaning is for front desk staff, a role of hotel" in outcome.err


@pytest.mark.parametrize(
    ("request_text", "told"),
    [
        (
            HOTEL.replace("front desk staff or managers, and", "managers, and").replace(", front desk staff or", " or"),
            "the feature 'cleaning' speaks of front desk staff, and nothing would declare them any more",
        ),
        (
            CLEANING.replace("A cleaning has", "Users are managers. A cleaning has"),
            "'managers' are a role that the feature 'hotel' declares",
        ),
        (CLEANING.replace("front desk staff", "cleaners"), "'cleaners' is no role that people have here"),
    ],
)
def test_what_the_projects_roles_rule_out_is_said(petsage: Petsage, built: Path, request_text: str, told: str) -> None:
    outcome = petsage("plan", request_text, "--project", built)

    assert (outcome.code, told in outcome.err) == (2, True), outcome.err
