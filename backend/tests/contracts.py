"""An app as Schemathesis calls it, and what is done with each operation of its OpenAPI document."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from anyio import to_thread
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers
from jsonschema_rs import Draft202012Validator
from schemathesis import GenerationMode
from starlette.types import ASGIApp, Receive, Scope, Send

from petsage.core.testing import Client, Person

# Requests are drawn from what is written in whichever modules are loaded: there is no setting that keeps them the same.
providers._get_local_constants = lambda: providers._local_constants


def generated(examples: int) -> settings:
    """So many requests of each operation, the same every time."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


async def unlimited(*_: object) -> None:
    """Counts no tries to sign in."""


def served_by(client: Client) -> ASGIApp:
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
            known = {field: value for field, value in example.items() if field not in ids} | {
                field: things[field] for field in ids if field in things
            }
            for body in (example | ids, known):  # what isn't a known thing is a person's id, or optional
                answer = person.post(path.format_map(things), body)
                if answer.status_code == 201:
                    things[name] = answer.json()["id"]
                    break
    assert len(things) >= len(waiting) * 3 // 4, (
        f"could not be made: {[kind[0] for kind in waiting if kind[0] not in things]}"
    )
    return things


def failures_of(operations: Iterable[Any], check: Callable[[Any], None]) -> str:
    """What the check finds wrong with each operation; empty where all is well."""
    failures = []
    for operation in operations:
        try:
            check(operation)
        except (Exception, BaseExceptionGroup) as failure:
            causes = failure.exceptions if isinstance(failure, BaseExceptionGroup) else [failure]
            failures.append(f"{operation.label}: " + "\n".join(map(str, [*causes, failure])))
    return "\n\n".join(failures)


def settle(case: Any, things: Callable[[], Mapping[str, str]] | None) -> None:
    """Lets a valid request be about things that are there, if any are given; cursors and versions can't be made up."""
    if case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if case.path_parameters and things:
        there = things()
        case.path_parameters = {name: there.get(name, value) for name, value in case.path_parameters.items()}
    if "cursor" in (case.query or {}):
        case.query = {name: value for name, value in case.query.items() if name != "cursor"}
    if "if-match" in (case.headers or {}):
        case.headers["if-match"] = "*"


def unfit_examples(document: dict[str, Any]) -> list[str]:
    """What is wrong with the examples of what succeeds, by the answers' schemas; each JSON answer has to have one."""
    return [
        f"{operation}: {fault.message} at {fault.instance_path}"
        for operation, content in _answers(document)
        for fault in Draft202012Validator(document | content["schema"], validate_formats=True).iter_errors(
            _example_of(document, content)
        )
    ]


def _answers(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status.startswith("2") and "application/json" in response.get("content", {}):
                    yield operation["operationId"], response["content"]["application/json"]


def _example_of(document: dict[str, Any], content: dict[str, Any]) -> Any:
    if "example" in content:
        return content["example"]
    return document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]["examples"][0]
