"""What admins do with accounts."""

import pytest

from petsage.core.expecting import listed
from petsage.core.identity.models import Role
from petsage.core.testing import Client, Person, SignIn

USERS, TOKENS, ME = "/api/v1/users", "/api/v1/tokens", "/api/v1/users/me"

pytestmark = pytest.mark.usefixtures("no_attempts")


def account_of(person: Person) -> str:
    return f"{USERS}/{person.id}"


def test_an_admin_finds_an_account(admin: Person, alice: Person) -> None:
    assert admin.get(account_of(alice)).json()["email"] == alice.get(ME).json()["email"]


def test_who_is_not_active_is_signed_out_and_cannot_sign_in(client: Client, admin: Person, alice: Person) -> None:
    credentials = {"email": alice.get(ME).json()["email"], "password": alice.token}

    assert admin.patch(account_of(alice), {"is_active": False}).json()["is_active"] is False
    assert alice.get(ME).status_code == 401
    assert client.post(TOKENS, json=credentials).status_code == 403
    assert client.post(TOKENS, json=credentials | {"password": "wrong"}).status_code == 401

    admin.patch(account_of(alice), {"is_active": True})
    assert client.post(TOKENS, json=credentials).status_code == 201


def test_an_admin_makes_another(admin: Person, alice: Person) -> None:
    assert admin.patch(account_of(alice), {"role": "admin"}).json()["role"] == "admin"
    assert alice.get(account_of(admin)).status_code == 200


def test_an_account_that_is_deleted_is_gone(admin: Person, alice: Person) -> None:
    assert admin.delete(account_of(alice)).status_code == 204
    assert alice.get(ME).status_code == 401
    assert admin.get(account_of(alice)).status_code == 404


def test_an_admin_is_left(sign_in: SignIn, admin: Person) -> None:
    for other in listed(admin, USERS):
        if other["role"] == "admin" and other["id"] != str(admin.id):
            admin.patch(f"{USERS}/{other['id']}", {"role": "user"})

    assert admin.patch(account_of(admin), {"role": "user"}).status_code == 409
    assert admin.patch(account_of(admin), {"is_active": False}).status_code == 409
    assert admin.delete(account_of(admin)).status_code == 409

    another = sign_in(Role.ADMIN)
    assert another.delete(account_of(admin)).status_code == 204


def test_a_change_of_what_has_changed_is_refused(admin: Person, alice: Person) -> None:
    read = admin.get(account_of(alice)).headers["etag"]
    admin.patch(account_of(alice), {"role": "admin"})

    assert admin.patch(account_of(alice), {"role": "user"}, if_match=read).status_code == 412


def test_nobody_else_has_any_of_it(alice: Person, bob: Person) -> None:
    path = account_of(bob)

    answers = [alice.get(path), alice.patch(path, {"role": "admin"}), alice.delete(path)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
