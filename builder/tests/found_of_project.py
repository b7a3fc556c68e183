"""For the tests of a built project, into which it is copied: articles and drafts are found by their slugs."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from fastapi import FastAPI

from petsage.core.expecting import Thing, created, listed
from petsage.core.testing import Client, Person

ARTICLES, DRAFTS, PAGES = "/api/v1/articles", "/api/v1/drafts", "/api/v1/pages"


def draft(person: Person, title: str) -> Thing:
    return created(person.post(DRAFTS, {"title": title}))


@pytest.mark.parametrize("title", ["Plainly found", "Найден по имени", "猫が見つかる"])
def test_what_was_created_is_at_its_location_in_any_script_and_so_are_the_things_under_it(
    alice: Person, title: str
) -> None:
    answer = alice.post(DRAFTS, {"title": title})
    slug, location = answer.json()["slug"], answer.headers["location"]
    pages = [created(alice.post(f"{location}/pages", {"text": text})) for text in ("One.", "Two.", "Three.")]

    assert location == f"{DRAFTS}/{quote(slug)}"
    assert alice.get(f"{DRAFTS}/{slug}").json() == answer.json()
    assert {page["draft_id"] for page in pages} == {answer.json()["id"]}
    assert listed(alice, f"{location}/pages") == pages[::-1]
    assert alice.get(f"{PAGES}/{pages[0]['id']}").json() == pages[0]


def test_nothing_else_is_found(alice: Person) -> None:
    on = draft(alice, "Only by its slug")

    for name in (on["id"], uuid4(), "only-by-its", "Only-By-Its-Slug", "only by its slug", "%00", "a" * 3_000):
        assert alice.get(f"{DRAFTS}/{name}").status_code == 404
        assert alice.patch(f"{DRAFTS}/{name}", {}).status_code == 404
        assert alice.delete(f"{DRAFTS}/{name}").status_code == 404
        assert alice.get(f"{DRAFTS}/{name}/pages").status_code == 404
        assert alice.post(f"{DRAFTS}/{name}/pages", {"text": "Words."}).status_code == 404


def test_nobody_learns_of_a_slug_of_somebody_else(client: Client, alice: Person, bob: Person) -> None:
    names = [draft(alice, "Of somebody else")["slug"], "not-there"]

    for tell in (client.get, bob.get, bob.delete, client.delete):
        one, other = (tell(f"{DRAFTS}/{name}") for name in names)
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.status_code in (401, 404)


def test_what_has_another_slug_now_is_found_by_that_alone(alice: Person) -> None:
    before = draft(alice, "Found before")["slug"]
    after = alice.patch(f"{DRAFTS}/{before}", {"title": "Found after"}).json()["slug"]

    assert alice.get(f"{DRAFTS}/{before}").status_code == 404
    assert alice.get(f"{DRAFTS}/{after}").json()["title"] == "Found after"
    assert draft(alice, "Found before")["slug"] == before


def test_what_is_deleted_is_restored_by_its_id_and_found_by_its_slug_again(alice: Person) -> None:
    on = draft(alice, "There again")
    path = f"{DRAFTS}/{on['slug']}"
    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404
    assert alice.post(f"{path}/restore").status_code == 422

    assert alice.post(f"{DRAFTS}/{on['id']}/restore").status_code == 200
    assert alice.get(path).json()["id"] == on["id"]


def test_the_document_names_the_parameters_as_what_they_are(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    (parameter,) = paths[f"{ARTICLES}/{{article_slug}}"]["get"]["parameters"]

    assert (parameter["name"], parameter["in"], parameter["required"]) == ("article_slug", "path", True)
    assert parameter["schema"]["type"] == "string"
    assert "format" not in parameter["schema"]
    assert {f"{DRAFTS}/{{draft_slug}}/pages", f"{DRAFTS}/{{draft_id}}/restore"} < paths.keys()
