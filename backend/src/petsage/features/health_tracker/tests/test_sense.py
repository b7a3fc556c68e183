"""Units decide about urgency: a value says its unit where it could be meant in two, and a leap of weight is confirmed."""

from datetime import timedelta
from typing import Any

import pytest

from petsage.core.expecting import Thing, created
from petsage.core.fields import now
from petsage.core.testing import Person


def pet_of(person: Person, system: str = "metric") -> str:
    """The path of a pet whose owner's profile has this system of units."""
    created(person.post("/api/v1/profiles", {"unit_system": system}))
    return f"/api/v1/pets/{created(person.post('/api/v1/pets', {'name': 'Mia', 'species': 'dog'}))['id']}"


def weigh(person: Person, pet: str, value: object, days_ago: float = 0, **more: Any) -> Any:
    moment = (now() - timedelta(days=days_ago)).isoformat()
    return person.post(f"{pet}/observations", {"kind": "weight", "value": value, "measured_time": moment, **more})


@pytest.mark.parametrize(
    ("kind", "value", "ways"),
    [
        ("weight", "20", '"unit": "kg" or "unit": "lb"'),
        ("temperature", "101.3", '"unit": "°C" or "unit": "°F"'),
    ],
)
def test_who_uses_imperial_units_says_the_unit(alice: Person, kind: str, value: str, ways: str) -> None:
    pet = pet_of(alice, "imperial")

    answer = alice.post(f"{pet}/observations", {"kind": kind, "value": value})

    assert answer.status_code == 422
    assert answer.json()["fields"] == [
        {"place": "body.unit", "message": f"must be said by who uses imperial units: {ways}"}
    ]
    assert alice.get(f"{pet}/observations").json()["items"] == []


def test_a_call_in_imperial_units_says_the_unit_too(alice: Person) -> None:
    observations = f"{pet_of(alice)}/observations"

    assert alice.post(f"{observations}?units=imperial", {"kind": "weight", "value": 20}).status_code == 422
    assert alice.post(observations, {"kind": "weight", "value": 20}).status_code == 201


def test_a_changed_value_says_its_unit_and_the_way_that_is_told_works(alice: Person) -> None:
    pet = pet_of(alice, "imperial")
    path = f"/api/v1/observations/{created(weigh(alice, pet, 20, unit='lb'))['id']}"

    refused = alice.patch(path, {"value": 21})

    assert refused.json()["fields"][0]["message"].endswith('"unit": "lb", with "kind": "weight" beside it')
    assert alice.patch(path, {"value": 21, "unit": "lb", "kind": "weight"}).json()["value"] == "9.525"
    assert alice.patch(path, {"note": "After a walk."}).status_code == 200


def test_what_has_one_unit_everywhere_needs_none(alice: Person) -> None:
    pet = pet_of(alice, "imperial")

    for kind in ("body condition", "sleeping breaths", "appetite", "symptom"):
        assert alice.post(f"{pet}/observations", {"kind": kind, "value": 5}).status_code == 201
    assert alice.post(f"{pet}/observations", {"kind": "temperature", "finding": "hot ears"}).status_code == 201


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("10", "18", 201),
        ("10", "18.001", 409),
        ("18", "10", 201),
        ("18.001", "10", 409),
    ],
)
def test_a_leap_of_weight_has_to_be_confirmed(alice: Person, before: str, after: str, status: int) -> None:
    pet = pet_of(alice)
    assert weigh(alice, pet, before, days_ago=89).status_code == 201

    answer = weigh(alice, pet, after)

    assert answer.status_code == status
    if status == 409:
        assert '"confirmed": true' in answer.json()["detail"]
        assert len(alice.get(f"{pet}/observations").json()["items"]) == 1
        kept: Thing = created(weigh(alice, pet, after, confirmed=True))
        assert "confirmed" not in kept


def test_the_reason_is_told_in_the_units_of_the_reader(alice: Person) -> None:
    pet = pet_of(alice, "imperial")
    created(weigh(alice, pet, "9.26", unit="lb"))

    detail = weigh(alice, pet, "9.26", unit="kg").json()["detail"]

    assert detail.startswith(f"20.41 lb is far from 9.26 lb on {now():%Y-%m-%d}.")


def test_a_weight_is_compared_with_the_last_one_before_it_or_else_the_first_one_after(alice: Person) -> None:
    pet = pet_of(alice)
    created(weigh(alice, pet, 10, days_ago=60))
    created(weigh(alice, pet, 17, days_ago=30))

    assert weigh(alice, pet, 30).status_code == 201
    assert weigh(alice, pet, 30, days_ago=70).status_code == 409
    assert weigh(alice, pet, 30, days_ago=151).status_code == 201


def test_a_change_that_makes_a_leap_has_to_be_confirmed(alice: Person) -> None:
    pet = pet_of(alice)
    created(weigh(alice, pet, 10, days_ago=1))
    path = f"/api/v1/observations/{created(weigh(alice, pet, 11))['id']}"

    assert alice.patch(path, {"value": 24}).status_code == 409
    assert alice.get(path).json()["value"] == "11.000"
    assert alice.patch(path, {"note": "After breakfast."}).status_code == 200
    assert alice.patch(path, {"value": 24, "confirmed": True}).status_code == 200
    assert alice.patch(path, {"note": "Before breakfast."}).status_code == 200
