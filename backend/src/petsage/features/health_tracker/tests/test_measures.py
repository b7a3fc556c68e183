"""Each kind of observation has its unit and its bounds."""

from decimal import Decimal

import pytest

from petsage.core.testing import Person


@pytest.fixture
def observations(alice: Person) -> str:
    pet = alice.post("/api/v1/pets", {"name": "Mia", "species": "cat"}).json()
    return f"/api/v1/pets/{pet['id']}/observations"


@pytest.mark.parametrize(
    ("kind", "unit", "low", "high"),
    [
        ("weight", "kg", "0.01", "150"),
        ("body condition", "of 9", "1", "9"),
        ("temperature", "°C", "20", "45"),
        ("sleeping breaths", "a minute", "0", "500"),
        ("appetite", "% of usual", "0", "500"),
        ("symptom", "of 10", "0", "10"),
    ],
)
def test_a_value_is_within_the_bounds_of_its_kind(
    alice: Person, observations: str, kind: str, unit: str, low: str, high: str
) -> None:
    for value in (low, high):
        answer = alice.post(observations, {"kind": kind, "value": value, "confirmed": True})
        assert (answer.status_code, answer.json()["unit"]) == (201, unit)
    for beyond in (Decimal(low) - Decimal("0.01"), Decimal(high) + Decimal("0.01")):
        refused = alice.post(observations, {"kind": kind, "value": str(beyond)})
        assert (refused.status_code, refused.json()["fields"][0]["place"]) == (422, "body.value")


def test_a_change_of_kind_keeps_to_the_bounds_of_the_new_one(alice: Person, observations: str) -> None:
    heavy = alice.post(observations, {"kind": "weight", "value": "24"}).json()

    changed = alice.patch(f"/api/v1/observations/{heavy['id']}", {"kind": "body condition"})

    assert (changed.status_code, changed.json()["fields"][0]["place"]) == (422, "body.value")
    assert alice.get(f"/api/v1/observations/{heavy['id']}").json()["kind"] == "weight"


def test_what_is_told_in_words_needs_no_value(alice: Person, observations: str) -> None:
    told = alice.post(observations, {"kind": "symptom", "finding": "sneezes"}).json()

    assert (told["value"], told["unit"]) == (None, None)
