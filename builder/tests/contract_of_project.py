"""For the tests of a built project, into which it is copied: its app answers as its OpenAPI document says.

`CONTRACT_EXAMPLES` is how many generated requests each operation gets; from 50 on, it also gets those at the edges of
every schema, and NUL in texts.
"""

import os
from typing import Any

import pytest
import schemathesis
from anyio import to_thread
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from petsage.core.identity.attempts import Attempts
from petsage.core.identity.models import Role
from petsage.core.testing import Person, SignIn

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "3"))
IS_LONG = EXAMPLES >= 50
MODES = list(GenerationMode)

few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


async def unlimited(*_: object) -> None:
    """Counts no attempts to sign in."""


def served_by(client: TestClient) -> ASGIApp:
    """The client's app as one that any event loop can call: it is started and stopped by the client alone."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = (await receive())["body"]
        url = (scope["raw_path"] + b"?" * bool(scope["query_string"]) + scope["query_string"]).decode()
        answer = await to_thread.run_sync(
            lambda: client.request(scope["method"], url, content=body, headers=scope["headers"])
        )
        await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.headers.raw})
        await send({"type": "http.response.body", "body": answer.content})

    return serve


def furnish(person: Person, document: dict[str, Any]) -> dict[str, str]:
    """The id of one thing of each kind that can be made with its documented example, by what paths call it."""
    things: dict[str, str] = {}
    waiting = [
        (f"{said['operationId'].removeprefix('create_')}_id", path, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
        if method == "post" and said["operationId"].startswith("create_")
    ]
    for _ in range(len(waiting)):
        for name, path, said in [kind for kind in waiting if kind[0] not in things]:
            if not {part["name"] for part in said.get("parameters", []) if part["in"] == "path"} <= set(things):
                continue
            schema = said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            example = document["components"]["schemas"][schema]["examples"][0]
            ids = {field: things.get(field, str(person.id)) for field in example if field.endswith("_id")}
            answer = person.post(path.format_map(things), example | ids)
            if answer.status_code == 201:
                things[name] = answer.json()["id"]
    assert len(things) >= len(waiting) * 3 // 4, f"could not be made: {[kind[0] for kind in waiting]}"
    return things


def test_every_operation_answers_as_documented(
    app: FastAPI, client: TestClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Attempts, "count", unlimited)
    person = sign_in(Role.ADMIN)
    things = furnish(person, app.openapi())
    schema = schemathesis.openapi.from_asgi("/openapi.json", served_by(client))
    schema.config.generation.allow_x00 = IS_LONG
    failures: dict[str, str] = {}
    operations: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    for operation in sorted(operations, key=lambda operation: operation.method == "delete"):
        try:
            check(operation, person, things)
        except (Exception, BaseExceptionGroup) as failure:
            causes = failure.exceptions if isinstance(failure, BaseExceptionGroup) else [failure]
            failures[operation.label] = "\n".join(map(str, [*causes, failure]))
    assert not failures, "\n\n".join(f"{label}: {failure}" for label, failure in failures.items())


def check(operation: Any, person: Person, things: dict[str, str]) -> None:
    """Sends what is valid and what is not, about things that are there and that are not.

    A body that fits its schema may still break a rule that JSON Schema can't say, such as that a date is not ahead.
    """
    has_body = "requestBody" in operation.definition.raw
    excluded = [positive_data_acceptance] if has_body or IS_LONG else []

    def send(case: Any, about_something: bool) -> None:
        valid = case.meta.generation.mode is GenerationMode.POSITIVE
        if valid and case.path_parameters and about_something:
            case.path_parameters = {name: things.get(name, value) for name, value in case.path_parameters.items()}
        if valid and "cursor" in (case.query or {}):
            case.query = {name: value for name, value in case.query.items() if name != "cursor"}
        if valid and "if-match" in (case.headers or {}):
            case.headers["if-match"] = "*"
        headers = {"Authorization": person.headers["authorization"]}
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    if IS_LONG:
        config = operation.schema.config.generation
        for case in operation.schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=config):
            send(case, True)
    generated = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES))
    given(case=generated, about_something=st.booleans())(few(send))()
