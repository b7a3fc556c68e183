"""The app as a whole, as a client sees it."""

from fastapi.testclient import TestClient

from petsage.main import app

client = TestClient(app)


def test_the_process_lives() -> None:
    assert client.get("/livez").json() == {"status": "ok"}


def test_requests_can_be_served() -> None:
    assert client.get("/readyz").json() == {"status": "ok"}


def test_the_root_greets() -> None:
    assert client.get("/").json() == {"message": "Welcome to the PetSage API"}


def test_what_is_missing_is_answered_with_a_problem() -> None:
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Not Found", "status": 404}


def test_each_answer_names_its_request() -> None:
    assert client.get("/livez").headers["x-request-id"]


def test_the_document_has_the_title() -> None:
    assert client.get("/openapi.json").json()["info"]["title"] == "PetSage Backend API"
