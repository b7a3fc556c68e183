"""A cursor is what a list gave out, to the same caller with the same filters; anything else is refused in words."""

import base64
import json
from typing import Any

import pytest

from petsage.core.testing import Person

PETS = "/api/v1/pets"
TIMES = [
    "2020-01-01T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01",
    "infinity",
    1577836800,
    "x\0",
    None,
    [],
    "9" * 1000,
]


def edited(cursor: str, index: int, value: Any) -> str:
    """The cursor with one of its values replaced."""
    content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    content[index] = value
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.fixture
def pet(alice: Person) -> str:
    """A pet with a history, observations and a timeline of several pages."""
    pet = str(alice.post(PETS, {"name": "Mia", "species": "cat"}).json()["id"])
    for weight in ("4.10", "4.20", "4.30"):
        body = {"kind": "weight", "value": weight, "measured_time": f"2026-01-0{weight[2]}T08:00:00Z"}
        assert alice.post(f"{PETS}/{pet}/observations", body).status_code == 201
    return pet


@pytest.mark.parametrize("value", TIMES, ids=lambda value: repr(value)[:30])
@pytest.mark.parametrize(("listed", "index"), [("observations", 1), ("timeline", 2)])
def test_a_cursor_with_an_edited_time_is_refused(
    alice: Person, pet: str, listed: str, index: int, value: object
) -> None:
    cursor = alice.get(f"{PETS}/{pet}/{listed}?limit=1").json()["next"]
    answer = alice.get(f"{PETS}/{pet}/{listed}?limit=1&cursor={edited(cursor, index, value)}")

    assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "query.cursor")


@pytest.mark.parametrize(("listed", "filtered"), [("observations", "kind=weight"), ("timeline", "upcoming=false")])
def test_a_cursor_means_nothing_elsewhere(alice: Person, pet: str, listed: str, filtered: str) -> None:
    cursor = alice.get(f"{PETS}/{pet}/{listed}?limit=1").json()["next"]
    other = alice.post(PETS, {"name": "Tom", "species": "cat"}).json()["id"]

    assert alice.get(f"{PETS}/{pet}/{listed}?limit=1&cursor={cursor}").status_code == 200
    assert alice.get(f"{PETS}/{pet}/{listed}?limit=1&cursor={cursor}&{filtered}").status_code == 422
    assert alice.get(f"{PETS}/{other}/{listed}?limit=1&cursor={cursor}").status_code == 422


def test_a_cursor_of_somebody_else_is_refused(alice: Person, bob: Person) -> None:
    for person in (alice, bob):
        for name in ("Mia", "Tom"):
            person.post(PETS, {"name": name, "species": "cat"})
    cursor = alice.get(f"{PETS}?limit=1").json()["next"]

    assert alice.get(f"{PETS}?limit=1&cursor={cursor}").status_code == 200
    assert bob.get(f"{PETS}?limit=1&cursor={cursor}").status_code == 422
