"""For the tests of a built project, into which it is copied: the slugs of articles are made from their titles."""

import asyncio
import re

import pytest

from petsage.core.expecting import Thing, created, refused
from petsage.core.testing import Client, Person

ARTICLES, DRAFTS = "/api/v1/articles", "/api/v1/drafts"
AT_ONCE = 50


def article(person: Person, title: str) -> Thing:
    return created(person.post(ARTICLES, {"title": title, "text": "They sleep."}))


def draft(person: Person, title: str) -> Thing:
    return created(person.post(DRAFTS, {"title": title}))


@pytest.mark.parametrize(
    ("title", "slug"),
    {
        "How to train your dragon": "how-to-train-your-dragon",
        "  ÜBER--Straße: 10€!  ": "uber-strasse-10",
        "Don't & won\u2019t": "dont-wont",
        "cats—dogs": "cats-dogs",
        "ﬁve ½ İstanbul": "five-1-2-istanbul",
        "København, Łódź": "københavn-łodz",
        "Мой кот — Ёж": "мой-кот-ёж",
        "猫が好き 2": "猫が好き-2",
        "हिन्दी में": "हिन्दी-में",
        "a/b?c#d%2F..": "a-b-c-d-2f",
        "word " * 40: ("word-" * 12)[:-1],
    }.items(),
)
def test_a_slug_is_the_title_in_letters_digits_and_hyphens(alice: Person, title: str, slug: str) -> None:
    assert article(alice, title[:200])["slug"] == slug


@pytest.mark.parametrize("title", ["🐱❤\ufe0f", "!?"])
def test_a_title_of_which_nothing_is_left_has_a_slug_drawn_by_lot(alice: Person, title: str) -> None:
    slugs = [article(alice, title)["slug"] for _ in range(2)]

    assert all(re.fullmatch("[0-9a-f]{6}", slug) for slug in slugs)
    assert slugs[0] != slugs[1]


def test_of_many_who_create_the_same_at_once_each_has_a_slug(client: Client, alice: Person) -> None:
    async def ask() -> list[Thing]:
        body = {"title": "All at once " + "and long " * 10, "text": "They sleep."}
        asked = [client._requests.post(ARTICLES, json=body, headers=alice.headers) for _ in range(AT_ONCE)]
        return [created(answer) for answer in await asyncio.gather(*asked)]

    slugs = {thing["slug"] for thing in client.call(ask)}

    assert len(slugs) == AT_ONCE
    assert max(map(len, slugs)) <= 60
    assert len([slug for slug in slugs if not re.search("-[0-9a-f]{6}$", slug)]) == 1


def test_a_slug_stays_when_the_title_changes_and_is_not_sent(alice: Person) -> None:
    on = article(alice, "The first title")
    path = f"{ARTICLES}/{on['slug']}"

    assert alice.patch(path, {"title": "Another"}).json()["slug"] == "the-first-title"
    assert refused(alice.patch(path, {"slug": "another"})) == {"slug"}
    assert refused(alice.post(ARTICLES, {"title": "A", "text": "B", "slug": "a"})) == {"slug"}


def test_a_slug_that_changes_with_its_title_is_another_one_where_the_title_makes_another(alice: Person) -> None:
    taken, slugs = draft(alice, "After it")["slug"], [draft(alice, "Before it")["slug"]]

    for title in ("BEFORE: it!", "After it", "Once more"):
        slugs.append(alice.patch(f"{DRAFTS}/{slugs[-1]}", {"title": title}).json()["slug"])

    assert slugs[:2] == ["before-it", "before-it"]
    assert re.fullmatch(f"{taken}-[0-9a-f]{{6}}", slugs[2])
    assert slugs[3] == "once-more"
    assert draft(alice, "Before it")["slug"] == "before-it"


def test_of_many_that_get_the_same_title_at_once_each_has_a_slug_of_its_own(client: Client, alice: Person) -> None:
    drafts = [draft(alice, f"Many {number}") for number in range(AT_ONCE)]

    async def ask() -> list[Thing]:
        asked = [
            client._requests.patch(f"{DRAFTS}/{one['slug']}", json={"title": "One for all"}, headers=alice.headers)
            for one in drafts
        ]
        return [answer.json() for answer in await asyncio.gather(*asked)]

    slugs = {thing["slug"] for thing in client.call(ask)}

    assert len(slugs) == AT_ONCE
    assert "one-for-all" in slugs


def test_what_was_deleted_leaves_its_slug_to_others_and_comes_back_only_while_it_is_free(alice: Person) -> None:
    one = draft(alice, "Written again")
    assert alice.delete(f"{DRAFTS}/{one['slug']}").status_code == 204
    other = draft(alice, "Written again")
    assert (one["slug"], other["slug"]) == ("written-again", "written-again")

    assert alice.post(f"{DRAFTS}/{one['id']}/restore").status_code == 409
    assert alice.delete(f"{DRAFTS}/{other['slug']}").status_code == 204
    assert alice.post(f"{DRAFTS}/{one['id']}/restore").json()["slug"] == "written-again"
