"""The command that makes somebody an admin."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from petsage.core.testing import Client, new_postgresql_database, new_sqlite_database

USERS, ME = "/api/v1/users", "/api/v1/users/me"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.usefixtures("no_attempts")


def make_admin(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as the README says."""
    source = Path(__file__).parents[1] / "src"
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONPATH": str(source)}
    command = [sys.executable, "-m", "petsage.make_admin", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_who_has_an_account_becomes_an_admin(client: Client, database_url: str) -> None:
    account = {"email": f"{uuid4().hex}@example.org", "password": PASSWORD}
    client.post(USERS, json=account)
    token = client.post("/api/v1/tokens", json=account).json()["token"]
    headers = {"authorization": f"Bearer {token}"}
    assert client.get(ME, headers=headers).json()["role"] == "user"

    done = make_admin(database_url, account["email"].upper())

    assert (done.returncode, "is an admin" in done.stdout) == (0, True), done.stderr
    assert client.get(ME, headers=headers).json()["role"] == "admin"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [((), "Say whom"), (("nonsense",), "not an email address"), (("nobody@example.org",), "Sign up first")],
)
def test_what_is_in_the_way_is_said(client: Client, database_url: str, arguments: tuple[str, ...], told: str) -> None:
    done = make_admin(database_url, *arguments)

    assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_a_database_without_tables_is_said(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    on_postgresql = database_url.startswith("postgresql")
    empty = new_postgresql_database() if on_postgresql else new_sqlite_database(tmp_path_factory)
    done = make_admin(empty, "mia@example.org")

    assert (done.returncode, "alembic upgrade heads" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
