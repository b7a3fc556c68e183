"""For the tests of a built project, into which it is copied: what a client meets that knows the style alone."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

ACCOUNT = {"email": f"{uuid4()}@example.org", "password": "correct horse battery"}
NEW = ACCOUNT | {"username": "ada"}


@pytest.fixture
def raw(app: FastAPI) -> Iterator[TestClient]:
    """Requests as they are sent, answers as they come."""
    with TestClient(app) as client:
        yield client


def test_paths(raw: TestClient) -> None:
    assert raw.post("/api/users/signup", json=NEW).status_code == 201
    assert raw.post("/api/users", json=NEW).status_code == 405
    raw.headers["authorization"] = f"Bearer {raw.post('/api/tokens', json=ACCOUNT).json()['token']}"

    other = {"email": f"{uuid4()}@example.org", "password": "correct horse battery", "username": "bob"}
    assert raw.post("/api/users/signup", json=other).status_code == 201
    address = f"{uuid4()}@example.org"
    assert raw.patch("/api/users/me", json={"email": address, "nickname": "a"}).json()["data"]["email"] == address
    taken = raw.patch("/api/users/me", json={"email": other["email"]})
    assert (taken.status_code, taken.json()["fields"][0]["place"]) == (409, "body.email")
    assert raw.get("/api/users/me").json()["data"]["email"] == address
    assert raw.post("/api/tokens", json={**ACCOUNT, "email": address}).status_code == 201

    owners = [raw.post("/api/owners", json={"full_name": "Ada", "phone_number": number}) for number in "12"]
    owner = owners[0].json()["data"]
    page = raw.get("/api/owners?limit=1")
    pet = {"pet_name": "Rex", "birth_date": "2020-01-01", "score": 3, "owner_id": owner["id"]}
    made = raw.post("/api/animals", json=pet)

    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/api/animals/{made.json()['data']['id']}"
    assert (page.json(), page.headers["x-total-count"]) == ([owners[1].json()["data"]], "2")
    assert raw.get(page.links["next"]["url"]).json() == [owner]
    changed = [raw.request(method, made.headers["location"], json={"score": 4}) for method in ("PATCH", "PUT")]
    assert [one.status_code for one in changed] == [200, 200]
    assert raw.get("/api/pettypes").json() == []
    assert raw.get(f"{made.headers['location']}/pettypes").json() == []
    assert raw.delete(made.headers["location"]).status_code == 204
    assert [one["id"] for one in raw.get("/api/deleted-animals").json()] == [made.json()["data"]["id"]]
    assert not any(path.startswith("/api/v1") for path in raw.get("/openapi.json").json()["paths"])


def test_camel(raw: TestClient) -> None:
    bare = raw.post("/api/v1/users", json=ACCOUNT)
    assert {fault["place"] for fault in bare.json()["fields"]} == {"body.user", "body.email", "body.password"}
    new = raw.post("/api/v1/users", json={"user": NEW}).json()["user"]
    assert raw.get("/api/v1/user", headers={"authorization": f"Token {new['token']}"}).json()["user"] == new
    token = raw.post("/api/v1/users/login", json={"user": ACCOUNT}).json()["user"]
    assert raw.get("/api/v1/user", headers={"authorization": f"Bearer {token['token']}"}).status_code == 401
    assert raw.get("/api/v1/user").headers["www-authenticate"] == "Token"
    raw.headers["authorization"] = f"Token {token['token']}"
    sent = {"knownAs": "Ada", "phoneNumber": "1"}
    owner = raw.post("/api/v1/owners", json={"owner": sent}).json()["owner"]
    other = raw.post("/api/v1/owners", json={"owner": {"full_name": "Ada", "phoneNumber": "1"}})
    page = raw.get("/api/v1/owners?knownAs=Ada&limit=1").json()
    schemas = raw.get("/openapi.json").json()["components"]["schemas"]

    assert token.keys() == new.keys()
    assert raw.put("/api/v1/user", json={"user": {"nickname": "x"}}).json()["user"]["token"] == token["token"]
    assert raw.put("/api/v1/user", json={"user": {"email": ACCOUNT["email"]}}).status_code == 422
    assert owner.keys() == {"id", "createdAt", "updatedAt", "knownAs", "phoneNumber", "note"}
    assert {fault["place"] for fault in other.json()["fields"]} == {"body.knownAs", "body.full_name"}
    assert raw.post("/api/v1/owners", json={"owner": sent}).json()["fields"][0]["place"] == "body.phoneNumber"
    assert page == {"owners": [owner], "ownersCount": 1, "totalIsExact": True, "next": None}
    assert raw.get("/api/v1/owners?full_name=Ada").status_code == 422
    (change,) = raw.get(f"/api/v1/owners/{owner['id']}/history").json()["history"]
    assert change.keys() == {"event", "changedAt", "changedBy", "content"}
    assert change["content"]["knownAs"] == "Ada"
    path = f"/api/v1/owners/{owner['id']}"
    answers = [raw.request(method, path, json={"owner": {"note": "x"}}) for method in ("PUT", "PATCH")]
    assert [one.status_code for one in answers] == [200, 405]
    assert "birthDate" in schemas["PetCreate"]["properties"]
    assert schemas["OwnerAnswer"]["properties"].keys() == {"owner"}
    assert schemas["OwnerCreateBody"]["examples"][0]["owner"].keys() >= sent.keys()
    assert "isActive" in raw.get("/api/v1/user").json()["user"]
    assert raw.get("/api/v1/user/export").json().keys() == {"exportedAt", "kinds"}

    pet = {"petName": "Rex", "birthDate": "2020-01-01", "score": 3, "ownerId": owner["id"]}
    done = raw.post("/api/v1/pets", json={"pet": pet}).headers["location"] + "/favorite"
    answers = [raw.post(done), raw.post(done), raw.delete(done)]
    assert [one.status_code for one in answers] == [200] * 3
    shown = [(one.json()["pet"]["favorited"], one.json()["pet"]["favoritesCount"]) for one in answers]
    assert shown == [(True, 1), (True, 1), (False, 0)]
    assert raw.put(done).status_code == 405
    assert raw.post(f"/api/v1/pets/{uuid4()}/favorite").status_code == 404
