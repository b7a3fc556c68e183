"""A test that does what the tests of features do, for the sake of what it makes Python import."""

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel


class Answer(BaseModel):
    status: str


def test_an_app_answers() -> None:
    app = FastAPI()

    @app.get("/{number}")
    async def answer(number: int) -> Answer:
        return Answer(status=str(number))

    with TestClient(app) as client:
        assert client.get("/1").json() == {"status": "1"}
        assert "/{number}" in client.get("/openapi.json").json()["paths"]
