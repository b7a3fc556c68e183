"""States that end by themselves, on each kind of database: true when read, written down by a job."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import PATIENCE, Petsage
from .databases import ALICE, ENTITY, ProjectDatabase
from .test_requests import python

HOTEL = """
feature: hotel
description: Bookings that expire, invoices that become overdue.
requirements: |
  A room has a name. Anyone can see rooms. Only admins can create, change or delete a room.
  A booking has a check-in date and a check-out date. A booking belongs to a room and to a user, its guest.
  Only its guest can see a booking. Only its guest can change a requested or confirmed booking.
  Only its guest can delete a booking. A booking is requested, confirmed, over or expired.
  A requested booking can be confirmed.
  A requested booking expires 48 hours after it was created. A confirmed booking becomes over after its check-out date.
  A guest has at most 2 requested or confirmed bookings. Every change to a booking is kept. Log every changed booking.
  Requested or confirmed bookings of a room do not overlap between their check-in date and check-out date.
  Bookings can be filtered by status. Bookings are listed with how many there are.
  A deleted booking can be restored for 9 days.
  A remark has a text. A remark belongs to a booking. Access to a remark follows its booking.
  A remark can be created only for a requested or confirmed booking.
  A booking is shown with its remarks. Remarks are shown with their booking.
  An invoice has a number and an optional due time. An invoice belongs to a user, its author.
  Anyone can see an overdue invoice. Only its author can see a draft or sent invoice.
  Only its author can change or delete an invoice. An invoice is draft, sent or overdue. A draft invoice can be sent.
  A sent invoice becomes overdue 30 minutes before its due time. Signed-in users can star an invoice once.
"""

ROOM, BOOKING = "'00000000-0000-0000-0000-00000000000b'", "'00000000-0000-0000-0000-00000000000c'"
LONG_AGO = "'2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00'"
COLUMNS = f"{ENTITY}, check_in_date, check_out_date, status, room_id, guest_id"
OF = f"'requested', {ROOM}, '{ALICE}'"


@pytest.fixture(scope="module")
def built(petsage: Petsage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with bookings that expire and invoices that become overdue."""
    project = tmp_path_factory.mktemp("expiring") / "project"
    assert petsage("new", project, "--blueprint", "feature-src").code == 0
    outcome = petsage("build", HOTEL, "--project", project)
    assert outcome.code == 0, outcome.out + outcome.err
    return project


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_has_expired_is_so_for_all_who_ask_and_is_settled_once(built: Path, database: str) -> None:
    shutil.copy(Path(__file__).with_name("expiring_of_project.py"), built / "tests" / "test_expiring.py")
    done = python(
        built, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--database", database, "tests/test_expiring.py"
    )

    assert done.returncode == 0, done.stdout[-5000:]


def test_the_command_settles_what_is_due(built: Path) -> None:
    database = ProjectDatabase.of_kind("sqlite", built)
    missing = settle(database)
    database.alembic("upgrade", "heads")
    database.add_alice()
    database.run(
        f"INSERT INTO rooms (id, created_at, updated_at, version, name) VALUES ({ROOM}, {LONG_AGO}, 1, 'Blue')"
    )
    database.run(
        f"INSERT INTO bookings ({COLUMNS}) VALUES ({BOOKING}, {LONG_AGO}, 1, '2026-01-01', '2026-01-02', {OF})"
    )
    settled, again = settle(database), settle(database)

    assert (missing.returncode, "alembic upgrade heads" in missing.stderr) == (1, True)
    assert (settled.stdout, again.stdout) == ("Settled 1.\n", "Settled 0.\n"), settled.stderr
    assert database.run("SELECT status, version FROM bookings") == [{"status": "expired", "version": 2}]
    assert database.run("SELECT event, changed_by FROM booking_revisions") == [{"event": "changed", "changed_by": None}]


def settle(database: ProjectDatabase) -> subprocess.CompletedProcess[str]:
    """What the project's command says."""
    return subprocess.run(
        [sys.executable, "-m", "petsage.settle"],
        cwd=database.folder,
        env={**os.environ, **database.environment, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
