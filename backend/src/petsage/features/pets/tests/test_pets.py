"""Pets: the feature as a client sees it."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx2 import Response

from petsage.core.expecting import Thing, created, deleted_before, listed, refused, shown
from petsage.core.testing import Client, Person
from petsage.features.pets.models import Pet

PETS = "/api/v1/pets"


def post_pet(person: Person, /, **fields: Any) -> Response:
    """The answer to creating a pet."""
    return person.post(PETS, {"name": "Ada", "species": "bird", **fields})


def new_pet(person: Person, /, **fields: Any) -> Thing:
    """A pet, as the API shows it."""
    return created(post_pet(person, **fields))


def test_a_created_pet_is_at_its_location(alice: Person) -> None:
    sent: Thing = {
        "name": "Ada",
        "species": "bird",
        "breeds": ["Ada"],
        "sex": "female",
        "neuter_status": "intact",
        "birth_date": "2020-01-10",
        "birth_precision": "estimated",
        "microchip": f"{uuid4().int % 10**15:015}",
        "older_chip": "aaaaaaaaa",
        "photo": "https://example.org/a",
        "allergies": ["Ada"],
        "conditions": ["Ada"],
    }
    created = post_pet(alice, **sent)
    found = alice.get(created.headers["location"])

    assert created.status_code == 201
    assert found.json() == created.json() | sent
    assert found.headers["etag"] == created.headers["etag"]
    assert UUID(found.json()["id"]).version == 7


def test_what_is_not_said_of_a_pet_has_its_default(alice: Person) -> None:
    pet = new_pet(alice)

    assert pet == pet | {
        "breeds": [],
        "sex": "unknown",
        "neuter_status": "unknown",
        "birth_date": None,
        "birth_precision": "day",
        "microchip": None,
        "older_chip": None,
        "photo": None,
        "allergies": [],
        "conditions": [],
    }


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", [None, "", "x" * 81, "\x00", 7, " ", "\u200b", "\n"]),
        ("species", [None, "none of these", 7]),
        ("breeds", [None, [""], ["x" * 81], ["\x00"], [7], [" "], ["\u200b"], "x", ["x"] * 6]),
        ("sex", [None, "none of these", 7]),
        ("neuter_status", [None, "none of these", 7]),
        ("birth_date", [0, "2026-02-30", "2026-01-10T08:00:00Z", "2999-01-10"]),
        ("birth_precision", [None, "none of these", 7]),
        (
            "microchip",
            ["77777777777777", "7777777777777777", "77777777777777\x00", 7, "77777777777777\n", "xxxxxxxxxxxxxxx"],
        ),
        (
            "older_chip",
            [
                "xxxxxxxx",
                "xxxxxxxxxxx",
                "xxxxxxxx\x00",
                7,
                "         ",
                "\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b",
                "xxxxxxxx\n",
            ],
        ),
        ("photo", [7, "javascript:alert(1)", "https://example.org/" + "x" * 2000]),
        ("allergies", [None, [""], ["x" * 201], ["\x00"], [7], [" "], ["\u200b"], "x", ["x"] * 51]),
        ("conditions", [None, [""], ["x" * 201], ["\x00"], [7], [" "], ["\u200b"], "x", ["x"] * 51]),
        ("owner_id", ["01890000-0000-7000-8000-000000000000"]),
        ("status", ["rehomed"]),
        ("id", ["01890000-0000-7000-8000-000000000000"]),
        ("nonsense", [1]),
    ],
)
def test_a_pet_with_a_field_that_breaks_its_rule_is_refused(alice: Person, field: str, values: list[Any]) -> None:
    pet = new_pet(alice)
    path = f"{PETS}/{pet['id']}"

    for value in values:
        assert refused(post_pet(alice, **{field: value})) == {field}
        assert refused(alice.patch(path, {field: value})) == {field}
    assert alice.get(path).json() == pet


@pytest.mark.parametrize("field", ["birth_date", "microchip", "older_chip", "photo"])
def test_a_pet_can_be_without_what_is_optional(alice: Person, field: str) -> None:
    pet = new_pet(alice, **{field: None})

    assert pet[field] is None
    assert alice.patch(f"{PETS}/{pet['id']}", {field: None}).json()[field] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", ["x", "x" * 80]),
        ("species", ["dog", "cat", "rabbit", "bird", "reptile", "other"]),
        ("breeds", [[], ["x" * 80], ["x"] * 5]),
        ("sex", ["female", "male", "unknown"]),
        ("neuter_status", ["neutered", "intact", "unknown"]),
        ("birth_precision", ["day", "month", "year", "estimated"]),
        ("microchip", ["777777777777777"]),
        ("older_chip", ["xxxxxxxxx", "xxxxxxxxxx"]),
        ("allergies", [[], ["x" * 200], ["x"] * 50]),
        ("conditions", [[], ["x" * 200], ["x"] * 50]),
    ],
)
def test_a_pet_can_have_the_outermost_values(alice: Person, field: str, values: list[Any]) -> None:
    for value in values:
        assert new_pet(alice, **{field: value})[field] == value


def test_a_change_of_a_pet_changes_what_it_names_and_nothing_else(alice: Person) -> None:
    pet = new_pet(alice, name="Ada")
    path, value = f"{PETS}/{pet['id']}", "Ben"

    changed = alice.patch(path, {"name": value})

    assert changed.status_code == 200
    assert changed.json() == pet | {"name": value, "updated_at": changed.json()["updated_at"]}
    assert alice.get(path).json() == changed.json()


def test_what_has_changed_meanwhile_in_a_pet_is_not_overwritten(alice: Person) -> None:
    pet = new_pet(alice)
    path = f"{PETS}/{pet['id']}"
    known = alice.get(path).headers["etag"]

    assert alice.patch(path, {"name": "Ada"}, if_match=known).status_code == 200
    assert alice.patch(path, {"name": "Ben"}, if_match=known).status_code == 412
    assert alice.delete(path, if_match=known).status_code == 412
    assert alice.get(path).status_code == 200


def test_pets_are_listed_by_name_and_each_once(alice: Person) -> None:
    values = ["Ada", "Ben", "Cleo"]
    made = {new_pet(alice, name=value)["id"] for value in (*values[1:], values[0])}

    first = alice.get(f"{PETS}?limit=2").json()
    new_pet(alice)
    rest = listed(alice, f"{PETS}?limit=2&cursor={first['next']}")

    items = [item for item in [*first["items"], *rest] if item["id"] in made]
    assert [item["name"] for item in items] == values


def test_a_cursor_is_good_for_its_own_list_of_pets_alone(alice: Person, bob: Person) -> None:
    for _ in range(2):
        new_pet(alice)
    cursor = alice.get(f"{PETS}?limit=1").json()["next"]

    assert alice.get(f"{PETS}?cursor={cursor}").status_code == 200
    assert bob.get(f"{PETS}?cursor={cursor}").status_code == 422
    assert alice.get(f"{PETS}?cursor=nonsense").status_code == 422


def test_pets_can_be_filtered_by_species(alice: Person) -> None:
    one = new_pet(alice, species="bird")
    other = new_pet(alice, species="cat")

    assert shown(alice, f"{PETS}?limit=100&species=bird", one, other) == [one]


def test_pets_can_be_filtered_by_status(alice: Person) -> None:
    one = new_pet(alice)
    other = new_pet(alice)
    alice.post(f"{PETS}/{other['id']}/lose")

    assert shown(alice, f"{PETS}?limit=100&status=active", one, other) == [one]
    assert shown(alice, f"{PETS}?limit=100&status=lost", one, other) == [other]


def test_pets_can_be_searched_by_name(alice: Person) -> None:
    one = new_pet(alice, name="Ben")
    other = new_pet(alice, name="Cleo")

    assert shown(alice, f"{PETS}?limit=100&search={one['name'].upper()}", one, other) == [one]
    assert shown(alice, f"{PETS}?limit=100&search=%25", one, other) == []


def test_the_text_that_pets_are_searched_for_is_bounded(alice: Person) -> None:
    for text in ("", "x" * 81):
        assert alice.get(f"{PETS}?search={text}").status_code == 422
    assert alice.get(f"{PETS}?search={'x' * 80}").status_code == 200


@pytest.mark.parametrize(
    ("who", "see", "change", "delete"),
    [
        ("alice", 200, 200, 204),
        ("bob", 404, 404, 404),
        ("admin", 404, 404, 404),
    ],
)
def test_who_may_see_and_change_and_delete_a_pet(
    alice: Person, people: dict[str, Person], who: str, see: int, change: int, delete: int
) -> None:
    pet = new_pet(alice)
    path, caller = f"{PETS}/{pet['id']}", people[who]

    assert caller.get(path).status_code == see
    assert caller.patch(path, {}).status_code == change
    assert caller.post(f"{path}/lose").status_code == change
    assert caller.delete(path).status_code == delete
    assert alice.get(path).status_code == (404 if delete == 204 else 200)


def test_a_pet_of_somebody_else_looks_as_if_it_were_missing(alice: Person, bob: Person) -> None:
    pet = new_pet(alice)
    path, missing = f"{PETS}/{pet['id']}", bob.get(f"{PETS}/{uuid4()}")

    assert (missing.status_code, bob.get(path).content) == (404, missing.content)
    assert shown(bob, PETS, pet) == []


def test_a_pet_starts_as_active(alice: Person) -> None:
    assert new_pet(alice)["status"] == "active"


@pytest.mark.parametrize(
    ("way", "step", "result"),
    [
        ("", "activate", None),
        ("", "lose", "lost"),
        ("", "mark-deceased", "deceased"),
        ("", "mark-rehomed", "rehomed"),
        ("lose", "activate", "active"),
        ("lose", "lose", None),
        ("lose", "mark-deceased", "deceased"),
        ("lose", "mark-rehomed", "rehomed"),
        ("mark-deceased", "activate", "active"),
        ("mark-deceased", "lose", None),
        ("mark-deceased", "mark-deceased", None),
        ("mark-deceased", "mark-rehomed", None),
        ("mark-rehomed", "activate", "active"),
        ("mark-rehomed", "lose", None),
        ("mark-rehomed", "mark-deceased", None),
        ("mark-rehomed", "mark-rehomed", None),
    ],
)
def test_a_pet_takes_the_steps_of_its_lifecycle_and_no_others(
    alice: Person, way: str, step: str, result: str | None
) -> None:
    pet = new_pet(alice)
    for taken in way.split():
        assert alice.post(f"{PETS}/{pet['id']}/{taken}").status_code == 200

    answer = alice.post(f"{PETS}/{pet['id']}/{step}")

    if result is None:
        assert answer.status_code == 409
    else:
        assert answer.json()["status"] == result


def test_pet_is_unique_in_microchip(alice: Person, bob: Person) -> None:
    one = new_pet(alice, microchip=f"{uuid4().int % 10**15:015}")

    assert post_pet(bob, microchip=one["microchip"]).status_code == 409
    other = new_pet(alice)
    assert alice.patch(f"{PETS}/{other['id']}", {"microchip": one["microchip"]}).status_code == 409


def test_an_owner_has_at_most_100_pets(alice: Person) -> None:
    for _ in range(100):
        new_pet(alice)

    assert post_pet(alice).status_code == 409


def test_a_deleted_pet_can_be_restored(alice: Person, bob: Person) -> None:
    pet = new_pet(alice)
    path = f"{PETS}/{pet['id']}"

    assert alice.post(f"{path}/restore").status_code == 404
    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404
    assert shown(alice, PETS, pet) == []
    assert shown(alice, "/api/v1/deleted-pets", pet) == [pet]
    assert shown(bob, "/api/v1/deleted-pets", pet) == []
    assert bob.post(f"{path}/restore").status_code == 404
    assert alice.post(f"{path}/restore").json()["id"] == pet["id"]
    assert alice.get(path).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(29, 200), (30, 404)])
def test_a_deleted_pet_is_kept_for_30_days(client: Client, alice: Person, app: FastAPI, days: int, status: int) -> None:
    pet = new_pet(alice)
    path = f"{PETS}/{pet['id']}"
    alice.delete(path)

    client.call(deleted_before, app.state.database, Pet, pet["id"], timedelta(days=days))

    assert alice.post(f"{path}/restore").status_code == status


def test_what_happens_to_a_pet_is_logged_without_its_content(alice: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        pet = new_pet(alice, name="confidential")
        path = f"{PETS}/{pet['id']}"
        alice.patch(path, {"name": "Ben"})
        alice.delete(path)

    records = [record.__dict__ for record in caplog.records if getattr(record, "event", "").startswith("pet_")]
    assert [(record["event"], record["id"], record["by"]) for record in records] == [
        ("pet_created", pet["id"], str(alice.id)),
        ("pet_deleted", pet["id"], str(alice.id)),
    ]
    assert "confidential" not in str(records)


def test_an_owner_who_goes_takes_pets_along(alice: Person) -> None:
    new_pet(alice)

    assert alice.post("/api/v1/users/me/deletion", {"password": alice.token}).status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/pets"),
        ("POST", "/api/v1/pets"),
        ("GET", "/api/v1/pets/{id}"),
        ("PATCH", "/api/v1/pets/{id}"),
        ("DELETE", "/api/v1/pets/{id}"),
        ("POST", "/api/v1/pets/{id}/activate"),
        ("POST", "/api/v1/pets/{id}/lose"),
        ("POST", "/api/v1/pets/{id}/mark-deceased"),
        ("POST", "/api/v1/pets/{id}/mark-rehomed"),
        ("POST", "/api/v1/pets/{id}/restore"),
        ("GET", "/api/v1/deleted-pets"),
    ],
)
def test_nobody_does_this_without_signing_in(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path.format(id=uuid4()))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/api/v1/pets", {"200"}),
        ("post", "/api/v1/pets", {"201", "409"}),
        ("get", "/api/v1/pets/{pet_id}", {"200"}),
        ("patch", "/api/v1/pets/{pet_id}", {"200", "409"}),
        ("delete", "/api/v1/pets/{pet_id}", {"204", "409"}),
        ("post", "/api/v1/pets/{pet_id}/activate", {"200", "409"}),
        ("post", "/api/v1/pets/{pet_id}/lose", {"200", "409"}),
        ("post", "/api/v1/pets/{pet_id}/mark-deceased", {"200", "409"}),
        ("post", "/api/v1/pets/{pet_id}/mark-rehomed", {"200", "409"}),
        ("post", "/api/v1/pets/{pet_id}/restore", {"200", "409"}),
        ("get", "/api/v1/deleted-pets", {"200"}),
    ],
)
def test_each_operation_documents_what_it_answers(app: FastAPI, method: str, path: str, statuses: set[str]) -> None:
    assert statuses <= app.openapi()["paths"][path][method]["responses"].keys()
