"""A pet's timeline as a client sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from petsage.core.expecting import listed
from petsage.core.testing import Person
from petsage.features.timeline import service
from petsage.features.timeline.sources import PET, SOURCES, Source
from petsage.features.vaccinations.models import Vaccination


@pytest.fixture
def mia(alice: Person) -> str:
    """The path of a pet of Alice's, born in 2020."""
    pet = alice.post("/api/v1/pets", {"name": "Mia", "species": "cat", "birth_date": "2020-02-29"}).json()
    return f"/api/v1/pets/{pet['id']}"


def weigh(person: Person, pet: str, moment: str) -> None:
    body = {"kind": "weight", "value": "4.20", "measured_time": moment}
    assert person.post(f"{pet}/observations", body).status_code == 201


def vaccinate(person: Person, pet: str, **fields: Any) -> None:
    body = {"vaccine": "rabies", "given_date": "2026-01-10", **fields}
    assert person.post(f"{pet}/vaccinations", body).status_code == 201


def test_what_happened_and_what_is_next_stand_newest_first(alice: Person, mia: str) -> None:
    due = (datetime.now(UTC) + timedelta(days=100)).date().isoformat()
    weigh(alice, mia, "2026-01-10T08:00:00Z")
    weigh(alice, mia, "2026-01-09T23:59:59Z")
    vaccinate(alice, mia, due_date=due)

    items = alice.get(f"{mia}/timeline").json()["items"]

    assert [(item["kind"], item["upcoming"]) for item in items] == [
        ("vaccination due", True),
        ("record", False),
        ("observation", False),
        ("vaccination", False),
        ("observation", False),
        ("birth", False),
    ]
    assert items[0]["at"] == f"{due}T00:00:00Z"
    assert items[2]["title"] == "weight: 4.2 kg"
    assert all(alice.get(item["href"]).status_code == 200 for item in items)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_go_through_everything_once_while_more_is_added(alice: Person, mia: str, limit: int) -> None:
    for hour in range(3):
        weigh(alice, mia, f"2026-01-10T0{hour}:00:00Z")
    for _ in range(2):
        vaccinate(alice, mia)
    whole = alice.get(f"{mia}/timeline").json()["items"]
    found, link = [], f"{mia}/timeline?limit={limit}"
    while link:
        page = alice.get(link)
        found += page.json()["items"]
        link = page.links["next"]["url"] if page.json()["next"] else ""
        weigh(alice, mia, datetime.now(UTC).isoformat())

    assert found == whole


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_what_is_to_come_and_what_has_been_can_be_told_apart(alice: Person, mia: str, limit: int) -> None:
    for days in (1, 2, 3):
        vaccinate(alice, mia, due_date=(datetime.now(UTC) + timedelta(days=days)).date().isoformat())
    whole = alice.get(f"{mia}/timeline").json()["items"]

    for upcoming in (True, False):
        wanted = [item for item in whole if item["upcoming"] is upcoming]
        assert listed(alice, f"{mia}/timeline?upcoming={str(upcoming).lower()}&limit={limit}") == wanted


def test_a_source_that_joins_may_have_an_entry_for_the_same_thing_and_moment(
    alice: Person, mia: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    joining = Source(
        "dose", Vaccination.given_date, Vaccination.pet_id == PET, "/api/v1/vaccinations", lambda *_: "dose"
    )
    monkeypatch.setattr(service, "SOURCES", (*SOURCES, joining))
    for _ in range(2):
        vaccinate(alice, mia)

    whole = alice.get(f"{mia}/timeline").json()["items"]
    assert [item["kind"] for item in whole if item["kind"] in ("vaccination", "dose")] == 2 * ["vaccination"] + 2 * [
        "dose"
    ]
    assert listed(alice, f"{mia}/timeline?limit=1") == whole


def test_a_cursor_is_good_for_its_own_list_alone(alice: Person, mia: str) -> None:
    other = alice.post("/api/v1/pets", {"name": "Rex", "species": "dog"}).json()
    cursor = alice.get(f"{mia}/timeline?limit=1").json()["next"]
    others = f"/api/v1/pets/{other['id']}/timeline?cursor={cursor}"

    for path in (others, f"{mia}/timeline?cursor={cursor}&upcoming=false", f"{mia}/timeline?cursor=nonsense"):
        answer = alice.get(path)
        assert (answer.status_code, answer.json()["fields"][0]["place"]) == (422, "query.cursor")


def test_a_timeline_is_for_the_owner_of_its_pet_alone(alice: Person, bob: Person, mia: str) -> None:
    missing = bob.get(f"/api/v1/pets/{uuid4()}/timeline")

    assert (bob.get(f"{mia}/timeline").status_code, bob.get(f"{mia}/timeline").content) == (404, missing.content)
    assert alice.delete(mia).status_code == 204
    assert alice.get(f"{mia}/timeline").status_code == 404
