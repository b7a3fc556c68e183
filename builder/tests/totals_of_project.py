"""For the tests of a built project, into which it is copied: lists say how many there are for who asks."""

from typing import Any

import pytest

from petsage.core import paging
from petsage.core.database import Session
from petsage.core.expecting import Thing, created
from petsage.core.statements import Answer, Plan
from petsage.core.testing import Person

ARTICLES, DRAFTS, TAGS = "/api/v1/articles", "/api/v1/drafts", "/api/v1/tags"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that the app has read with."""
    run, told = Session._run, list[str]()

    async def telling(self: Session, plan: Plan, values: Any) -> Answer:
        told.append(plan.bind(values)[0])
        return await run(self, plan, values)

    monkeypatch.setattr(Session, "_run", telling)
    return told


def drafts(person: Person, count: int) -> list[Thing]:
    return [created(person.post(DRAFTS, {"title": f"Draft {number}"})) for number in range(count)]


def articles(person: Person, count: int) -> list[Thing]:
    return [created(person.post(ARTICLES, {"title": "On cats", "text": "They sleep."})) for _ in range(count)]


def total(person: Person, path: str) -> tuple[int, bool]:
    page = person.get(path).json()
    return page["total"], page["total_is_exact"]


def test_a_total_counts_what_the_caller_can_see(alice: Person, bob: Person) -> None:
    drafts(alice, 3)
    drafts(bob, 2)

    assert total(alice, f"{DRAFTS}?limit=1") == (3, True)
    assert total(bob, f"{DRAFTS}?limit=1") == total(bob, DRAFTS) == (2, True)


def test_a_total_is_of_what_the_filters_leave(alice: Person, bob: Person) -> None:
    articles(alice, 2)
    articles(bob, 3)

    assert total(bob, f"{ARTICLES}?limit=1&author_id={alice.id}") == (2, True)
    assert total(bob, f"{ARTICLES}?limit=1")[0] >= 5


def test_every_page_has_the_same_total(alice: Person) -> None:
    drafts(alice, 5)
    path, found = f"{DRAFTS}?limit=2", []
    while path:
        page = alice.get(path)
        found.append(page.json()["total"])
        path = page.links["next"]["url"] if page.json()["next"] else ""

    assert found == [5, 5, 5]


def test_what_is_listed_under_another_thing_is_counted_there(alice: Person) -> None:
    one, other, _ = articles(alice, 3)
    tags = [created(alice.post(TAGS, {"name": name})) for name in ("cats", "dogs")]
    for on, tag in ((one, tags[0]), (other, tags[0]), (one, tags[1])):
        assert alice("PUT", f"{ARTICLES}/{on['slug']}/tags/{tag['id']}").status_code == 204

    assert total(alice, f"{TAGS}/{tags[0]['id']}/articles?limit=1") == (2, True)
    assert total(alice, f"{ARTICLES}/{one['slug']}/tags?limit=1") == (2, True)


def test_what_was_deleted_is_counted_among_the_deleted(alice: Person) -> None:
    for draft in drafts(alice, 3)[1:]:
        assert alice.delete(f"{DRAFTS}/{draft['slug']}").status_code == 204

    assert total(alice, DRAFTS) == (1, True)
    assert total(alice, "/api/v1/deleted-drafts?limit=1") == (2, True)


def test_a_total_costs_a_statement_where_the_page_is_not_all(alice: Person, statements: list[str]) -> None:
    drafts(alice, 3)
    costs = []
    for limit in (1, 2, 3):
        statements.clear()
        alice.get(f"{DRAFTS}?limit={limit}")
        costs.append(len(statements))

    assert costs == [3, 3, 2]  # who asks, the page, and the total


def test_what_is_more_than_is_counted_is_said_to_be(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    totals = []
    for _ in range(3):
        drafts(alice, 2)
        totals.append(total(alice, f"{DRAFTS}?limit=1"))

    assert totals == [(2, True), (3, False), (3, False)]
