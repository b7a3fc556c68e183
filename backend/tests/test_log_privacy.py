"""Logs hold identifiers and what happened, never what somebody sent: no name, note, address, password or token."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from live_app import PATIENCE
from openapi_calls import Api

from petsage.core.database import Session, Transaction
from petsage.core.identity.models import Role
from petsage.core.logs import JsonLines
from petsage.core.testing import Client, SignIn

MARK = "zebrafish"
"""It is in every text, address, password and token that these tests send."""

OWN_LOGS_OF_THE_TESTS = ("httpx", "httpcore", "alembic")

pytestmark = pytest.mark.usefixtures("no_attempts")


class Lines(logging.Handler):
    """Keeps each line as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the record's line."""
        if not record.name.startswith(OWN_LOGS_OF_THE_TESTS):
            self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Everything that is logged, at any level."""
    root, handler = logging.getLogger(), Lines()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def call_everything(api: Api, sign_in: SignIn) -> list[tuple[str, int]]:
    """The status of each operation, called as it should be and not, with marked values wherever they fit."""
    statuses = []
    for operation in api.operations:
        person = sign_in(Role.USER)
        things = {"kind": MARK, "role": MARK, "user_id": str(person.id)}
        things |= api.furnish(person, text=MARK) if operation.ids else {}
        path, body = api.path(operation, things), api.body(operation, things, MARK)
        wrong = {**(body or {}), MARK: MARK, "name": 7}
        for sent, query in ((body, ""), (wrong, ""), (MARK, ""), (body, f"?search={MARK}&limit={MARK}&token={MARK}")):
            answer = person(operation.method, path + query, sent, x_request_id=MARK, if_match=MARK, user_agent=MARK)
            statuses.append((operation.name, answer.status_code))
    return statuses


def test_no_operation_logs_what_it_was_sent(app: FastAPI, sign_in: SignIn, lines: list[str]) -> None:
    api = Api(app)
    statuses = call_everything(api, sign_in)
    told = {MARK, *(text for text in api.patterned if len(text) > 8)}

    assert {status for _, status in statuses} >= {200, 201, 204, 401, 404, 409, 412, 422}
    assert len(lines) >= len(statuses)
    assert [line for line in lines for mark in told if mark in line] == []


def test_what_breaks_logs_where_and_not_what_it_was_given(
    app: FastAPI, sign_in: SignIn, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*given: object, **more: object) -> None:
        try:
            int(f"{MARK} {given} {more}")
        except ValueError as error:
            raise ExceptionGroup(MARK, [KeyError(MARK)]) from error

    person = sign_in(Role.USER)
    for method in ("one", "all", "first", "rows", "scalar"):
        monkeypatch.setattr(Session, method, fail)
    monkeypatch.setattr(Transaction, "execute", fail)
    answers = [
        person(operation.method, operation.path, Api(app).body(operation, {}, MARK))
        for operation in Api(app).operations
    ]

    assert [answer for answer in answers if answer.status_code == 500]
    failed = [line for line in lines if '"failed"' in line]
    assert failed
    assert all("ValueError" in line and "test_log_privacy.py" in line for line in failed)
    assert [line for line in lines if MARK in line] == []


def test_paths_that_lead_nowhere_and_tokens_that_nobody_has_are_not_logged(client: Client, lines: list[str]) -> None:
    for method in ("GET", "POST", "PATCH", "OPTIONS", "HEAD", "TRACE", MARK.upper()):
        client.request(method, f"/{MARK}/{MARK}?token={MARK}", headers={"authorization": f"Bearer {MARK}"})
        client.request(method, f"/api/v1/users/me?token={MARK}", headers={"authorization": f"Bearer {MARK}"})
    client.post("/api/v1/tokens", content=MARK, headers={"content-type": "application/json"})

    assert lines
    assert [line for line in lines if MARK in line.lower()] == []


def test_the_server_writes_no_path_and_no_query(database_url: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "petsage.main:app", "--port", str(port)]
    environment = {
        "DATABASE_URL": database_url,
        "LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
    }
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            answer = asked(f"http://127.0.0.1:{port}/api/v1/users/me/{MARK}?token={MARK}")
        finally:
            server.terminate()
        written, _ = server.communicate(timeout=PATIENCE)

    assert answer.status_code == 404
    assert '"answered"' in written
    assert MARK not in written


def asked(url: str) -> httpx2.Response:
    """The answer, as soon as there is one."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return httpx2.get(url, timeout=PATIENCE)
        except httpx2.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server does not start")
