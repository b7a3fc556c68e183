"""Roles as admins and the command give them: what a feature declares."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, true

from petsage.core import roles
from petsage.core.access import caller_is, values_of
from petsage.core.database import Database, Session
from petsage.core.identity.callers import SignedIn
from petsage.core.identity.models import Role
from petsage.core.identity.roles import give_role
from petsage.core.ids import uuid7
from petsage.core.testing import Client, Person

USERS = "/api/v1/users"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    """Two roles, of which everybody starts with one, as if a feature declared them."""
    roles.declare("keeper", "vet", start="keeper")
    yield
    roles._declared.clear()


@pytest.fixture
def email(client: Client, no_attempts: None) -> str:
    """The address of an account."""
    email = f"{uuid4().hex}@example.org"
    assert client.post(USERS, json={"email": email, "password": PASSWORD}).json()["roles"] == ["keeper"]
    return email


def roles_of(admin: Person, email: str) -> list[str]:
    (user,) = admin.get(f"{USERS}?email={email}").json()["items"]
    return list(user["roles"])


def test_an_account_has_several_roles_and_is_found_by_each(admin: Person, email: str) -> None:
    (user,) = admin.get(f"{USERS}?email={email}").json()["items"]
    assert admin("PUT", f"{USERS}/{user['id']}/roles/vet").status_code == 204

    assert roles_of(admin, email) == ["keeper", "vet"]
    for role in ("keeper", "vet"):
        assert len(admin.get(f"{USERS}?email={email}&role={role}").json()["items"]) == 1


def test_a_role_is_given_to_nobody_who_is_not_there(admin: Person) -> None:
    assert admin("PUT", f"{USERS}/{uuid4()}/roles/vet").status_code == 404


def test_who_asks_is_what_their_roles_say(client: Client) -> None:
    async def is_vet(database: Database, *held: str) -> bool:
        caller = SignedIn(id=uuid7(), role=Role.USER, roles=list(held))
        statement = select(true()).where(caller_is("vet"))
        return bool(await Session(database).rows(statement, **values_of(caller)))

    database = client._app.state.database
    assert client.call(is_vet, database, "vet", "keeper")
    assert not client.call(is_vet, database, "keeper")
    assert not client.call(is_vet, database)


def test_the_command_gives_a_role_to_one_and_to_everybody(
    client: Client, admin: Person, email: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert give_role(database_url, ["vet", email.upper()]) is None
    assert roles_of(admin, email) == ["keeper", "vet"]
    assert give_role(database_url, ["keeper", "everybody"]) is None
    assert roles_of(admin, email) == ["keeper", "vet"]
    assert "has the role keeper" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Say which role"),
        (["nonsense", "mia@example.org"], "There are keeper, vet."),
        (["vet", "nonsense"], "not an email address"),
        (["vet", "nobody@example.org"], "Sign up first"),
    ],
)
def test_what_is_in_the_way_is_said(client: Client, database_url: str, arguments: list[str], told: str) -> None:
    assert told in (give_role(database_url, arguments) or "")


def test_the_command_runs_as_the_readme_says(client: Client, database_url: str) -> None:
    source = Path(__file__).parents[1] / "src"
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONPATH": str(source)}
    command = [sys.executable, "-m", "petsage.give_role", "vet", "mia@example.org"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, "No feature declares one" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
