"""For the tests of a built project, into which it is copied: what people have of their own."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import bindparam, column, delete, table

from petsage.core.columns import Identifier
from petsage.core.database import Database
from petsage.core.expecting import Thing, created, listed, refused
from petsage.core.testing import Client, Person

API = "/api/v1"
ACCOUNTS, ME, PROFILES = f"{API}/users", f"{API}/users/me", f"{API}/user-profiles"
AT_ONCE = 9

pytestmark = pytest.mark.usefixtures("no_attempts")


def account(**fields: Any) -> Thing:
    return {"email": f"{uuid4().hex}@example.com", "password": "correct horse battery", **fields}


_PROFILES = table("user_profiles", column("id", Identifier()))
_FORGOTTEN = delete(_PROFILES).where(_PROFILES.c.id == bindparam("whose", type_=Identifier()))


async def _forget(database: Database, person: Person) -> None:
    """As an account is that was made by who knew nothing of the fields, while the app was being deployed."""
    async with database.transaction() as transaction:
        await transaction.execute(_FORGOTTEN, whose=person.id)


def test_of_many_who_ask_for_a_name_at_once_one_has_it(client: Client) -> None:
    name = f"n{uuid4().hex[:12]}"

    async def ask() -> list[tuple[int, list[str]]]:
        asked = [client._requests.post(ACCOUNTS, json=account(username=name)) for _ in range(AT_ONCE)]
        answers = await asyncio.gather(*asked)
        return [(one.status_code, [fault["place"] for fault in one.json().get("fields", [])]) for one in answers]

    assert sorted(client.call(ask)) == [(201, []), *[(409, ["body.username"])] * (AT_ONCE - 1)]


def test_who_is_refused_has_no_account(client: Client) -> None:
    one, other = account(username=f"n{uuid4().hex[:12]}"), account()
    created(client.post(ACCOUNTS, json=one))

    assert client.post(ACCOUNTS, json=other | {"username": one["username"].upper()}).status_code == 409
    assert created(client.post(ACCOUNTS, json=other | {"username": f"n{uuid4().hex[:12]}"}))["email"] == other["email"]


def test_the_address_is_blamed_for_what_is_the_addresss(client: Client) -> None:
    one = account(username=f"n{uuid4().hex[:12]}")
    created(client.post(ACCOUNTS, json=one))
    again = client.post(ACCOUNTS, json=one | {"username": f"n{uuid4().hex[:12]}"})

    assert (again.status_code, [fault["place"] for fault in again.json()["fields"]]) == (409, ["body.email"])


def test_an_account_that_knows_nothing_of_the_fields_has_them_when_it_changes_them(alice: Person, bob: Person) -> None:
    alice.ask(_forget, alice)
    before = alice.get(ME)

    assert (before.json()["username"], before.json()["theme"]) == (None, "light")
    assert bob.get(f"{PROFILES}/{alice.id}").status_code == 404
    changed = alice.patch(ME, {"bio": "Sails."}, if_match=before.headers["etag"]).json()
    assert (changed["username"], changed["bio"], changed["theme"]) == (None, "Sails.", "light")
    assert bob.get(f"{PROFILES}/{alice.id}").json()["bio"] == "Sails."


def test_what_isnt_said_to_be_seen_is_seen_by_its_user_and_admins(alice: Person, bob: Person, admin: Person) -> None:
    alice.patch(ME, {"theme": "dark"})

    assert "theme" not in bob.get(f"{PROFILES}/{alice.id}").json()
    assert all(one.keys() == {"id", "username", "bio", "followed", "follow_count"} for one in listed(bob, PROFILES))
    assert admin.get(f"{ACCOUNTS}/{alice.id}").json()["theme"] == "dark"
    assert bob.get(f"{ACCOUNTS}/{alice.id}").status_code == 403
    found = admin.get(f"{ACCOUNTS}?email={alice.get(ME).json()['email']}").json()["items"]
    assert [(one["id"], one["theme"]) for one in found] == [(str(alice.id), "dark")]


def test_what_accounts_have_is_not_changed_so(alice: Person) -> None:
    for field in ("email", "password", "role", "is_active", "id"):
        assert refused(alice.patch(ME, {field: alice.get(ME).json().get(field)})) == {field}


def test_authors_are_shown_by_their_names_to_who_sees_the_article(client: Client, alice: Person) -> None:
    name = f"n{uuid4().hex[:12]}"
    alice.patch(ME, {"username": name, "theme": "dark"})
    article = created(alice.post(f"{API}/articles", {"title": "On cats"}))
    author = {"id": str(alice.id), "username": name, "theme": "dark"}

    assert client.get(f"{API}/articles/{article['id']}").json()["author"] == author
    alice.ask(_forget, alice)
    assert client.get(f"{API}/articles/{article['id']}").json()["author"] == author | {"username": None, "theme": None}


def test_follows_are_counted_and_end_with_either_account(alice: Person, bob: Person) -> None:
    for who, whom in ((alice, bob), (bob, alice)):
        assert who("PUT", f"{PROFILES}/{whom.id}/follow").status_code == 204
    assert alice.get(f"{PROFILES}/{bob.id}").json()["followed"] is True
    assert bob.get(f"{ME}/export").json()["kinds"]["user_profile_follows"]
    assert bob.post(f"{ME}/deletion", {"password": bob.token}).status_code == 204
    assert alice.get(f"{PROFILES}/{alice.id}").json()["follow_count"] == 0


def test_the_document_says_what_is_given_and_shown(app: FastAPI) -> None:
    schemas = app.openapi()["components"]["schemas"]

    assert {"email", "password", "username"} <= set(schemas["SignUp"]["required"])
    assert {"email", "username", "theme"} <= schemas["UserRead"]["properties"].keys()
    assert schemas["UserProfileRead"]["properties"].keys() == {"id", "username", "bio", "followed", "follow_count"}
