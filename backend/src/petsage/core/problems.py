"""Every error answer is a problem document (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

_COMPONENTS = "#/components/schemas/{model}"


class FieldProblem(BaseModel):
    """A part of the request that was refused: where it is, such as `body.name`, and why."""

    place: str
    message: str


class Problem(BaseModel):
    """What went wrong. `title` is the status in words; `detail` says what to do about it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    fields: list[FieldProblem] | None = None


class ProblemResponse(Response):
    """A problem document."""

    media_type = MEDIA_TYPE

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        fields: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, fields=list(fields) or None)
        super().__init__(problem.model_dump_json(exclude_none=True), status, headers)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _COMPONENTS.format(model="Problem")}}},
    }
}
"""The error answers that every operation documents."""


def answer_with_problems(app: FastAPI) -> None:
    """Lets the app answer every 4xx and 5xx with a problem document, and its OpenAPI document say what one is."""
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(Exception, _unexpected_error)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        _, definitions = models_json_schema([(Problem, "serialization")], ref_template=_COMPONENTS)
        document.setdefault("components", {}).setdefault("schemas", {}).update(definitions["$defs"])
        return document

    app.openapi = openapi  # type: ignore[method-assign]


async def _http_error(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    told = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    return ProblemResponse(error.status_code, told, headers=error.headers)


async def _invalid_request(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    fields = [FieldProblem(place=".".join(map(str, fault["loc"])), message=fault["msg"]) for fault in error.errors()]
    return ProblemResponse(422, "Some parts of the request were refused.", fields)


async def _unexpected_error(_request: Request, _error: Exception) -> ProblemResponse:
    # The server's last resort is outside of every middleware, so what those add is added here.
    headers = {"x-request-id": correlation_id.get() or "", "x-content-type-options": "nosniff"}
    return ProblemResponse(500, "This is our fault, and it was logged.", headers=headers)
