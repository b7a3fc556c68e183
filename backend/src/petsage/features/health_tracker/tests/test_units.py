"""Metric inside, metric or imperial at the edge."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petsage.core.expecting import Thing, created, refused
from petsage.core.testing import Person
from petsage.units import FAHRENHEIT, POUND


@pytest.fixture
def mia(alice: Person) -> str:
    """The path of a pet of Alice's."""
    pet = alice.post("/api/v1/pets", {"name": "Mia", "species": "dog", "birth_date": "2020-02-01"}).json()
    return f"/api/v1/pets/{pet['id']}"


def observe(person: Person, pet: str, query: str = "", **fields: Any) -> Thing:
    return created(person.post(f"{pet}/observations{query}", fields))


@pytest.mark.parametrize(
    ("kind", "value", "unit", "kept", "metric"),
    [
        ("weight", "9.26", "lb", "4.200", "kg"),
        ("weight", "0.01", "kg", "0.010", "kg"),
        ("weight", "330.69", "lb", "149.998", "kg"),
        ("temperature", "101.30", "°F", "38.500", "°C"),
        ("temperature", "68.00", "°F", "20.000", "°C"),
        ("appetite", "50.00", "% of usual", "50.000", "% of usual"),
    ],
)
def test_a_value_is_kept_in_metric_units_and_shown_in_those_of_the_call(
    alice: Person, mia: str, kind: str, value: str, unit: str, kept: str, metric: str
) -> None:
    observation = observe(alice, mia, kind=kind, value=value, unit=unit)
    path = f"/api/v1/observations/{observation['id']}"
    imperial = "?units=imperial"

    assert (observation["value"], observation["unit"]) == (kept, metric)
    assert alice.get(path).json() == observation == alice.get(f"{path}?units=metric").json()
    if unit != metric:
        shown = observation | {"value": value, "unit": unit}
        assert alice.get(path + imperial).json() == shown
        assert alice.get(f"{mia}/observations{imperial}").json()["items"] == [shown]
        assert alice.patch(path + imperial, {}).json() == shown
        again = observe(alice, mia, imperial, kind=kind, value=value, unit=unit)
        assert (again["value"], again["unit"]) == (value, unit)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"kind": "weight", "value": 38, "unit": "°C"}, "unit"),
        ({"kind": "symptom", "value": 3, "unit": "lb"}, "unit"),
        ({"kind": "weight", "value": 9, "unit": "stone"}, "unit"),
        ({"kind": "weight", "value": "330.70", "unit": "lb"}, "value"),
        ({"kind": "temperature", "value": "67.98", "unit": "°F"}, "value"),
    ],
)
def test_a_unit_is_one_of_the_kind_and_bounds_hold_in_each(alice: Person, mia: str, body: Thing, place: str) -> None:
    assert refused(alice.post(f"{mia}/observations", body)) == {place}


def test_a_change_of_a_value_names_its_unit_beside_the_kind(alice: Person, mia: str) -> None:
    path = f"/api/v1/observations/{observe(alice, mia, kind='weight', value=4)['id']}"

    changed = alice.patch(path, {"kind": "weight", "value": 9.26, "unit": "lb"})

    assert refused(alice.patch(path, {"value": 9.26, "unit": "lb"})) == {"unit"}
    assert (changed.json()["value"], changed.json()["unit"]) == ("4.200", "kg")
    assert alice.patch(path, {"value": 4.3}).json()["value"] == "4.300"


@pytest.mark.parametrize(
    ("system", "asked", "weight"),
    [
        (None, "", "4.2 kg"),
        ("metric", "", "4.2 kg"),
        ("imperial", "", "9.26 lb"),
        ("imperial", "?units=metric", "4.2 kg"),
        (None, "?units=imperial", "9.26 lb"),
    ],
)
def test_what_people_read_is_in_the_units_of_their_profile_unless_the_call_asks_for_others(
    alice: Person, mia: str, system: str | None, asked: str, weight: str
) -> None:
    observe(alice, mia, kind="weight", value="4.2")
    observe(alice, mia, kind="body condition", value=5)
    if system:
        assert alice.post("/api/v1/profiles", {"unit_system": system}).status_code == 201

    titles = [entry["title"] for entry in alice.get(f"{mia}/timeline{asked}").json()["items"]]
    ideal = alice.get(f"{mia}/wellness/ideal-weight{asked}").json()

    assert f"weight: {weight}" in titles
    assert f">{weight}</text>" in alice.get(f"{mia}/weight-chart.svg{asked}").text
    assert ideal["message"] == f"The ideal weight is about {weight}."
    assert ideal["range"]["unit"] == weight.split()[1]
    assert ideal["range"]["low"] < float(weight.split()[0]) < ideal["range"]["high"]


def test_advice_without_an_account_is_in_the_units_of_the_call(alice: Person) -> None:
    asked = {"species": "dog", "weight_kg": 40, "body_condition": 7, "birth": {"on": "2020-05-01", "exact_to": "day"}}

    answer = alice.post("/api/v1/wellness/ideal-weight?units=imperial", asked).json()

    assert answer["message"] == "The ideal weight is about 73.48 lb."
    assert answer["ideal_kg"] == 33.33


@given(st.integers(3, 33_069).map(lambda hundredths: Decimal(hundredths) / 100))
def test_a_weight_in_pounds_comes_back_as_it_was_sent(pounds: Decimal) -> None:
    assert POUND.of_metric(POUND.to_metric(pounds)) == pounds


@given(st.integers(6_800, 11_300).map(lambda hundredths: Decimal(hundredths) / 100))
def test_a_temperature_in_fahrenheit_comes_back_as_it_was_sent(degrees: Decimal) -> None:
    assert FAHRENHEIT.of_metric(FAHRENHEIT.to_metric(degrees)) == degrees
