"""Advice for a stored pet, from its own records."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from petsage.core.testing import Person
from petsage.settings import PoisonLine


def new_pet(person: Person, **fields: Any) -> str:
    """The path of the wellness of a new pet, a neutered dog born in 2020."""
    about = {"name": "Rex", "species": "dog", "birth_date": "2020-01-10", "neuter_status": "neutered"}
    pet = person.post("/api/v1/pets", about | fields).json()
    return f"/api/v1/pets/{pet['id']}"


def observe(person: Person, pet: str, kind: str, value: str, moment: str = "2026-01-10T08:00:00Z") -> None:
    answer = person.post(f"{pet}/observations", {"kind": kind, "value": value, "measured_time": moment})
    assert answer.status_code == 201, answer.text


def test_the_newest_weight_and_body_condition_count(alice: Person) -> None:
    pet = new_pet(alice)
    observe(alice, pet, "weight", "35", "2025-01-10T08:00:00Z")
    observe(alice, pet, "weight", "40")
    observe(alice, pet, "body condition", "7")

    ideal = alice.get(f"{pet}/wellness/ideal-weight").json()
    energy = alice.get(f"{pet}/wellness/energy").json()

    assert (ideal["kind"], ideal["ideal_kg"]) == ("ideal_weight", 33.33)
    assert energy["inputs"]["weight_kg"] == 40
    assert energy["inputs"]["body_condition"] == 7
    assert energy["basis"]["rule_set_version"]


@pytest.mark.parametrize("what", ["energy", "ideal-weight"])
def test_what_is_missing_is_said(alice: Person, what: str) -> None:
    answer = alice.get(f"{new_pet(alice)}/wellness/{what}")

    assert answer.status_code == 409
    assert "no weight on record" in answer.json()["detail"]


def test_a_condition_on_record_leaves_the_plan_to_the_vet(alice: Person) -> None:
    pet = new_pet(alice, conditions=["kidney disease"])
    observe(alice, pet, "weight", "20")
    observe(alice, pet, "body condition", "5")

    assert alice.get(f"{pet}/wellness/energy").json()["kind"] == "no_energy_plan"


def test_an_estimated_birth_date_is_no_age(alice: Person) -> None:
    pet = new_pet(alice, birth_precision="estimated")

    assert alice.get(f"{pet}/wellness/life-stage").json()["kind"] == "no_life_stage"


def test_due_vaccines_follow_the_record_and_its_own_word_first(alice: Person) -> None:
    pet = new_pet(alice)
    body = {"vaccine": "rabies", "given_date": "2026-01-10", "due_date": "2029-01-10", "due_reason": "label"}
    assert alice.post(f"{pet}/vaccinations", body).status_code == 201

    plan = alice.get(f"{pet}/wellness/vaccine-plan").json()
    rabies = next(series for series in plan["series"] if series["series"] == "dog_rabies")

    assert "2029-01-10" in str(rabies)
    assert "must" not in str(plan)


def test_triage_and_poison_check_know_the_pet_and_never_calm(alice: Person) -> None:
    pet = new_pet(alice)
    observe(alice, pet, "weight", "6.8")

    poison = alice.post(f"{pet}/wellness/poison-check", {"poison": "chocolate_milk", "amount_g": 226.8}).json()
    seen = alice.post(f"{pet}/wellness/triage", {"signs": ["seizure"]}).json()

    assert (poison["severity"], poison["inputs"]["weight_kg"]) == ("severe", 6.8)
    assert seen["urgency"] == "emergency"
    assert seen["inputs"]["age_group"] == "unknown"


@pytest.mark.parametrize(
    ("method", "what"),
    [
        ("GET", "energy"),
        ("GET", "ideal-weight"),
        ("GET", "life-stage"),
        ("GET", "vaccine-plan"),
        ("POST", "triage"),
        ("POST", "poison-check"),
    ],
)
def test_advice_is_for_the_owner_of_the_pet_alone(alice: Person, bob: Person, method: str, what: str) -> None:
    body: dict[str, Any] | None = None if method == "GET" else {}
    missing = bob(method, f"/api/v1/pets/{uuid4()}/wellness/{what}", body)
    answer = bob(method, f"{new_pet(alice)}/wellness/{what}", body)

    assert (answer.status_code, answer.content) == (404, missing.content)


def test_the_poison_line_is_that_of_the_owners_country(
    alice: Person, bob: Person, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = PoisonLine(name="Animal Poison Line", phone="01 234 567")
    monkeypatch.setitem(app.state.settings.poison_lines, "GB", line)
    assert alice.post("/api/v1/profiles", {"country": "GB"}).status_code == 201
    assert bob.post("/api/v1/profiles", {}).status_code == 201

    for person, query, is_named in ((alice, "", True), (alice, "?country=NL", False), (bob, "", False)):
        actions = person.post(f"{new_pet(person)}/wellness/poison-check{query}", {"poison": "lily"}).json()["actions"]
        assert any("01 234 567" in action for action in actions) is is_named
