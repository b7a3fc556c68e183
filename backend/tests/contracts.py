"""An app as Schemathesis calls it, and what is done with each operation of its OpenAPI document."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from anyio import to_thread
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from starlette.types import ASGIApp, Receive, Scope, Send

from petsage.core.testing import Client


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
    """Counts no attempts to sign in."""


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
