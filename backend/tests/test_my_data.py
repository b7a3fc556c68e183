"""What a user has can be taken along, and goes with the account: all of it, and nobody else's."""

import csv
import io
from collections import defaultdict
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from petsage.core.database import Session
from petsage.core.expecting import copy_row
from petsage.core.identity import belongings
from petsage.core.testing import Client, Person
from petsage.features.health_tracker.models import Observation

ME, EXPORT = "/api/v1/users/me", "/api/v1/users/me/export"
KINDS = {"pets", "observations", "vaccinations", "profiles"}
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.usefixtures("no_attempts")


def fill(person: Person, note: str) -> str:
    """Gives somebody one thing of every kind, each with the note; the id of the pet."""
    pet = person.post("/api/v1/pets", {"name": note, "species": "cat"}).json()["id"]
    given: list[tuple[str, dict[str, Any]]] = [
        (f"/api/v1/pets/{pet}/observations", {"kind": "weight", "value": "4.20", "note": note}),
        (
            f"/api/v1/pets/{pet}/vaccinations",
            {"vaccine": "rabies", "given_date": "2026-01-10", "lot_number": note[:20]},
        ),
        ("/api/v1/profiles", {"display_name": note, "country": "NL", "time_zone": "Europe/Amsterdam"}),
    ]
    for path, body in given:
        answer = person.post(path, body)
        assert answer.status_code == 201, answer.text
    return str(pet)


def test_an_export_has_all_that_is_mine_and_nothing_else(alice: Person, bob: Person) -> None:
    fill(alice, "Milo of Alice")
    fill(bob, "Pablo of Bob")

    document = alice.get(EXPORT)
    kinds = document.json()["kinds"]

    assert {kind: len(kinds[kind]) for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert all("Milo of Alice" in str(kinds[kind]) for kind in KINDS)
    assert [user["id"] for user in kinds["users"]] == [str(alice.id)]
    assert "Bob" not in document.text
    assert "password" not in document.text
    assert "digest" not in document.text


def test_each_kind_of_an_export_is_a_table_too(alice: Person, bob: Person) -> None:
    fill(alice, "Milo")
    fill(bob, "Pablo")
    kinds = alice.get(EXPORT).json()["kinds"]

    for kind, rows in kinds.items():
        answer = alice.get(f"{EXPORT}/{kind}")
        table = list(csv.DictReader(io.StringIO(answer.text)))
        assert answer.headers["content-type"].startswith("text/csv")
        assert len(table) == len(rows)
        assert [row.get("id") for row in table] == [row.get("id") for row in rows]
    assert alice.get(f"{EXPORT}/secrets").status_code == 404


def test_a_table_runs_nothing_in_a_spreadsheet(alice: Person) -> None:
    fill(alice, '=HYPERLINK("https://example.org")')

    (row,) = csv.DictReader(io.StringIO(alice.get(f"{EXPORT}/pets").text))

    assert row["name"] == '\'=HYPERLINK("https://example.org")'


async def exported(session: Session, user_id: UUID) -> dict[str, list[BaseModel]]:
    """All that belongs to a user, by kind."""
    found = defaultdict[str, list[BaseModel]](list)
    async for kind, rows in belongings.export(session, user_id):
        found[kind] += rows
    return found


def test_an_account_goes_with_all_that_is_its_own(client: Client, bob: Person, app: FastAPI) -> None:
    account = {"email": "leaving@example.com", "password": PASSWORD}
    user_id = client.post("/api/v1/users", json=account).json()["id"]
    leaving = Person(client, user_id, client.post("/api/v1/tokens", json=account).json()["token"])
    gone, kept = fill(leaving, "Milo"), fill(bob, "Pablo")

    assert leaving.post(f"{ME}/deletion", {"password": "something else"}).status_code == 422
    assert leaving.get(f"/api/v1/pets/{gone}").status_code == 200
    assert leaving.post(f"{ME}/deletion", {"password": PASSWORD}).status_code == 204

    left = client.call(exported, Session(app.state.database), UUID(user_id))
    assert [kind for kind, rows in left.items() if rows] == []
    assert leaving.get(ME).status_code == 401
    assert client.post("/api/v1/tokens", json=account).status_code == 401
    assert bob.get(f"/api/v1/pets/{gone}").status_code == 404
    assert bob.get(f"/api/v1/pets/{kept}").status_code == 200
    assert client.post("/api/v1/users", json=account).status_code == 201


@pytest.mark.parametrize("count", [199, 200, 201, 400, 401])
def test_an_export_is_whole_however_many_pieces_it_has(client: Client, alice: Person, app: FastAPI, count: int) -> None:
    pet = fill(alice, "Milo")
    (one,) = alice.get(f"/api/v1/pets/{pet}/observations").json()["items"]
    client.call(copy_row, app.state.database, Observation, one["id"], count - 1, {})

    kinds = alice.get(EXPORT).json()["kinds"]
    table = list(csv.DictReader(io.StringIO(alice.get(f"{EXPORT}/observations").text)))

    ids = [row["id"] for row in kinds["observations"]]
    assert len(set(ids)) == len(ids) == count
    assert [row["id"] for row in table] == ids == sorted(ids)
    assert {kind: len(kinds[kind]) for kind in KINDS - {"observations"}} == dict.fromkeys(KINDS - {"observations"}, 1)
