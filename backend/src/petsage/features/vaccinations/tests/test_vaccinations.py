"""Vaccinations: the feature as a client sees it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx2 import Response

from petsage.core.expecting import Thing, copy_row, created, listed, refused, shown
from petsage.core.testing import Client, Person
from petsage.features.vaccinations.models import Vaccination

PETS = "/api/v1/pets"
VACCINATIONS = "/api/v1/vaccinations"


def post_pet(person: Person, /, **fields: Any) -> Response:
    """The answer to creating a pet."""
    return person.post(PETS, {"name": "Ada", "species": "bird", **fields})


def new_pet(person: Person, /, **fields: Any) -> Thing:
    """A pet, as the API shows it."""
    return created(post_pet(person, **fields))


def post_vaccination(person: Person, /, **fields: Any) -> Response:
    """The answer to creating a vaccination."""
    pet_id = fields.pop("pet_id", "") or new_pet(person)["id"]
    return person.post(
        f"/api/v1/pets/{pet_id}/vaccinations", {"vaccine": "adenovirus", "given_date": "2020-01-10", **fields}
    )


def new_vaccination(person: Person, /, **fields: Any) -> Thing:
    """A vaccination, as the API shows it."""
    return created(post_vaccination(person, **fields))


def test_a_created_vaccination_is_at_its_location(alice: Person) -> None:
    sent: Thing = {
        "vaccine": "adenovirus",
        "product": "Ada",
        "lot_number": "Ada",
        "given_date": "2020-01-10",
        "due_date": "2020-01-11",
        "due_reason": "guideline",
        "note": "Ada",
    }
    created = post_vaccination(alice, **sent)
    found = alice.get(created.headers["location"])

    assert created.status_code == 201
    assert found.json() == created.json() | sent
    assert found.headers["etag"] == created.headers["etag"]
    assert UUID(found.json()["id"]).version == 7


def test_what_is_not_said_of_a_vaccination_has_its_default(alice: Person) -> None:
    vaccination = new_vaccination(alice)

    assert vaccination == vaccination | {
        "product": None,
        "lot_number": None,
        "due_date": None,
        "due_reason": None,
        "note": None,
    }


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("vaccine", [None, "none of these", 7]),
        ("product", ["", "x" * 121, "\x00", 7, " ", "\u200b", "\n"]),
        ("lot_number", ["", "x" * 41, "\x00", 7, " ", "\u200b", "\n"]),
        ("given_date", [None, 0, "2026-02-30", "2026-01-10T08:00:00Z", "2999-01-10"]),
        ("due_date", [0, "2026-02-30", "2026-01-10T08:00:00Z"]),
        ("due_reason", ["none of these", 7]),
        ("note", ["", "x" * 2001, "\x00", 7, " ", "\u200b"]),
        ("id", ["01890000-0000-7000-8000-000000000000"]),
        ("nonsense", [1]),
    ],
)
def test_a_vaccination_with_a_field_that_breaks_its_rule_is_refused(
    alice: Person, field: str, values: list[Any]
) -> None:
    vaccination = new_vaccination(alice)
    path = f"{VACCINATIONS}/{vaccination['id']}"

    for value in values:
        assert refused(post_vaccination(alice, **{"pet_id": vaccination["pet_id"], field: value})) == {field}
        assert refused(alice.patch(path, {field: value})) == {field}
    assert alice.get(path).json() == vaccination


@pytest.mark.parametrize("field", ["product", "lot_number", "due_date", "due_reason", "note"])
def test_a_vaccination_can_be_without_what_is_optional(alice: Person, field: str) -> None:
    vaccination = new_vaccination(alice, **{field: None})

    assert vaccination[field] is None
    assert alice.patch(f"{VACCINATIONS}/{vaccination['id']}", {field: None}).json()[field] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (
            "vaccine",
            [
                "core",
                "distemper",
                "adenovirus",
                "parvovirus",
                "leptospirosis",
                "bordetella",
                "rabies",
                "panleukopenia",
                "herpesvirus",
                "calicivirus",
                "feline leukemia",
                "myxomatosis",
                "rabbit haemorrhagic disease",
                "other",
            ],
        ),
        ("product", ["x", "x" * 120]),
        ("lot_number", ["x", "x" * 40]),
        ("due_reason", ["vet", "label", "law", "guideline"]),
        ("note", ["x", "x" * 2000]),
    ],
)
def test_a_vaccination_can_have_the_outermost_values(alice: Person, field: str, values: list[Any]) -> None:
    for value in values:
        assert new_vaccination(alice, **{field: value})[field] == value


def test_a_change_of_a_vaccination_changes_what_it_names_and_nothing_else(alice: Person) -> None:
    vaccination = new_vaccination(alice, vaccine="adenovirus")
    path, value = f"{VACCINATIONS}/{vaccination['id']}", "bordetella"

    changed = alice.patch(path, {"vaccine": value})

    assert changed.status_code == 200
    assert changed.json() == vaccination | {"vaccine": value, "updated_at": changed.json()["updated_at"]}
    assert alice.get(path).json() == changed.json()


def test_what_has_changed_meanwhile_in_a_vaccination_is_not_overwritten(alice: Person) -> None:
    vaccination = new_vaccination(alice)
    path = f"{VACCINATIONS}/{vaccination['id']}"
    known = alice.get(path).headers["etag"]

    assert alice.patch(path, {"vaccine": "adenovirus"}, if_match=known).status_code == 200
    assert alice.patch(path, {"vaccine": "bordetella"}, if_match=known).status_code == 412
    assert alice.delete(path, if_match=known).status_code == 412
    assert alice.get(path).status_code == 200


def test_vaccinations_due_date_is_after_its_given_date(alice: Person) -> None:
    good: Thing = {"due_date": "2020-01-11", "given_date": "2020-01-10"}
    vaccination = new_vaccination(alice, **good)
    path = f"{VACCINATIONS}/{vaccination['id']}"

    for answer in (
        post_vaccination(alice, **good | {"due_date": "2020-01-10"}),
        alice.patch(path, {"due_date": "2020-01-10"}),
        post_vaccination(alice, **good | {"given_date": "2020-01-11"}),
        alice.patch(path, {"given_date": "2020-01-11"}),
    ):
        assert refused(answer) == {"due_date"}


def test_vaccinations_are_listed_by_given_date_descending_and_each_once(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    values = ["2020-01-12", "2020-01-11", "2020-01-10"]
    made = {new_vaccination(alice, given_date=value, pet_id=pet_id)["id"] for value in (*values[1:], values[0])}

    first = alice.get(f"/api/v1/pets/{pet_id}/vaccinations?limit=2").json()
    new_vaccination(alice, pet_id=pet_id)
    rest = listed(alice, f"/api/v1/pets/{pet_id}/vaccinations?limit=2&cursor={first['next']}")

    items = [item for item in [*first["items"], *rest] if item["id"] in made]
    assert [item["given_date"] for item in items] == values


def test_a_cursor_is_good_for_its_own_list_of_vaccinations_alone(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    for _ in range(2):
        new_vaccination(alice, pet_id=pet_id)
    cursor = alice.get(f"/api/v1/pets/{pet_id}/vaccinations?limit=1").json()["next"]

    assert alice.get(f"/api/v1/pets/{pet_id}/vaccinations?cursor={cursor}").status_code == 200
    pet_id = new_pet(alice)["id"]
    assert alice.get(f"/api/v1/pets/{pet_id}/vaccinations?cursor={cursor}").status_code == 422
    assert alice.get(f"/api/v1/pets/{pet_id}/vaccinations?cursor=nonsense").status_code == 422


def test_vaccinations_can_be_filtered_by_due_date(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    one = new_vaccination(alice, due_date="2020-01-11", pet_id=pet_id)
    other = new_vaccination(alice, due_date="2020-01-12", pet_id=pet_id)

    assert shown(alice, f"/api/v1/pets/{pet_id}/vaccinations?limit=100&due_date_from=2020-01-12", one, other) == [other]
    assert shown(alice, f"/api/v1/pets/{pet_id}/vaccinations?limit=100&due_date_to=2020-01-11", one, other) == [one]


def test_vaccinations_can_be_filtered_by_vaccine(alice: Person) -> None:
    pet_id = new_pet(alice)["id"]
    one = new_vaccination(alice, vaccine="adenovirus", pet_id=pet_id)
    other = new_vaccination(alice, vaccine="bordetella", pet_id=pet_id)

    assert shown(alice, f"/api/v1/pets/{pet_id}/vaccinations?limit=100&vaccine=adenovirus", one, other) == [one]


@pytest.mark.parametrize(
    ("who", "see", "change", "delete"),
    [
        ("alice", 200, 200, 204),
        ("bob", 404, 404, 404),
        ("admin", 404, 404, 404),
    ],
)
def test_who_may_see_and_change_and_delete_a_vaccination(
    alice: Person, people: dict[str, Person], who: str, see: int, change: int, delete: int
) -> None:
    vaccination = new_vaccination(alice)
    path, caller = f"{VACCINATIONS}/{vaccination['id']}", people[who]

    assert caller.get(path).status_code == see
    assert caller.patch(path, {}).status_code == change
    assert caller.delete(path).status_code == delete
    assert alice.get(path).status_code == (404 if delete == 204 else 200)


def test_a_vaccination_of_somebody_else_looks_as_if_it_were_missing(alice: Person, bob: Person) -> None:
    vaccination = new_vaccination(alice)
    path, missing = f"{VACCINATIONS}/{vaccination['id']}", bob.get(f"{VACCINATIONS}/{uuid4()}")

    assert (missing.status_code, bob.get(path).content) == (404, missing.content)


def test_a_vaccination_is_not_made_for_what_is_somebody_elses(alice: Person, bob: Person) -> None:
    assert post_vaccination(bob, pet_id=new_pet(alice)["id"]).status_code == 404


def test_a_pet_has_at_most_500_vaccinations(client: Client, alice: Person, app: FastAPI) -> None:
    pet_id = new_pet(alice)["id"]
    vaccination = new_vaccination(alice, pet_id=pet_id)
    client.call(copy_row, app.state.database, Vaccination, vaccination["id"], 498, {})

    assert post_vaccination(alice, pet_id=pet_id).status_code == 201
    assert post_vaccination(alice, pet_id=pet_id).status_code == 409


def test_a_deleted_vaccination_is_gone(alice: Person) -> None:
    vaccination = new_vaccination(alice)
    path = f"{VACCINATIONS}/{vaccination['id']}"

    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404
    assert alice.delete(path).status_code == 404
    assert shown(alice, f"/api/v1/pets/{vaccination['pet_id']}/vaccinations", vaccination) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/pets/{id}/vaccinations"),
        ("POST", "/api/v1/pets/{id}/vaccinations"),
        ("GET", "/api/v1/vaccinations/{id}"),
        ("PATCH", "/api/v1/vaccinations/{id}"),
        ("DELETE", "/api/v1/vaccinations/{id}"),
    ],
)
def test_nobody_does_this_without_signing_in(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path.format(id=uuid4()))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/api/v1/pets/{pet_id}/vaccinations", {"200"}),
        ("post", "/api/v1/pets/{pet_id}/vaccinations", {"201", "409"}),
        ("get", "/api/v1/vaccinations/{vaccination_id}", {"200"}),
        ("patch", "/api/v1/vaccinations/{vaccination_id}", {"200"}),
        ("delete", "/api/v1/vaccinations/{vaccination_id}", {"204", "409"}),
    ],
)
def test_each_operation_documents_what_it_answers(app: FastAPI, method: str, path: str, statuses: set[str]) -> None:
    assert statuses <= app.openapi()["paths"][path][method]["responses"].keys()
