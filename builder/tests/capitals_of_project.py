"""For the tests of a built project, into which it is copied: what is compared without capitals."""

import asyncio
from typing import Any
from uuid import uuid4

from petsage.core.expecting import Thing, created, listed
from petsage.core.testing import Client, Person

MEMBERS = "/api/v1/members"


def new(handle: str) -> Thing:
    return {"email": f"{uuid4().hex}@example.org", "handle": handle}


def blamed(answer: Any) -> list[str]:
    assert answer.status_code == 409
    return [fault["place"] for fault in answer.json().get("fields", [])]


def test_an_address_is_one_however_it_is_capitalised(alice: Person) -> None:
    name = uuid4().hex
    one = created(alice.post(MEMBERS, {"email": f"Ée.{name}@Example.org", "handle": name}))
    other = created(alice.post(MEMBERS, {"email": f"b.{name}@example.org", "handle": f"b {name}"}))

    assert one["email"] == f"ée.{name}@example.org"
    for again in (f"ÉE.{name.upper()}@EXAMPLE.org", one["email"]):
        assert alice.post(MEMBERS, {"email": again, "handle": again}).status_code == 409
        assert alice.patch(f"{MEMBERS}/{other['id']}", {"email": again}).status_code == 409
        assert listed(alice, f"{MEMBERS}?email={again}") == listed(alice, f"{MEMBERS}?search={again}") == [one]


def test_a_handle_is_one_however_it_is_capitalised_and_stays_as_it_was_written(alice: Person) -> None:
    name = uuid4().hex
    one = created(alice.post(MEMBERS, new(f"Straße É {name}")))
    other = created(alice.post(MEMBERS, new(f"Gasse {name}")))

    assert one["handle"] == f"Straße É {name}"
    assert "handle_folded" not in one
    for again in (f"STRASSE e\u0301 {name.upper()}", f"straße é {name}"):
        assert blamed(alice.post(MEMBERS, new(again))) == ["body.handle"]
        assert blamed(alice.patch(f"{MEMBERS}/{other['id']}", {"handle": again})) == ["body.handle"]
    recapitalised = alice.patch(f"{MEMBERS}/{one['id']}", {"handle": f"STRASSE É {name}"})
    assert recapitalised.json()["handle"] == f"STRASSE É {name}"


def test_of_many_who_want_a_handle_at_once_one_gets_it(client: Client, alice: Person) -> None:
    name = uuid4().hex

    async def ask() -> list[int]:
        wanted = [new(name.upper() if turn % 2 else name) for turn in range(20)]
        asked = [client._requests.post(MEMBERS, json=each, headers=alice.headers) for each in wanted]
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert sorted(client.call(ask)) == [201, *[409] * 19]


def test_a_restored_thing_whose_handle_is_taken_blames_nothing_that_was_sent(alice: Person) -> None:
    name = uuid4().hex
    one = created(alice.post(MEMBERS, new(name)))
    assert alice.delete(f"{MEMBERS}/{one['id']}").status_code == 204
    created(alice.post(MEMBERS, new(name.upper())))

    assert blamed(alice.post(f"{MEMBERS}/{one['id']}/restore")) == []
