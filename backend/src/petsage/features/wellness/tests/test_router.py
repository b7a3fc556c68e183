"""Wellness as a client sees it."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from fastapi.testclient import TestClient

from petsage.features.wellness.catalogue import catalogue
from petsage.main import create_app
from petsage.settings import PoisonLine, Settings

URL = "/api/v1/wellness"
GROWN = {"on": "2019-05-01"}
HEALTHY = {"reproductive_state": "intact", "has_listed_disease": False}
DANGER = {"species": "dog", "age_group": "adult", "signs": ["collapse"]}

app = create_app(Settings(poison_lines={"GB": PoisonLine(name="Animal Poison Line", phone="01 234 567")}))
client = TestClient(app)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation of wellness: its path, its method and what is documented."""
    for path, methods in app.openapi()["paths"].items():
        if path.startswith(URL):
            yield from ((path, method, operation) for method, operation in methods.items())


def documented_questions() -> list[tuple[str, Any]]:
    """Each example of each operation that takes a question."""
    bodies = [(path, operation["requestBody"]) for path, _, operation in operations() if "requestBody" in operation]
    return [
        (path, example["value"])
        for path, body in bodies
        for example in body["content"]["application/json"]["examples"].values()
    ]


def ask(question: str, **values: Any) -> dict[str, Any]:
    answer = client.post(f"{URL}/{question}", json=values)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def refusals(question: str, **values: Any) -> list[dict[str, str]]:
    answer = client.post(f"{URL}/{question}", json=values)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    fields: list[dict[str, str]] = answer.json()["fields"]
    return fields


@pytest.mark.parametrize(("kg", "kcal"), [(4, 198), (10, 394), (20, 662), (30, 897)])
def test_the_resting_energy_is_the_published_one(kg: float, kcal: int) -> None:
    answer = ask("energy", species="dog", birth=GROWN, weight_kg=kg, body_condition=5, **HEALTHY)

    assert answer["resting_kcal"] == kcal


def test_a_dog_of_40_kg_at_score_7_starts_at_the_energy_of_its_ideal_weight() -> None:
    dog = {"species": "dog", "birth": GROWN, "weight_kg": 40, "body_condition": 7}

    assert round(ask("ideal-weight", **dog)["ideal_kg"], 1) == 33.3
    assert ask("energy", **dog, **HEALTHY)["start"] == {"low": 971, "high": 971, "unit": "kcal a day"}


def test_8_oz_of_milk_chocolate_is_severe_for_a_dog_of_6_8_kg() -> None:
    answer = ask("poison-check", species="dog", poison="chocolate_milk", amount_g=226.8, weight_kg=6.8)

    assert answer["severity"] == "severe"
    assert int(answer["agent_per_kg"]["low"]) == 76


@pytest.mark.parametrize(("path", "question"), documented_questions())
def test_each_documented_example_is_answered_by_rules_that_are_listed(path: str, question: dict[str, Any]) -> None:
    answer = client.post(path, json=question)
    assert answer.status_code == 200, answer.text

    listed = {rule["id"] for rule in client.get(f"{URL}/rules").json()["rules"]}
    for advice in answer.json().get("series", [answer.json()]):
        assert {advice["basis"]["rule_id"], *advice["basis"]["supporting_rule_ids"]} <= listed


def test_each_operation_that_takes_a_question_documents_an_example() -> None:
    asking = {path for path, method, _ in operations() if method == "post"}

    assert len(asking) == 7
    assert {path for path, _ in documented_questions()} == asking


def test_each_operation_has_a_summary_a_description_and_a_name_of_its_own() -> None:
    assert {operation["operationId"] for *_, operation in operations()} == {
        "triage_animal",
        "check_for_poison",
        "plan_energy",
        "estimate_ideal_weight",
        "judge_weight_loss",
        "plan_vaccines",
        "find_life_stage",
        "list_wellness_rules",
    }
    assert all(operation["summary"] and operation["description"] for *_, operation in operations())


def test_every_rule_is_listed_with_its_sources() -> None:
    answer = client.get(f"{URL}/rules").json()

    assert [rule["id"] for rule in answer["rules"]] == [rule.id for rule in catalogue().rules]
    assert all(rule["sources"] for rule in answer["rules"])


@pytest.mark.parametrize("path", sorted({path for path, _ in documented_questions()}))
def test_an_unknown_field_is_refused_by_name(path: str) -> None:
    question = next(question for documented, question in documented_questions() if documented == path)

    assert refusals(path.removeprefix(f"{URL}/"), **question, colour="brown") == [
        {"place": "body.colour", "message": "Extra inputs are not permitted"}
    ]


@pytest.mark.parametrize("question", ["energy", "ideal-weight", "vaccine-plan", "life-stage", "poison-check"])
def test_an_emergency_begins_with_the_actions_and_the_first_is_the_vet(question: str) -> None:
    body = {"weight_kg": 10, "body_condition": 5} if question in ("energy", "ideal-weight") else {}
    answer = ask(question, species="dog", signs=["collapse"], **body)

    assert answer["urgency"] == "emergency"
    assert next(iter(answer)) == "actions"
    assert answer["actions"][0].startswith("Go to a vet now")


def test_the_poison_line_of_the_country_comes_after_the_vet() -> None:
    actions = client.post(f"{URL}/triage?country=GB", json=DANGER).json()["actions"]

    assert actions == ["Go to a vet now, and call ahead.", "Poison line: Animal Poison Line, 01 234 567."]


@pytest.mark.parametrize("query", ["", "?country=NZ"])
def test_without_a_known_poison_line_the_vet_is_asked_for_it(query: str) -> None:
    actions = client.post(f"{URL}/triage{query}", json=DANGER).json()["actions"]

    assert actions[1] == "Ask the vet for your country's poison line."


@pytest.mark.parametrize("country", ["gb", "GBR", "", "G1", "GB%0A"])
def test_a_country_in_another_form_is_refused_by_name(country: str) -> None:
    answer = client.post(f"{URL}/triage?country={country}", json=DANGER)

    assert answer.status_code == 422
    assert [field["place"] for field in answer.json()["fields"]] == ["query.country"]


def test_poison_lines_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POISON_LINES", '{"NZ": {"name": "Helpline", "phone": "0800 1"}}')

    assert Settings().poison_lines == {"NZ": PoisonLine(name="Helpline", phone="0800 1")}


def test_a_day_is_ahead_only_when_it_has_begun_nowhere() -> None:
    begun = datetime.now(timezone(timedelta(hours=14))).date()
    ahead = begun + timedelta(days=1)

    ask("life-stage", species="dog", birth={"on": str(begun)})
    [refusal] = refusals("life-stage", species="dog", birth={"on": str(ahead)})
    assert refusal["place"] == "body"
    assert f"birth ({ahead})" in refusal["message"]


@pytest.mark.parametrize(
    "values",
    [
        {"weight_kg": 13.579246},
        {"weight_kg": 13.579246, "signs": ["collapse"]},
        {"weight_kg": 13.579246, "birth": {"on": "9713-05-07"}},
        {"weight_kg": 13.579246, "signs": ["marked-sign"]},
        {"weight_kg": "marked-weight", "marked-field": "marked-value"},
    ],
)
def test_nothing_of_the_question_is_logged(values: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(f"{URL}/energy", json={"species": "reptile", **values})

    logged = str([record.__dict__ for record in caplog.records])
    assert "Answered." in logged
    assert not [mark for mark in ("13.579246", "reptile", "collapse", "9713", "marked") if mark in logged]


HOSTILE = {
    "not a number": "NaN",
    "infinity": "-Infinity",
    "an overflowing number": "1e999",
    "a number next to nothing": "1e-310",
    "a huge integer": "9" * 400,
    "an integer beyond what is parsed": "9" * 5000,
    "NUL": '"\\u0000"',
    "half a character": '"\\ud800"',
    "deep arrays": "[" * 20_000 + "]" * 20_000,
    "deep objects": '{"a":' * 20_000 + "1" + "}" * 20_000,
    "an array": "[]",
    "an object": "{}",
    "yes": "true",
    "nothing closed": "[[",
}
SHAPES = [
    "{}",
    '{{"species": {}}}',
    '{{"species": "dog", "signs": [{}]}}',
    '{{"species": "dog", "weight_kg": {}}}',
    '{{"species": "dog", "birth": {}}}',
    '{{"species": "dog", "doses": [{}]}}',
    '{{"species": "dog", "now": {}}}',
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_json_is_refused_wherever_it_stands(value: str, shape: str) -> None:
    content = shape.format(value)
    for path in {path for path, _ in documented_questions()}:
        answer = client.post(path, content=content, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 413, 422)
        assert answer.headers["content-type"] == "application/problem+json"
