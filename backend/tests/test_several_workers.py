"""Several worker processes on one database keep what one keeps: no write is lost, and no rule is broken between them."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from live_app import PATIENCE, Server, answered, prepare, served, sign_in

from petsage.core.testing import new_postgresql_database, new_sqlite_database

AT_ONCE = 24
PET = {"name": "Mia", "species": "cat"}


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as three processes, on a database of its own."""
    on_postgresql = database_url.startswith("postgresql")
    url = new_postgresql_database() if on_postgresql else new_sqlite_database(tmp_path_factory)
    prepare(url)
    with served(url, workers=3) as server:
        yield server


@pytest.fixture(scope="module")
def headers(server: Server) -> dict[str, str]:
    """A user, who every worker knows."""
    return sign_in(server)


def all_at_once(*requests: httpx2.Request) -> list[httpx2.Response]:
    """The answers to requests of which each has a connection of its own."""

    async def gathered() -> list[httpx2.Response]:
        return await asyncio.gather(*map(answered, requests))

    return asyncio.run(gathered())


def test_one_of_many_who_change_the_same_state_succeeds(server: Server, headers: dict[str, str]) -> None:
    pet = httpx2.post(f"{server.url}/pets", json=PET, headers=headers, timeout=PATIENCE)
    url, changing = f"{server.url}/pets/{pet.json()['id']}", headers | {"if-match": pet.headers["etag"]}
    changes = [httpx2.Request("PATCH", url, json={"name": f"Mia {n}"}, headers=changing) for n in range(AT_ONCE)]

    answers = all_at_once(*changes)

    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: AT_ONCE - 1}
    (kept,) = [answer.json()["name"] for answer in answers if answer.status_code == 200]
    assert httpx2.get(url, headers=headers, timeout=PATIENCE).json()["name"] == kept


def test_what_is_unique_is_kept_once(server: Server, headers: dict[str, str]) -> None:
    pet: dict[str, Any] = PET | {"microchip": "941000024680135"}
    created = [httpx2.Request("POST", f"{server.url}/pets", json=pet, headers=headers) for _ in range(AT_ONCE)]

    assert Counter(answer.status_code for answer in all_at_once(*created)) == {201: 1, 409: AT_ONCE - 1}
