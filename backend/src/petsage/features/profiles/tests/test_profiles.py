"""Profiles: the feature as a client sees it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx2 import Response

from petsage.core.expecting import Thing, created, refused, shown
from petsage.core.testing import Client, Person

PROFILES = "/api/v1/profiles"


def post_profile(person: Person, /, **fields: Any) -> Response:
    """The answer to creating a profile."""
    return person.post(PROFILES, {**fields})


def new_profile(person: Person, /, **fields: Any) -> Thing:
    """A profile, as the API shows it."""
    return created(post_profile(person, **fields))


def test_a_created_profile_is_at_its_location(alice: Person) -> None:
    sent: Thing = {"display_name": "Ada", "country": "NL", "time_zone": "Europe/Amsterdam", "unit_system": "imperial"}
    created = post_profile(alice, **sent)
    found = alice.get(created.headers["location"])

    assert created.status_code == 201
    assert found.json() == created.json() | sent
    assert found.headers["etag"] == created.headers["etag"]
    assert UUID(found.json()["id"]).version == 7


def test_what_is_not_said_of_a_profile_has_its_default(alice: Person) -> None:
    profile = new_profile(alice)

    assert profile == profile | {"display_name": None, "country": None, "time_zone": "UTC", "unit_system": "metric"}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("display_name", ["", "x" * 81, "\x00", 7, " ", "\u200b", "\n"]),
        ("country", ["x", "xxx", "x\x00", 7, "  ", "\u200b\u200b", "x\n", "nl", "12"]),
        ("time_zone", [None, "", "x" * 65, "\x00", 7, " ", "\u200b", "\n", "Europe/Atlantis", "../UTC"]),
        ("unit_system", [None, "none of these", 7]),
        ("owner_id", ["01890000-0000-7000-8000-000000000000"]),
        ("id", ["01890000-0000-7000-8000-000000000000"]),
        ("nonsense", [1]),
    ],
)
def test_a_profile_with_a_field_that_breaks_its_rule_is_refused(alice: Person, field: str, values: list[Any]) -> None:
    profile = new_profile(alice)
    path = f"{PROFILES}/{profile['id']}"

    for value in values:
        assert refused(post_profile(alice, **{field: value})) == {field}
        assert refused(alice.patch(path, {field: value})) == {field}
    assert alice.get(path).json() == profile


@pytest.mark.parametrize("field", ["display_name", "country"])
def test_a_profile_can_be_without_what_is_optional(alice: Person, field: str) -> None:
    profile = new_profile(alice, **{field: None})

    assert profile[field] is None
    assert alice.patch(f"{PROFILES}/{profile['id']}", {field: None}).json()[field] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("display_name", ["x"]),
        ("display_name", ["x" * 80]),
        ("country", ["NL"]),
        ("time_zone", ["GB"]),
        ("time_zone", ["America/Argentina/ComodRivadavia"]),
        ("unit_system", ["metric"]),
        ("unit_system", ["imperial"]),
    ],
)
def test_a_profile_can_have_the_outermost_values(alice: Person, field: str, values: list[Any]) -> None:
    for value in values:
        assert new_profile(alice, **{field: value})[field] == value


def test_a_change_of_a_profile_changes_what_it_names_and_nothing_else(alice: Person) -> None:
    profile = new_profile(alice, display_name="Ada")
    path, value = f"{PROFILES}/{profile['id']}", "Ben"

    changed = alice.patch(path, {"display_name": value})

    assert changed.status_code == 200
    assert changed.json() == profile | {"display_name": value, "updated_at": changed.json()["updated_at"]}
    assert alice.get(path).json() == changed.json()


def test_what_has_changed_meanwhile_in_a_profile_is_not_overwritten(alice: Person) -> None:
    profile = new_profile(alice)
    path = f"{PROFILES}/{profile['id']}"
    known = alice.get(path).headers["etag"]

    assert alice.patch(path, {"display_name": "Ada"}, if_match=known).status_code == 200
    assert alice.patch(path, {"display_name": "Ben"}, if_match=known).status_code == 412
    assert alice.get(path).status_code == 200


@pytest.mark.parametrize(
    ("who", "see", "change"),
    [
        ("alice", 200, 200),
        ("bob", 404, 404),
        ("admin", 404, 404),
    ],
)
def test_who_may_see_and_change_a_profile(
    alice: Person, people: dict[str, Person], who: str, see: int, change: int
) -> None:
    profile = new_profile(alice)
    path, caller = f"{PROFILES}/{profile['id']}", people[who]

    assert caller.get(path).status_code == see
    assert caller.patch(path, {}).status_code == change


def test_a_profile_of_somebody_else_looks_as_if_it_were_missing(alice: Person, bob: Person) -> None:
    profile = new_profile(alice)
    path, missing = f"{PROFILES}/{profile['id']}", bob.get(f"{PROFILES}/{uuid4()}")

    assert (missing.status_code, bob.get(path).content) == (404, missing.content)
    assert shown(bob, PROFILES, profile) == []


def test_an_owner_has_at_most_1_profile(alice: Person) -> None:
    for _ in range(1):
        new_profile(alice)

    assert post_profile(alice).status_code == 409


def test_an_owner_who_goes_takes_profiles_along(alice: Person) -> None:
    new_profile(alice)

    assert alice.post("/api/v1/users/me/deletion", {"password": alice.token}).status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/profiles"),
        ("POST", "/api/v1/profiles"),
        ("GET", "/api/v1/profiles/{id}"),
        ("PATCH", "/api/v1/profiles/{id}"),
    ],
)
def test_nobody_does_this_without_signing_in(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path.format(id=uuid4()))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/api/v1/profiles", {"200"}),
        ("post", "/api/v1/profiles", {"201", "409"}),
        ("get", "/api/v1/profiles/{profile_id}", {"200"}),
        ("patch", "/api/v1/profiles/{profile_id}", {"200"}),
    ],
)
def test_each_operation_documents_what_it_answers(app: FastAPI, method: str, path: str, statuses: set[str]) -> None:
    assert statuses <= app.openapi()["paths"][path][method]["responses"].keys()
