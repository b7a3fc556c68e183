"""What holds for every request, whichever feature serves it."""

import json
import logging
from collections.abc import AsyncIterator

import pytest

from petsage.core.testing import Client, Person

USERS, ME = "/api/v1/users", "/api/v1/users/me"
PROBLEM = "application/problem+json"

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.mark.parametrize("path", ["/nothing", f"{ME}/", f"{USERS}//me", "/api/v1"])
def test_a_path_that_leads_nowhere_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json() == {"type": "about:blank", "title": "Not Found", "status": 404}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", USERS, "GET, HEAD, OPTIONS, POST"),
        ("TRACE", ME, "GET, HEAD, OPTIONS"),
        ("DELETE", "/livez", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_a_path_has_not_is_answered_with_all_that_it_has(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)
    assert answer.headers["allow"] == allowed


def test_options_says_what_is_allowed_and_head_what_get_would(client: Client) -> None:
    options, head = client.request("OPTIONS", USERS), client.request("HEAD", "/livez")

    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == client.get("/livez").headers["content-length"]


def test_a_body_that_is_too_large_is_refused_however_it_is_sent(client: Client) -> None:
    large = b'{"email": "' + b"x" * 2**20 + b'", "password": "long and my own"}'

    async def parts() -> AsyncIterator[bytes]:
        yield large

    for content in (large, parts()):
        answer = client.post(USERS, content=content, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_that_is_not_json_is_refused(client: Client, kind: str) -> None:
    answer = client.post(USERS, content=b'{"email": "mia@example.com"}', headers={"content-type": kind})

    assert (answer.status_code, answer.headers["content-type"]) == (415, PROBLEM)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"email": "mia@example.com"',
        b'{"email": "half \\ud800", "password": "long and my own"}',
        b'{"email": "mia@example.com", "password": "long and my own", "\\ud800": 1}',
        b'{"email": NaN, "password": "long and my own"}',
        b'{"email": ' + b"[" * 20000,
        b'{"email": ' + b"9" * 5000 + b', "password": "long and my own"}',
        b"\xff\xfe",
    ],
)
def test_a_body_that_makes_no_sense_is_refused_in_words(client: Client, body: bytes) -> None:
    answer = client.post(USERS, content=body, headers={"content-type": "application/json"})

    assert answer.status_code in (400, 413, 422)
    assert answer.headers["content-type"] == PROBLEM
    assert "Traceback" not in answer.text


def test_every_answer_forbids_guessing_its_type_and_has_the_id_of_its_request(client: Client) -> None:
    for answer in (client.get("/livez"), client.get("/nothing"), client.get(ME)):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]


def test_an_error_of_ours_is_a_problem_without_a_trace_and_is_logged(
    alice: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("petsage.core.identity.service.who_am_i", fail)

    answer = alice.get(ME)

    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(("path", "route"), [(f"{ME}?token=secret", ME), ("/no/secret", None)])
def test_an_answer_is_logged_by_its_route_and_never_by_its_path(
    alice: Person, caplog: pytest.LogCaptureFixture, path: str, route: str | None
) -> None:
    with caplog.at_level(logging.INFO):
        status = alice.get(path).status_code

    (record,) = [record for record in caplog.records if getattr(record, "event", "") == "answered"]
    assert (record.__dict__["route"], record.__dict__["status"]) == (route, status)
    assert "secret" not in json.dumps(record.__dict__, default=str)
