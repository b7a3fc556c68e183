"""Accounts as a client sees them."""

from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import bindparam, update

from petsage.core.database import Database
from petsage.core.identity import passwords
from petsage.core.identity.models import User
from petsage.core.testing import Client, joining

USERS, TOKENS, ME = "/api/v1/users", "/api/v1/tokens", "/api/v1/users/me"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.fixture
def email(client: Client) -> str:
    """The address of an account."""
    email = f"{uuid4().hex}@Example.com"
    assert client.post(USERS, json=joining(email, PASSWORD)).status_code == 201
    return email


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Response:
    return client.post(TOKENS, json={"email": email, "password": password})


def headers_of(client: Client, email: str) -> dict[str, str]:
    return bearing(sign_in(client, email).json()["token"])


def bearing(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_who_signed_up_signs_in_and_is_known(client: Client, email: str) -> None:
    me = client.get(ME, headers=headers_of(client, email.upper()))

    assert me.status_code == 200
    assert (me.json()["email"], me.json()["role"]) == (email.lower(), "user")
    assert "password" not in me.text


def test_an_address_has_one_account(client: Client, email: str) -> None:
    answer = client.post(USERS, json=joining(email.lower(), PASSWORD))

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (409, "body.email")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, email: str) -> None:
    wrong, unknown = sign_in(client, email, "wrong password"), sign_in(client, "nobody@example.com")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content


@pytest.mark.parametrize("token", ["nonsense", "", "\0"])
def test_a_token_that_is_not_known_is_refused(client: Client, token: str) -> None:
    assert client.get(ME, headers=bearing(token)).status_code == 401


def test_who_signs_out_is_not_known_any_more(client: Client, email: str) -> None:
    this, other = headers_of(client, email), headers_of(client, email)

    assert client.delete(f"{TOKENS}/current", headers=this).status_code == 204
    assert client.get(ME, headers=this).status_code == 401
    assert client.get(ME, headers=other).status_code == 200


def test_a_new_password_ends_every_other_sign_in(client: Client, email: str) -> None:
    this, other = headers_of(client, email), headers_of(client, email)
    change = {"current": PASSWORD, "new": "a new long password"}

    assert client.put(f"{ME}/password", json=change, headers=this).status_code == 204
    assert client.get(ME, headers=this).status_code == 200
    assert client.get(ME, headers=other).status_code == 401
    assert sign_in(client, email).status_code == 401
    assert sign_in(client, email, change["new"]).status_code == 201


def test_the_current_password_is_needed_for_a_new_one(client: Client, email: str) -> None:
    change = {"current": "not my password", "new": "a new long password"}
    answer = client.put(f"{ME}/password", json=change, headers=headers_of(client, email))

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "body.current")


@pytest.mark.parametrize("password", ["short", "correct hor", "password1234", "PASSWORD1234", "x" * 40])
def test_a_password_that_is_easily_guessed_is_refused(client: Client, password: str) -> None:
    answer = client.post(USERS, json=joining("somebody@example.com", password))

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "body.password")


def test_who_tries_too_often_has_to_wait(client: Client) -> None:
    answers = [sign_in(client, "somebody@example.com") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


def test_who_signs_in_has_all_tries_again(client: Client, email: str) -> None:
    for _ in range(2):
        assert [sign_in(client, email, "wrong").status_code for _ in range(9)] == [401] * 9
        assert sign_in(client, email).status_code == 201


def test_a_password_is_the_same_however_its_accents_are_typed(client: Client) -> None:
    email = f"{uuid4().hex}@example.com"
    assert client.post(USERS, json={"email": email, "password": "cafe\u0301 au lait noir"}).status_code == 201

    assert sign_in(client, email, "caf\u00e9 au lait noir").status_code == 201
    assert sign_in(client, email, "cafe au lait noir").status_code == 401


def test_a_password_that_was_hashed_as_it_was_typed_still_counts_and_is_hashed_anew(
    client: Client, email: str, app: FastAPI
) -> None:
    typed = "cafe\u0301 au lait noir"
    user_id = UUID(client.get(ME, headers=headers_of(client, email)).json()["id"])
    client.call(keep_hash, app.state.database, user_id, passwords.hasher().hash(typed))

    assert sign_in(client, email, "caf\u00e9 au lait noir").status_code == 401
    assert sign_in(client, email, typed).status_code == 201
    assert sign_in(client, email, "caf\u00e9 au lait noir").status_code == 201


def test_a_password_is_as_long_as_its_one_form(client: Client) -> None:
    answer = client.post(USERS, json={"email": f"{uuid4().hex}@example.com", "password": "e\u0301a\u0301" * 3})

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "body.password")


async def keep_hash(database: Database, user_id: UUID, kept: str) -> None:
    """Lets an account have this hash."""
    async with database.transaction() as transaction:
        await transaction.execute(
            update(User).where(User.id == bindparam("user_id")).values(password=bindparam("kept")),
            user_id=user_id,
            kept=kept,
        )
