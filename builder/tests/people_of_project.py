"""For the tests of a built project, into which it is copied: who is who to a thing, what a closed account leaves."""

from typing import Any

from fastapi import FastAPI
from sqlalchemy import Table, func, select

from petsage.core.database import Session
from petsage.core.expecting import Thing, created, listed, refused
from petsage.core.tables import Base
from petsage.core.testing import Client, Person

API = "/api/v1"


def close(person: Person) -> int:
    return person.post(f"{API}/users/me/deletion", {"password": person.token}).status_code


def rows(client: Client, app: FastAPI, table: str) -> int:
    counted: Table = Base.metadata.tables[table]
    return client.call(Session(app.state.database).scalar, int, select(func.count()).select_from(counted)) or 0


def message(sender: Person, recipient: Any) -> Thing:
    return created(sender.post(f"{API}/messages", {"text": "Hello.", "recipient_id": str(recipient)}))


def ids(person: Person, path: str) -> list[str]:
    return [thing["id"] for thing in listed(person, f"{API}/{path}")]


def test_a_message_goes_from_who_sends_it_to_whom_they_name(alice: Person, bob: Person, admin: Person) -> None:
    sent = message(alice, bob.id)

    assert (sent["sender_id"], sent["recipient_id"]) == (str(alice.id), str(bob.id))
    assert ids(alice, "messages") == ids(bob, "messages") == [sent["id"]]
    assert ids(admin, "messages") == []
    assert bob.delete(f"{API}/messages/{sent['id']}").status_code == 403


def test_nobody_sends_for_another_or_to_nobody(alice: Person, bob: Person) -> None:
    forged = {"text": "Hello.", "recipient_id": str(bob.id), "sender_id": str(bob.id)}

    assert refused(alice.post(f"{API}/messages", forged)) == {"sender_id"}
    assert refused(alice.post(f"{API}/messages", {"text": "Hello."})) == {"recipient_id"}
    unknown = alice.post(f"{API}/messages", {"text": "Hello.", "recipient_id": "018f0000-0000-7000-8000-000000000000"})
    assert refused(unknown) == {"recipient_id"}
    assert alice.get(f"{API}/users/{bob.id}").status_code == 403


def test_a_recipient_who_goes_leaves_a_message_of_its_senders(alice: Person, bob: Person) -> None:
    sent = message(alice, bob.id)

    assert close(bob) == 204
    assert alice.get(f"{API}/messages/{sent['id']}").json()["recipient_id"] is None
    assert ids(alice, "messages") == [sent["id"]]
    (change,) = listed(alice, f"{API}/messages/{sent['id']}/history")
    assert change["content"] == sent | {"recipient_id": None}


def test_a_sender_who_goes_takes_the_messages_along(alice: Person, bob: Person) -> None:
    sent = message(alice, bob.id)

    assert close(alice) == 204
    assert bob.get(f"{API}/messages/{sent['id']}").status_code == 404


def test_a_project_is_its_creators_whoever_they_say(alice: Person, bob: Person) -> None:
    team = created(alice.post(f"{API}/teams", {"name": "Blue"}))["id"]
    project = created(alice.post(f"{API}/teams/{team}/projects", {"name": "One"}))

    assert project["owner_id"] == str(alice.id)
    body = {"name": "Two", "owner_id": str(bob.id)}
    assert refused(alice.post(f"{API}/teams/{team}/projects", body)) == {"owner_id"}
    assert refused(alice.patch(f"{API}/projects/{project['id']}", {"owner_id": str(bob.id)})) == {"owner_id"}
    assert close(bob) == 204


def test_an_author_deletes_a_recipe_that_a_stranger_likes(alice: Person, bob: Person) -> None:
    recipe = created(alice.post(f"{API}/recipes", {"title": "Soup"}))["id"]
    favourite = created(bob.post(f"{API}/favourites", {"recipe_id": recipe}))["id"]

    assert alice.delete(f"{API}/recipes/{recipe}").status_code == 204
    assert bob.get(f"{API}/favourites/{favourite}").status_code == 404


def test_an_author_goes_although_a_stranger_likes_a_recipe(alice: Person, bob: Person) -> None:
    recipe = created(alice.post(f"{API}/recipes", {"title": "Soup"}))["id"]
    favourite = created(bob.post(f"{API}/favourites", {"recipe_id": recipe}))["id"]

    assert close(alice) == 204
    assert bob.get(f"{API}/favourites/{favourite}").status_code == 404


def test_what_a_stranger_keeps_of_mine_is_not_in_my_export(alice: Person, bob: Person) -> None:
    recipe = created(alice.post(f"{API}/recipes", {"title": "Soup"}))["id"]
    created(bob.post(f"{API}/favourites", {"recipe_id": recipe}))

    mine, theirs = (person.get(f"{API}/users/me/export").json()["kinds"] for person in (alice, bob))

    assert (len(mine["recipes"]), mine["favourites"]) == (1, [])
    assert (theirs["recipes"], len(theirs["favourites"])) == ([], 1)


def test_an_account_is_closed_although_its_things_keep_each_other_from_being_deleted(alice: Person) -> None:
    shelf = created(alice.post(f"{API}/shelves", {"name": "Upper"}))["id"]
    created(alice.post(f"{API}/jars", {"name": "Salt", "shelf_id": shelf}))
    created(alice.post(f"{API}/lids", {"name": "Round", "shelf_id": shelf}))

    assert alice.delete(f"{API}/shelves/{shelf}").status_code == 409
    assert close(alice) == 204


def test_a_history_goes_with_its_account(alice: Person, bob: Person, client: Client, app: FastAPI) -> None:
    before = rows(client, app, "page_revisions")
    kept, deleted = (created(alice.post(f"{API}/pages", {"text": f"secret {n}"}))["id"] for n in range(2))
    others = created(bob.post(f"{API}/pages", {"text": "Bob's"}))["id"]
    assert alice.patch(f"{API}/pages/{kept}", {"text": "secret still"}).status_code == 200
    assert alice.delete(f"{API}/pages/{deleted}").status_code == 204
    assert rows(client, app, "page_revisions") == before + 5

    assert close(alice) == 204

    assert rows(client, app, "page_revisions") == before + 1
    assert len(listed(bob, f"{API}/pages/{others}/history")) == 1


def test_a_change_of_another_persons_page_loses_its_author(alice: Person, admin: Person) -> None:
    page = created(alice.post(f"{API}/pages", {"text": "Alice's"}))["id"]
    assert admin.patch(f"{API}/pages/{page}", {"text": "better"}).status_code == 200

    assert close(admin) == 204

    changes = listed(alice, f"{API}/pages/{page}/history")
    assert [change["changed_by"] for change in changes] == [None, str(alice.id)]


def test_a_member_finds_the_membership_on_a_list(alice: Person, bob: Person, admin: Person) -> None:
    organisation = created(alice.post(f"{API}/organisations", {"name": "Blue"}))["id"]
    path = f"{API}/organisations/{organisation}/memberships"
    membership = created(alice.post(path, {"role": "member", "member_id": str(bob.id)}))["id"]

    assert bob.get(path).status_code == 404
    assert ids(bob, "memberships") == ids(alice, "memberships") == [membership]
    assert ids(admin, "memberships") == []


def test_labels_and_tickets_are_read_from_both_sides(alice: Person, bob: Person, admin: Person) -> None:
    label = created(admin.post(f"{API}/labels", {"name": "Red"}))["id"]
    ticket = created(alice.post(f"{API}/tickets", {"title": "One"}))["id"]
    link = f"{API}/tickets/{ticket}/labels/{label}"

    assert alice("PUT", link).status_code == 204
    assert bob("PUT", link).status_code == 404
    assert ids(alice, f"tickets/{ticket}/labels") == [label]
    assert ids(alice, f"labels/{label}/tickets") == [ticket]
    assert ids(bob, f"labels/{label}/tickets") == []


def test_what_a_thing_was_is_told_to_who_sees_such_a_thing(client: Client, alice: Person, bob: Person) -> None:
    story = created(alice.post(f"{API}/stories", {"text": "A secret."}))
    path = f"{API}/stories/{story['id']}"
    assert alice.patch(path, {"text": "A tale."}).status_code == 200
    assert alice.post(f"{path}/publish").status_code == alice.post(f"{path}/withdraw").status_code == 200

    def states(person: Person) -> list[str]:
        return [change["content"]["status"] for change in listed(person, f"{path}/history")]

    assert states(alice) == ["withdrawn", "published", "draft", "draft"]
    assert states(bob) == ["withdrawn", "published"]
    assert client.get(f"{path}/history").status_code == 404


def test_the_history_of_what_follows_a_story_is_seen_by_who_sees_the_story_in_every_state(
    alice: Person, bob: Person, admin: Person
) -> None:
    story = created(alice.post(f"{API}/stories", {"text": "Once."}))
    remark = created(alice.post(f"{API}/stories/{story['id']}/remarks", {"text": "A secret of the draft."}))
    assert alice.post(f"{API}/stories/{story['id']}/publish").status_code == 200
    reply = created(bob.post(f"{API}/remarks/{remark['id']}/replies", {"text": "What a secret!"}))

    def events(person: Person, path: str) -> list[str]:
        return [change["event"] for change in listed(person, f"{API}/{path}/history")]

    assert bob.get(f"{API}/remarks/{remark['id']}").status_code == 200
    assert (events(alice, f"remarks/{remark['id']}"), events(bob, f"remarks/{remark['id']}")) == (["created"], [])
    seen = [events(person, f"replies/{reply['id']}") for person in (alice, bob, admin)]
    assert seen == [["created"], ["created"], []]


def test_what_is_called_as_an_endpoint_is_is_linked(alice: Person) -> None:
    story = created(alice.post(f"{API}/stories", {"text": "Once."}))
    kept = created(alice.post(f"{API}/lists", {"name": "Mine"}))

    assert alice("PUT", f"{API}/lists/{kept['id']}/stories/{story['id']}").status_code == 204
    assert ids(alice, f"lists/{kept['id']}/stories") == [story["id"]]
    assert story["id"] in ids(alice, "stories")
