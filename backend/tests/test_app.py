"""The app as a whole, as a client sees it."""

import asyncio
import json
from threading import get_ident
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient

from petsage.core.body import MAX_BODY
from petsage.core.edge import Edge
from petsage.core.testing import Client
from petsage.main import create_app
from petsage.settings import Settings


def test_the_process_lives_and_can_serve(client: Client) -> None:
    assert client.get("/livez").json() == client.get("/readyz").json() == {"status": "ok"}


def test_the_root_greets(client: Client) -> None:
    assert client.get("/").json() == {"message": "Welcome to the PetSage API"}


def test_the_document_is_put_together_beside_the_loop_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    app, made_on = create_app(Settings()), list[int]()
    describe = app.openapi

    def described() -> dict[str, Any]:
        made_on.append(get_ident())
        return describe()

    monkeypatch.setattr(app, "openapi", described)
    first, again, below = (answer_at(app, root) for root in ("", "", "/below"))

    assert get_ident() not in made_on
    assert first == again == json.loads(json.dumps(app.openapi()))
    assert below == {**first, "servers": [{"url": "/below"}]}


def answer_at(app: FastAPI, root_path: str) -> Any:
    """The document that the app answers with below a path."""

    async def get() -> Any:
        transport = ASGITransport(app, root_path=root_path)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            return (await client.get(f"{root_path}/openapi.json")).json()

    return asyncio.run(get())


def test_what_is_missing_is_answered_with_a_problem(client: Client) -> None:
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Not Found", "status": 404}


def test_each_answer_names_its_request_and_forbids_sniffing(client: Client) -> None:
    headers = client.get("/livez").headers

    assert headers["x-request-id"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_body_that_is_not_json_is_refused(client: Client) -> None:
    assert client.post("/livez", content="x", headers={"content-type": "text/plain"}).status_code == 415


@pytest.mark.parametrize("parts", [1, 2])
def test_a_body_that_is_too_large_is_refused_however_it_comes(parts: int) -> None:
    reader = FastAPI()
    reader.add_middleware(Edge)

    @reader.post("/read")
    async def read(request: Request) -> int:
        return len(await request.body())

    def sent(size: int) -> int:
        body = b"x" * size if parts == 1 else iter([b"x", b"x" * (size - 1)])
        return TestClient(reader).post("/read", content=body, headers={"content-type": "application/json"}).status_code

    assert (sent(MAX_BODY), sent(MAX_BODY + 1)) == (200, 413)


def test_a_fault_of_ours_shows_no_trace() -> None:
    broken = create_app(Settings())
    broken.get("/broken")(lambda: 1 / 0)
    answer = TestClient(broken, raise_server_exceptions=False).get("/broken")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    assert "ZeroDivisionError" not in answer.text


def test_every_operation_documents_its_problems(app: FastAPI) -> None:
    document = app.openapi()
    operations = [operation for path in document["paths"].values() for operation in path.values()]

    assert all({"500", "503"} <= set(operation["responses"]) for operation in operations)
    assert "Problem" in document["components"]["schemas"]


def test_the_document_has_the_title(client: Client) -> None:
    assert client.get("/openapi.json").json()["info"]["title"] == "PetSage Backend API"
