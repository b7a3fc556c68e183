"""Health tracker: the feature as a client sees it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx2 import Response

from petsage.core.expecting import Thing, created, listed, refused, shown
from petsage.core.fields import now
from petsage.core.testing import Client, Person

PETS = "/api/v1/pets"
OBSERVATIONS = "/api/v1/observations"


def post_pet(person: Person, /, **fields: Any) -> Response:
    """The answer to creating a pet."""
    return person.post(PETS, {"name": "Ada", "species": "bird", **fields})


def new_pet(person: Person, /, **fields: Any) -> Thing:
    """A pet, as the API shows it."""
    return created(post_pet(person, **fields))


def post_observation(person: Person, /, **fields: Any) -> Response:
    """The answer to creating an observation."""
    pet_id = fields.pop("pet_id", "") or new_pet(person)["id"]
    return person.post(f"/api/v1/pets/{pet_id}/observations", {"kind": "appetite", **fields})


def new_observation(person: Person, /, **fields: Any) -> Thing:
    """An observation, as the API shows it."""
    return created(post_observation(person, **fields))


def test_a_created_observation_is_at_its_location(alice: Person) -> None:
    sent: Thing = {
        "kind": "appetite",
        "value": "1.000",
        "finding": "Ada",
        "measured_time": "2020-01-10T08:00:00Z",
        "method": "clinic",
        "note": "Ada",
    }
    created = post_observation(alice, **sent)
    found = alice.get(created.headers["location"])

    assert created.status_code == 201
    assert found.json() == created.json() | sent
    assert found.headers["etag"] == created.headers["etag"]
    assert UUID(found.json()["id"]).version == 7


def test_what_is_not_said_of_an_observation_has_its_default(alice: Person) -> None:
    before = now().isoformat()[:19]
    observation = new_observation(alice)

    assert observation == observation | {"value": None, "finding": None, "method": "owner", "note": None}
    assert before <= observation["measured_time"] <= now().isoformat()[:19] + "~"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", [None, "none of these", 7]),
        ("value", ["-0.001", "1000.001", "NaN", "much", "0.0001"]),
        ("finding", ["", "x" * 201, "\x00", 7, " ", "\u200b", "\n"]),
        ("measured_time", [None, 0, "2026-01-10T08:00:00", "2026-02-30T08:00:00Z", "2999-01-10T08:00:00Z"]),
        ("method", [None, "none of these", 7]),
        ("note", ["", "x" * 2001, "\x00", 7, " ", "\u200b"]),
        ("id", ["01890000-0000-7000-8000-000000000000"]),
        ("nonsense", [1]),
    ],
)
def test_an_observation_with_a_field_that_breaks_its_rule_is_refused(
    alice: Person, field: str, values: list[Any]
) -> None:
    observation = new_observation(alice)
    path = f"{OBSERVATIONS}/{observation['id']}"

    for value in values:
        assert refused(post_observation(alice, **{"pet_id": observation["pet_id"], field: value})) == {field}
        assert refused(alice.patch(path, {field: value})) == {field}
    assert alice.get(path).json() == observation


@pytest.mark.parametrize("field", ["value", "finding", "note"])
def test_an_observation_can_be_without_what_is_optional(alice: Person, field: str) -> None:
    observation = new_observation(alice, **{field: None})

    assert observation[field] is None
    assert alice.patch(f"{OBSERVATIONS}/{observation['id']}", {field: None}).json()[field] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", ["weight", "body condition", "temperature", "sleeping breaths", "appetite", "symptom"]),
        ("value", ["0.000", "0.001", "500.000"]),
        ("finding", ["x", "x" * 200]),
        ("method", ["owner", "clinic", "device", "estimate"]),
        ("note", ["x", "x" * 2000]),
    ],
)
def test_an_observation_can_have_the_outermost_values(alice: Person, field: str, values: list[Any]) -> None:
    for value in values:
        assert new_observation(alice, **{field: value})[field] == value


def test_a_change_of_an_observation_changes_what_it_names_and_nothing_else(alice: Person) -> None:
    observation = new_observation(alice, kind="appetite")
    path, value = f"{OBSERVATIONS}/{observation['id']}", "body condition"

    changed = alice.patch(path, {"kind": value})

    assert changed.status_code == 200
    assert changed.json() == observation | {"kind": value, "updated_at": changed.json()["updated_at"]}
    assert alice.get(path).json() == changed.json()


def test_what_has_changed_meanwhile_in_an_observation_is_not_overwritten(alice: Person) -> None:
    observation = new_observation(alice)
    path = f"{OBSERVATIONS}/{observation['id']}"
    known = alice.get(path).headers["etag"]

    assert alice.patch(path, {"kind": "appetite"}, if_match=known).status_code == 200
    assert alice.patch(path, {"kind": "body condition"}, if_match=known).status_code == 412
    assert alice.delete(path, if_match=known).status_code == 412
    assert alice.get(path).status_code == 200


def test_observations_are_listed_by_measured_time_descending_and_each_once(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    values = ["2020-01-12T08:00:00Z", "2020-01-11T08:00:00Z", "2020-01-10T08:00:00Z"]
    made = {new_observation(alice, measured_time=value, pet_id=pet_id)["id"] for value in (*values[1:], values[0])}

    first = alice.get(f"/api/v1/pets/{pet_id}/observations?limit=2").json()
    new_observation(alice, pet_id=pet_id)
    rest = listed(alice, f"/api/v1/pets/{pet_id}/observations?limit=2&cursor={first['next']}")

    items = [item for item in [*first["items"], *rest] if item["id"] in made]
    assert [item["measured_time"] for item in items] == values


def test_a_cursor_is_good_for_its_own_list_of_observations_alone(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    for _ in range(2):
        new_observation(alice, pet_id=pet_id)
    cursor = alice.get(f"/api/v1/pets/{pet_id}/observations?limit=1").json()["next"]

    assert alice.get(f"/api/v1/pets/{pet_id}/observations?cursor={cursor}").status_code == 200
    pet_id = new_pet(alice)["id"]
    assert alice.get(f"/api/v1/pets/{pet_id}/observations?cursor={cursor}").status_code == 422
    assert alice.get(f"/api/v1/pets/{pet_id}/observations?cursor=nonsense").status_code == 422


def test_observations_can_be_filtered_by_kind(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    one = new_observation(alice, kind="appetite", pet_id=pet_id)
    other = new_observation(alice, kind="body condition", pet_id=pet_id)

    assert shown(alice, f"/api/v1/pets/{pet_id}/observations?limit=100&kind=appetite", one, other) == [one]


def test_observations_can_be_filtered_by_measured_time(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    one = new_observation(alice, measured_time="2020-01-10T08:00:00Z", pet_id=pet_id)
    other = new_observation(alice, measured_time="2020-01-11T08:00:00Z", pet_id=pet_id)

    assert shown(
        alice, f"/api/v1/pets/{pet_id}/observations?limit=100&measured_time_from=2020-01-11T08:00:00Z", one, other
    ) == [other]
    assert shown(
        alice, f"/api/v1/pets/{pet_id}/observations?limit=100&measured_time_to=2020-01-10T08:00:00Z", one, other
    ) == [one]


@pytest.mark.parametrize(
    ("who", "see", "change", "delete"),
    [
        ("alice", 200, 200, 204),
        ("bob", 404, 404, 404),
        ("admin", 404, 404, 404),
    ],
)
def test_who_may_see_and_change_and_delete_an_observation(
    alice: Person, people: dict[str, Person], who: str, see: int, change: int, delete: int
) -> None:
    observation = new_observation(alice)
    path, caller = f"{OBSERVATIONS}/{observation['id']}", people[who]

    assert caller.get(path).status_code == see
    assert caller.patch(path, {}).status_code == change
    assert caller.delete(path).status_code == delete
    assert alice.get(path).status_code == (404 if delete == 204 else 200)


def test_an_observation_of_somebody_else_looks_as_if_it_were_missing(alice: Person, bob: Person) -> None:
    observation = new_observation(alice)
    path, missing = f"{OBSERVATIONS}/{observation['id']}", bob.get(f"{OBSERVATIONS}/{uuid4()}")

    assert (missing.status_code, bob.get(path).content) == (404, missing.content)


def test_an_observation_is_not_made_for_what_is_somebody_elses(alice: Person, bob: Person) -> None:
    assert post_observation(bob, pet_id=new_pet(alice)["id"]).status_code == 404


def test_a_deleted_observation_is_gone(alice: Person) -> None:
    observation = new_observation(alice)
    path = f"{OBSERVATIONS}/{observation['id']}"

    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404
    assert alice.delete(path).status_code == 404
    assert shown(alice, f"/api/v1/pets/{observation['pet_id']}/observations", observation) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/pets/{id}/observations"),
        ("POST", "/api/v1/pets/{id}/observations"),
        ("GET", "/api/v1/observations/{id}"),
        ("PATCH", "/api/v1/observations/{id}"),
        ("DELETE", "/api/v1/observations/{id}"),
    ],
)
def test_nobody_does_this_without_signing_in(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path.format(id=uuid4()))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/api/v1/pets/{pet_id}/observations", {"200"}),
        ("post", "/api/v1/pets/{pet_id}/observations", {"201", "409"}),
        ("get", "/api/v1/observations/{observation_id}", {"200"}),
        ("patch", "/api/v1/observations/{observation_id}", {"200"}),
        ("delete", "/api/v1/observations/{observation_id}", {"204", "409"}),
    ],
)
def test_each_operation_documents_what_it_answers(app: FastAPI, method: str, path: str, statuses: set[str]) -> None:
    assert statuses <= app.openapi()["paths"][path][method]["responses"].keys()
