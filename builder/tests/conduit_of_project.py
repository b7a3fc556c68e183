"""For the tests of a project with `examples/conduit`, into which it is copied: what RealWorld's clients ask and find.

Its public suite has 32 requests, told here in our own words by their number in it. Those that are missing need what
can't be said yet: filters by an author's name, by whose favorite it is and by a tag (7 to 9, 14, 15, 17, 20, 21), a
feed (11), what is under an article by its whole path (26), people who are found by their username (29 to 31).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

PASSWORD = "correct horse battery"
ACCOUNT = {"email", "username", "bio", "image", "token"}
ARTICLE = {
    "slug",
    "title",
    "description",
    "body",
    "tagList",
    "createdAt",
    "updatedAt",
    "author",
    "favorited",
    "favoritesCount",
}
COMMENT = {"id", "body", "createdAt", "updatedAt", "author"}


@pytest.fixture
def raw(app: FastAPI) -> Iterator[TestClient]:
    """Requests as they are sent, answers as they come."""
    with TestClient(app, base_url="http://testserver/api") as client:
        yield client


def has(thing: dict[str, Any], parts: set[str]) -> dict[str, Any]:
    """The thing, which has these parts; moments are of ISO 8601 with fractions of seconds."""
    assert parts <= thing.keys()
    for part in parts & {"createdAt", "updatedAt"}:
        assert "." in thing[part]
        assert datetime.fromisoformat(thing[part]).utcoffset() is not None
    return thing


def test_conduit(raw: TestClient) -> None:
    jacob = {"email": "jake@example.org", "password": PASSWORD}

    # 1 to 5: accounts
    has(raw.post("/users", json={"user": {**jacob, "username": "jacob"}}).json()["user"], ACCOUNT)
    has(raw.post("/users/login", json={"user": jacob}).json()["user"], ACCOUNT)
    token = has(raw.post("/users/login", json={"user": jacob}).json()["user"], ACCOUNT)["token"]
    mine = {"authorization": f"Token {token}"}
    assert has(raw.get("/user", headers=mine).json()["user"], ACCOUNT)["token"] == token
    has(raw.put("/user", json={"user": {"email": jacob["email"]}}, headers=mine).json()["user"], ACCOUNT)

    # 6, 10, 12, 13, 16, 18: articles
    assert raw.get("/articles").json()["articlesCount"] == 0
    new = {"title": "How to groom", "description": "Brushes.", "body": "Slowly.", "tagList": ["cats", "brushes"]}
    article = has(raw.post("/articles", json={"article": new}, headers=mine).json()["article"], ARTICLE)
    path = f"/articles/{article['slug']}"
    assert article["tagList"] == new["tagList"]
    for headers in (None, mine):
        page = raw.get("/articles", headers=headers).json()
        assert page["articlesCount"] == len(page["articles"]) == 1
        has(page["articles"][0], ARTICLE)
    assert has(raw.get(path).json()["article"], ARTICLE)["author"]["username"] == "jacob"
    assert (
        has(raw.put(path, json={"article": {"body": "Gently."}}, headers=mine).json()["article"], ARTICLE)["body"]
        == "Gently."
    )

    # 19, 22: favorites
    favorites = [raw.post(f"{path}/favorite", headers=mine), raw.delete(f"{path}/favorite", headers=mine)]
    answers = [has(one.json()["article"], ARTICLE) for one in favorites]
    assert [(one["favorited"], one["favoritesCount"]) for one in answers] == [(True, 1), (False, 0)]

    # 23 to 25: comments
    has(raw.post(f"{path}/comments", json={"comment": {"body": "Thanks."}}, headers=mine).json()["comment"], COMMENT)
    for headers in (None, mine):
        has(raw.get(f"{path}/comments", headers=headers).json()["comments"][0], COMMENT)

    # 27, 28, 32: the end of an article, another account, tags
    assert raw.delete(path, headers=mine).status_code == 204
    assert raw.get(path).status_code == 404
    celebrity = {"email": "celebrity@example.org", "password": PASSWORD, "username": "celebrity"}
    has(raw.post("/users", json={"user": celebrity}).json()["user"], ACCOUNT)
    assert raw.get("/tags").json()["tags"] == []
