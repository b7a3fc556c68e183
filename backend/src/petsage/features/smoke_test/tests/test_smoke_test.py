"""The smoke test as a client sees it."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from petsage.main import app

URL = "/api/v1/smoke-test"

client = TestClient(app)


def test_it_answers_that_the_system_works() -> None:
    answer = client.get(URL)

    assert answer.status_code == 200
    body = answer.json()
    assert list(body) == ["status", "message", "timestamp"]
    assert body["status"] == "ok"
    assert body["message"] == "PetSage smoke test successful!"


def test_its_timestamp_is_the_present_in_utc() -> None:
    timestamp = datetime.fromisoformat(client.get(URL).json()["timestamp"])

    assert timestamp.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - timestamp) < timedelta(minutes=1)


def test_each_call_logs_one_event(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.get(URL)

    events = [record for record in caplog.records if record.getMessage() == "Executing PetSage smoke test."]
    assert len(events) == 1
    assert events[0].__dict__["event"] == "smoke_test_executed"
    assert events[0].__dict__["service"] == "petsage-api"
    assert events[0].__dict__["status"] == "success"
    assert events[0].__dict__["details"] == "Log pipeline verification."


def test_it_can_only_be_read() -> None:
    assert client.post(URL).status_code == 405


def test_it_is_documented() -> None:
    operation = app.openapi()["paths"][URL]["get"]

    assert operation["tags"] == ["System Health & Smoke Tests"]
    assert operation["summary"] == "Perform a system smoke test"
