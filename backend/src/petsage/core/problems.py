"""Every error answer as a problem document (RFC 9457)."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

logger = logging.getLogger(__name__)


class FieldProblem(BaseModel):
    """One field of the request that was refused, and why."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong; `title` is the status in words, `detail` says what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    fields: list[FieldProblem] | None = None


class ProblemResponse(JSONResponse):
    """A problem document."""

    media_type = "application/problem+json"


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}


def answer_problems(app: FastAPI) -> None:
    """Lets the app answer every 4xx and 5xx with a problem document."""
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    status: int, detail: str | None = None, *, headers: dict[str, str] | None = None, **more: Any
) -> ProblemResponse:
    """A problem answer with the status's own title."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, **more)
    return ProblemResponse(body.model_dump(exclude_none=True), status, headers=headers)


async def _http_problem(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    detail = None if error.detail == phrase else error.detail
    return problem(error.status_code, detail, headers=dict(error.headers or {}))


async def _invalid_request(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    fields = [FieldProblem(field=".".join(map(str, fault["loc"])), message=fault["msg"]) for fault in error.errors()]
    return problem(422, "Some fields were refused.", fields=fields)


async def _unexpected(_request: Request, _error: Exception) -> ProblemResponse:
    return problem(500, "The request failed for a reason of ours; it was logged.")
