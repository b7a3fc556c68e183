"""Deleted pets are listed for who can restore them, for as long as they can."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from petsage.core.expecting import Thing, created, deleted_before, listed
from petsage.core.testing import Client, Person
from petsage.features.pets.models import Pet

PETS, DELETED = "/api/v1/pets", "/api/v1/deleted-pets"


def deleted_pet(person: Person) -> Thing:
    pet = created(person.post(PETS, {"name": "Mia", "species": "cat"}))
    assert person.delete(f"{PETS}/{pet['id']}").status_code == 204
    return pet


def ids(person: Person) -> list[str]:
    return [pet["id"] for pet in listed(person, f"{DELETED}?limit=2")]


def test_what_was_deleted_is_listed_the_last_first_until_it_is_restored(alice: Person) -> None:
    created(alice.post(PETS, {"name": "Tom", "species": "cat"}))
    gone = [deleted_pet(alice)["id"] for _ in range(5)]

    assert ids(alice) == gone[::-1]
    assert all(pet["deleted_at"] for pet in alice.get(DELETED).json()["items"])
    assert alice.post(f"{PETS}/{gone[2]}/restore").status_code == 200
    assert ids(alice) == [gone[4], gone[3], gone[1], gone[0]]


def test_what_somebody_else_deleted_is_not_listed(alice: Person, bob: Person, client: Client) -> None:
    deleted_pet(alice)

    assert ids(bob) == []
    assert client.get(DELETED).status_code == 401


@pytest.mark.parametrize(("days", "there"), [(29, True), (30, False)])
def test_what_can_not_be_restored_any_more_is_not_listed(
    alice: Person, client: Client, app: FastAPI, days: int, there: bool
) -> None:
    pet = deleted_pet(alice)
    client.call(deleted_before, app.state.database, Pet, pet["id"], timedelta(days=days))

    assert (ids(alice) == [pet["id"]]) is there
