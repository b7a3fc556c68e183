"""For the tests of a built project, into which it is copied: articles are shown with what is related to them."""

from typing import Any

import pytest

from petsage.core.database import Session
from petsage.core.expecting import Thing, created
from petsage.core.showing import MOST_SHOWN
from petsage.core.statements import Answer, Plan
from petsage.core.testing import Person

ARTICLES, TAGS, REMARKS = "/api/v1/articles", "/api/v1/tags", "/api/v1/remarks"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that the app has read with."""
    run, told = Session._run, list[str]()

    async def telling(self: Session, plan: Plan, values: Any) -> Answer:
        told.append(plan.bind(values)[0])
        return await run(self, plan, values)

    monkeypatch.setattr(Session, "_run", telling)
    return told


def article(person: Person) -> Thing:
    return created(person.post(ARTICLES, {"title": "On cats", "text": "They sleep."}))


def remark(person: Person, on: Thing, text: str = "True.") -> Thing:
    return created(person.post(REMARKS, {"text": text, "article_id": on["id"]}))


def tag(person: Person, on: Thing, name: str) -> Thing:
    thing = created(person.post(TAGS, {"name": name}))
    assert person("PUT", f"{ARTICLES}/{on['slug']}/tags/{thing['id']}").status_code == 204
    return thing


def shown(person: Person, thing: Thing) -> Thing:
    found: Thing = person.get(f"{ARTICLES}/{thing['slug']}").json()
    return found


def test_a_page_costs_one_statement_for_each_relation_however_long_it_is(alice: Person, statements: list[str]) -> None:
    costs = []
    for _ in range(2):
        for _ in range(3):
            on = article(alice)
            remark(alice, on)
            tag(alice, on, "cats")
        statements.clear()
        page = alice.get(f"{ARTICLES}?limit=100").json()["items"]
        assert all(item["tags"] and item["remarks"] and item["author"] for item in page[:3])
        costs.append(len(statements))

    assert costs == [5, 5]  # who asks, the page, and three relations


def test_each_thing_of_a_page_has_its_own(alice: Person, bob: Person) -> None:
    mine, theirs = article(alice), article(bob)
    said, kept = remark(alice, theirs), tag(bob, theirs, "dogs")

    page = {item["id"]: item for item in alice.get(ARTICLES).json()["items"]}

    assert (page[mine["id"]]["author"]["id"], page[theirs["id"]]["author"]["id"]) == (str(alice.id), str(bob.id))
    assert (page[mine["id"]]["remarks"], page[mine["id"]]["tags"]) == ([], [])
    assert [one["id"] for one in page[theirs["id"]]["remarks"]] == [said["id"]]
    assert page[theirs["id"]]["tags"] == [{"id": kept["id"], "name": "dogs"}]


def test_many_are_shown_in_the_order_of_their_list_and_no_more_than_fit(alice: Person) -> None:
    on = article(alice)
    texts = [f"{number:03}" for number in range(MOST_SHOWN + 2)]
    for text in texts[::-1]:
        remark(alice, on, text)

    assert [one["text"] for one in shown(alice, on)["remarks"]] == texts[:MOST_SHOWN]


def test_what_the_caller_may_not_see_is_not_shown(alice: Person, bob: Person) -> None:
    secret = created(alice.post("/api/v1/drafts", {"title": "Secret"}))
    note = created(alice.post("/api/v1/notes", {"text": "Read this.", "draft_id": secret["id"]}))

    assert alice.get(f"/api/v1/notes/{note['id']}").json()["draft"]["title"] == "Secret"
    assert bob.get(f"/api/v1/notes/{note['id']}").json()["draft"] is None


def test_whoever_closes_the_account_is_shown_no_more(alice: Person, bob: Person) -> None:
    said = remark(bob, on := article(alice))
    assert bob.post("/api/v1/users/me/deletion", {"password": bob.token}).status_code == 204

    assert [one["id"] for one in shown(alice, on)["remarks"]] == [said["id"]]
    assert alice.get(f"{REMARKS}/{said['id']}").json()["writer"] is None


@pytest.mark.parametrize("change", [{"title": "On dogs"}, {}])
def test_every_answer_has_the_parts(alice: Person, change: dict[str, str]) -> None:
    on = article(alice)
    theirs = tag(alice, on, "pets")

    assert created(alice.post(ARTICLES, {"title": "More", "text": "Words."}))["author"]["id"] == str(alice.id)
    assert alice.patch(f"{ARTICLES}/{on['slug']}", change).json()["tags"] == [{"id": theirs["id"], "name": "pets"}]
    assert alice.get(f"{TAGS}/{theirs['id']}/articles").json()["items"] == [shown(alice, on)]
