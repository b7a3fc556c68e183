"""For the tests of a built project, into which it is copied: its folders and its natural people are trees."""

import asyncio
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from petsage.core.expecting import Thing, created, refused
from petsage.core.testing import Client, Person

FOLDERS, PEOPLE = "/api/v1/folders", "/api/v1/natural-people"


def new(person: Person, path: str, **relations: str) -> str:
    """The id of a new thing."""
    thing: Thing = created(person.post(path, {"name": str(uuid4()), **relations}))
    return str(thing["id"])


def test_a_folder_moves_anywhere_but_below_itself(alice: Person) -> None:
    root = new(alice, FOLDERS)
    middle = new(alice, FOLDERS, parent_id=root)
    leaf = new(alice, FOLDERS, parent_id=middle)

    for target in (root, middle, leaf):
        assert refused(alice.patch(f"{FOLDERS}/{root}", {"parent_id": target})) == {"parent_id"}
    assert alice.patch(f"{FOLDERS}/{leaf}", {"parent_id": root}).status_code == 200
    assert alice.patch(f"{FOLDERS}/{middle}", {"parent_id": leaf}).status_code == 200
    assert alice.patch(f"{FOLDERS}/{middle}", {"parent_id": None}).status_code == 200


def test_a_circle_through_two_relations_is_a_circle(alice: Person) -> None:
    grandfather = new(alice, PEOPLE)
    mother = new(alice, PEOPLE, father_id=grandfather)
    child = new(alice, PEOPLE, mother_id=mother, father_id=grandfather)

    assert refused(alice.patch(f"{PEOPLE}/{grandfather}", {"mother_id": child})) == {"mother_id"}
    assert refused(alice.patch(f"{PEOPLE}/{mother}", {"mother_id": child})) == {"mother_id"}


@pytest.mark.parametrize("attempt", range(10))
def test_of_two_moves_at_once_that_make_a_circle_together_one_is_refused(
    alice: Person, app: FastAPI, client: Client, attempt: int
) -> None:
    one, other = new(alice, FOLDERS), new(alice, FOLDERS)
    below_one, below_other = new(alice, FOLDERS, parent_id=one), new(alice, FOLDERS, parent_id=other)
    straight = attempt % 2
    targets = {one: other if straight else below_other, other: one if straight else below_one}

    async def move_both() -> list[int]:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as requests:
            moves = [
                requests.patch(f"{FOLDERS}/{moved}", json={"parent_id": target}, headers=alice.headers)
                for moved, target in targets.items()
            ]
            return sorted(answer.status_code for answer in await asyncio.gather(*moves))

    assert client.call(move_both) == [200, 422]
