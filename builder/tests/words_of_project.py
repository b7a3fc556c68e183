"""For the tests of a built project, into which it is copied: its stays are spoken of in the user's words everywhere."""

from typing import Any

import pytest
from fastapi import FastAPI

from petsage.core.expecting import created, refused
from petsage.core.testing import Person

STAYS = "/api/v1/stays"
STAY: dict[str, Any] = {
    "end": "2026-02-02",
    "limit": "none",
    "group": "g",
    "like": "l",
    "check": None,
    "class": "c",
    "from": "2026-02-01",
    "type": "sea",
    "order": 1,
    "version": "v",
    "created_at_": None,
}
OWN = {"id", "created_at", "updated_at", "owner_id", "sum"}


def test_bodies_have_them(alice: Person) -> None:
    stay = created(alice.post(STAYS, STAY))
    path = f"{STAYS}/{stay['id']}"

    assert stay.keys() == STAY.keys() | OWN
    assert stay == stay | STAY | {"sum": 0}
    assert alice.patch(path, {"class": "other", "limit": "2"}).json() == alice.get(path).json()
    assert alice.get(path).json() == alice.get(path).json() | STAY | {"class": "other", "limit": "2"}
    assert alice.get(STAYS).json()["items"] == [alice.get(path).json()]
    assert created(alice.post(f"{path}/imports", {"global": "g", "sum": 7}))["sum"] == 7
    assert alice.get(path).json()["sum"] == 7


@pytest.mark.parametrize("name", ["end_", "class_", "limit_", "version_"])
def test_names_of_the_code_are_unknown(alice: Person, name: str) -> None:
    assert refused(alice.post(STAYS, STAY | {name: "2026-02-02"})) == {name}


@pytest.mark.parametrize(
    "query",
    [
        "end_from=2026-02-02",
        "end_to=2026-02-02",
        "limit_=none&limit=1",
        "group=g",
        "type=sea",
        "order_to=1",
        "search=c",
    ],
)
def test_queries_have_them(alice: Person, query: str) -> None:
    stay = created(alice.post(STAYS, STAY))
    day = "2026-02-03" if "end_to" in query else "2026-02-01"
    others = {"end": day, "limit": "x", "group": "x", "type": "land", "order": 2, "class": "x"}
    created(alice.post(STAYS, STAY | others))

    assert [item["id"] for item in alice.get(f"{STAYS}?{query}").json()["items"]] == [stay["id"]]


def test_refusals_name_them(alice: Person) -> None:
    stay = created(alice.post(STAYS, STAY))
    other = created(alice.post(STAYS, STAY | {"class": "other"}))

    assert refused(alice.post(STAYS, STAY | {"class": None})) == {"class"}
    assert refused(alice.post(STAYS, STAY | {"end": "2026-01-01", "class": "third"})) == {"end"}
    assert refused(alice.patch(f"{STAYS}/{stay['id']}", {"end": "2026-01-01", "type": "air"})) == {"type"}
    for taken in (alice.post(STAYS, STAY), alice.patch(f"{STAYS}/{other['id']}", {"class": "c"})):
        assert taken.status_code == 409
        assert [fault["place"] for fault in taken.json()["fields"]] == ["body.class"]


def test_history_and_exports_have_them(alice: Person) -> None:
    stay = created(alice.post(STAYS, STAY))
    (change,) = alice.get(f"{STAYS}/{stay['id']}/history").json()["items"]
    (row,) = alice.get("/api/v1/users/me/export").json()["kinds"]["stays"]
    table = alice.get("/api/v1/users/me/export/stays").text.splitlines()[0].split(",")

    assert change["content"] == stay
    assert row.keys() | {"sum"} >= STAY.keys()
    assert set(table) >= STAY.keys()
    assert not [name for name in (*row, *table) if name.endswith("_") and name != "created_at_"]


def test_openapi_has_them(app: FastAPI) -> None:
    document = app.openapi()
    schemas = document["components"]["schemas"]
    queries = {parameter["name"] for parameter in document["paths"][STAYS]["get"]["parameters"]}

    assert schemas["StayRead"]["properties"].keys() == STAY.keys() | OWN
    assert schemas["StayCreate"]["properties"].keys() == schemas["StayPatch"]["properties"].keys() == STAY.keys()
    assert schemas["StayCreate"]["examples"][0].keys() <= STAY.keys()
    assert queries >= {"end_from", "end_to", "limit", "limit_", "group", "type", "order_from", "order_to", "search"}
