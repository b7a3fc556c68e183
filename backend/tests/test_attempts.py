"""Who guesses passwords is slowed down, by account and address, and nobody else is."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from live_app import Server, answered, prepare, served

from petsage.core.fields import now
from petsage.core.identity import attempts
from petsage.core.testing import Client, Person, new_postgresql_database, new_sqlite_database

USERS, TOKENS, ME = "/api/v1/users", "/api/v1/tokens", "/api/v1/users/me"
PASSWORD = "correct horse battery"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.fixture
def email(client: Client) -> str:
    """The address of an account."""
    email = f"{uuid4().hex}@example.org"
    assert client.post(USERS, json={"email": email, "password": PASSWORD}).status_code == 201
    return email


@pytest.fixture
def proxied(app: FastAPI) -> Iterator[None]:
    """Proxies of one network are trusted."""
    app.state.trusted_proxies = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))
    yield
    app.state.trusted_proxies = ()


def sign_in(client: Client, email: str, password: str, peer: str = HERE, forwarded: str = "") -> Response:
    """The answer to somebody whose connection comes from `peer`."""

    async def send() -> Response:
        transport = ASGITransport(client._app, client=(peer, 40000))
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        async with AsyncClient(transport=transport, base_url="http://testserver") as requests:
            return await requests.post(TOKENS, json={"email": email, "password": password}, headers=headers)

    return client.call(send)


def guess(client: Client, email: str, peer: str = HERE, forwarded: str = "", times: int = 12) -> Counter[int]:
    """How often wrong passwords were answered how."""
    return Counter(sign_in(client, email, f"wrong {n}", peer, forwarded).status_code for n in range(times))


def test_guesses_from_one_address_do_not_lock_the_owner_out(client: Client, email: str) -> None:
    assert guess(client, email) == {401: 10, 429: 2}

    assert sign_in(client, email, PASSWORD, HERE).status_code == 429
    assert sign_in(client, email, PASSWORD, ELSEWHERE).status_code == 201


def test_the_other_accounts_of_an_address_can_be_signed_into(client: Client, email: str) -> None:
    guess(client, f"other{email}")

    assert sign_in(client, email, PASSWORD).status_code == 201


def test_one_address_has_a_hundred_tries_of_whatever_account(client: Client) -> None:
    statuses = Counter(sign_in(client, f"{n}@example.org", "wrong").status_code for n in range(110))

    assert 100 <= statuses[401] < 110
    assert statuses[429] == 110 - statuses[401]


def test_who_waits_can_try_again(client: Client, email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    guess(client, email)
    wait = int(sign_in(client, email, PASSWORD).headers["retry-after"])
    monkeypatch.setattr(attempts, "now", lambda: now() + timedelta(seconds=wait))

    assert sign_in(client, email, PASSWORD).status_code == 201


def test_capitals_and_look_alikes_are_the_same_account(client: Client, email: str) -> None:
    guess(client, email.upper(), times=5)
    guess(client, email.replace("example", "\uff45xample"), times=5)

    assert sign_in(client, email, PASSWORD).status_code == 429


@pytest.mark.parametrize("peer", [HERE, "127.0.0.1", "10.0.0.1", "unix"])
def test_nobody_is_believed_about_where_they_come_from(client: Client, email: str, peer: str) -> None:
    answers = [sign_in(client, email, "wrong", peer, f"203.0.113.{n}").status_code for n in range(12)]

    assert Counter(answers) == {401: 10, 429: 2}


@pytest.mark.parametrize("form", ["203.0.113.{}", "203.0.113.{}:80", "[2001:db8:2:{}::1]:80", "::ffff:203.0.113.{}"])
def test_an_address_that_the_server_took_from_the_header_is_not_believed(client: Client, email: str, form: str) -> None:
    spoofed = [form.format(n) for n in range(12)]
    peers = [sent.removesuffix(":80").strip("[]") for sent in spoofed]
    answers = [sign_in(client, email, "wrong", *pair).status_code for pair in zip(peers, spoofed, strict=True)]

    assert Counter(answers) == {401: 10, 429: 2}


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize("proxy", ["10.0.0.1", "2001:db8:1::5", "::ffff:10.0.0.1"])
def test_a_trusted_proxy_says_where_a_request_comes_from(client: Client, email: str, proxy: str) -> None:
    assert guess(client, email, proxy, f"1.1.1.1, {HERE}, 10.9.9.9") == {401: 10, 429: 2}
    assert sign_in(client, email, PASSWORD, proxy, f"2.2.2.2, {HERE}").status_code == 429

    assert sign_in(client, email, PASSWORD, proxy, f"{HERE}, {ELSEWHERE}").status_code == 201


def test_a_network_of_ipv6_is_one_address(client: Client, email: str) -> None:
    answers = [sign_in(client, email, "wrong", f"2001:db8:7:7::{n:x}").status_code for n in range(12)]

    assert Counter(answers) == {401: 10, 429: 2}


def test_the_password_of_who_is_signed_in_is_slowed_down_too(alice: Person) -> None:
    change = {"current": "wrong", "new": "another long one"}
    answers = [alice("PUT", f"{ME}/password", change).status_code for _ in range(12)]

    assert Counter(answers) == {422: 10, 429: 2}


@pytest.fixture
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as two processes, as its README starts it."""
    on_postgresql = database_url.startswith("postgresql")
    url = new_postgresql_database() if on_postgresql else new_sqlite_database(tmp_path_factory)
    prepare(url)
    with served(url, workers=2) as server:
        yield server


def test_workers_count_together_and_the_header_changes_nothing(server: Server) -> None:
    async def status(n: int) -> int:
        headers = {"x-forwarded-for": f"203.0.113.{n}:{n}"}
        body = {"email": "nobody@example.org", "password": "wrong"}
        return (await answered(httpx2.Request("POST", f"{server.url}/tokens", json=body, headers=headers))).status_code

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*map(status, range(24)))

    assert Counter(asyncio.run(all_at_once())) == {401: 10, 429: 14}
