"""For the tests of a built project, into which it is copied: what each person does once with articles and drafts."""

import asyncio

from petsage.core.expecting import Thing, created, shown
from petsage.core.testing import Client, Person

ARTICLES, DRAFTS = "/api/v1/articles", "/api/v1/drafts"
AT_ONCE = 20


def article(person: Person) -> Thing:
    return created(person.post(ARTICLES, {"title": "On cats", "text": "They sleep."}))


def told(teller: Person | Client, path: str) -> tuple[bool, int]:
    thing = teller.get(path).json()
    return thing["favourited"], thing["favourite_count"]


def test_of_many_at_once_each_counts_once_however_often_they_ask(client: Client, alice: Person) -> None:
    path = f"{ARTICLES}/{article(alice)['slug']}"
    people = [alice.another() for _ in range(AT_ONCE)]

    async def ask() -> list[int]:
        asked = [
            client._requests.put(f"{path}/favourite", headers=person.headers) for person in people for _ in range(3)
        ]
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert set(client.call(ask)) == {204}
    assert told(people[0], path) == (True, AT_ONCE)
    assert told(alice, path) == (False, AT_ONCE)


def test_who_is_not_signed_in_has_done_nothing_and_cannot(client: Client, alice: Person) -> None:
    path = f"{ARTICLES}/{article(alice)['slug']}"
    alice("PUT", f"{path}/favourite")

    assert told(client, path) == (False, 1)
    assert client.put(f"{path}/favourite").status_code == client.delete(f"{path}/favourite").status_code == 401
    assert client.get(f"{ARTICLES}?favourited=true").json()["items"] == []


def test_lists_say_it_of_who_asks_and_are_narrowed_by_it(alice: Person, bob: Person) -> None:
    one, other = article(alice), article(bob)
    for person in (alice, bob):
        person("PUT", f"{ARTICLES}/{one['slug']}/favourite")
    bob("PUT", f"{ARTICLES}/{other['slug']}/favourite")

    page = {item["id"]: item for item in alice.get(f"{ARTICLES}?limit=100").json()["items"]}
    assert [(page[on["id"]]["favourited"], page[on["id"]]["favourite_count"]) for on in (one, other)] in (
        [(True, 2), (False, 1)],
        [(True, 2)],
    )
    for person, found in ((alice, [one]), (bob, [one, other])):
        assert shown(person, f"{ARTICLES}?favourited=true", one, other) == found
    assert alice.get(f"{ARTICLES}?favourited=true").json()["total"] == 1
    assert shown(alice, f"{ARTICLES}?author_id={bob.id}&favourited=false", one, other) == [other]


def test_it_is_no_change_and_no_history_tells_who_has_done_it(alice: Person, bob: Person) -> None:
    on = article(alice)
    path = f"{ARTICLES}/{on['slug']}"
    before = alice.get(path)
    alice("PUT", f"{path}/favourite")
    after = alice.get(path)

    assert after.headers["etag"] == before.headers["etag"]
    assert after.json() == before.json() | {"favourited": True, "favourite_count": 1}
    assert alice.patch(path, {"text": "They purr."}).json()["favourited"] is True
    assert all("favourited" not in one["content"] for one in bob.get(f"{path}/history").json()["items"])


def test_what_is_not_seen_is_not_there(alice: Person, bob: Person) -> None:
    path = f"{DRAFTS}/{created(alice.post(DRAFTS, {'title': 'Starred'}))['slug']}"

    assert bob("PUT", f"{path}/star").status_code == bob.delete(f"{path}/star").status_code == 404
    assert alice("PUT", f"{path}/star").status_code == 204
    assert alice.get(path).json()["star_count"] == 1


def test_it_goes_with_the_account_and_before_that_is_exported(alice: Person, bob: Person) -> None:
    on = article(alice)
    path = f"{ARTICLES}/{on['slug']}"
    for person in (alice, bob):
        person("PUT", f"{path}/favourite")

    exported = bob.get("/api/v1/users/me/export").json()
    assert [row["article_id"] for row in exported["kinds"]["article_favourites"]] == [on["id"]]
    assert bob.post("/api/v1/users/me/deletion", {"password": bob.token}).status_code == 204
    assert told(alice, path) == (True, 1)
    assert alice.delete(path).status_code == 204
