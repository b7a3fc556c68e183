"""Every error answer is a problem document (RFC 9457), and here is which status each error gets."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from . import errors
from .errors import MOST_FAULTS, Fault, LaterError, RefusedError
from .spelling import in_json
from .style import STYLE
from .within import inside

logger = logging.getLogger(__name__)

STATUS: Mapping[type[RefusedError], int] = {
    errors.SignInError: 401,
    errors.ForbiddenError: 403,
    errors.NotFoundError: 404,
    errors.ConflictError: 409,
    errors.StaleError: 412,
    errors.InvalidError: 422,
    errors.TooLongError: 422,
    errors.TooManyError: 429,
    errors.UnavailableError: 503,
    errors.UnmigratedError: 503,
}


class FieldProblem(BaseModel):
    """A part of the request that was refused: where it is, such as `body.name`, and what it should be."""

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

    media_type = "application/problem+json"

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        fields = [FieldProblem(place=_readable(fault.place), message=fault.message) for fault in faults]
        problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, fields=fields or None)
        super().__init__(problem.model_dump_json(exclude_none=True), status, headers=headers)


def _readable(place: Sequence[str | int]) -> str:
    """A place in the request as text that any answer can carry, whatever the request calls it."""
    return ".".join(map(str, place)).encode(errors="replace").decode()[:200]


def answer_with_problems(app: FastAPI) -> None:
    """Lets the app answer every error that is raised for a reason with a problem document."""
    handlers: dict[type[Exception], Callable[[Request, Any], Awaitable[ProblemResponse]]] = {
        RefusedError: _refused,
        HTTPException: _http_error,
        RequestValidationError: _invalid,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def problem_of(error: RefusedError) -> ProblemResponse:
    """The answer to a refusal."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    headers = {}
    if isinstance(error, LaterError):
        headers["retry-after"] = str(error.seconds)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = STYLE.scheme
    return ProblemResponse(status, error.message, [_spelled(fault) for fault in error.faults], headers)


def _spelled(fault: Fault) -> Fault:
    """The fault of a field by the name that clients know it by."""
    kind, *names = fault.place
    if kind != "body":
        return fault
    return Fault((kind, *(in_json(name) if isinstance(name, str) else name for name in names)), fault.message)


async def _refused(_request: Request, error: RefusedError) -> ProblemResponse:
    if isinstance(error, errors.UnavailableError):
        logger.warning("The database was not available.", exc_info=error, extra={"event": "unavailable"})
    return problem_of(error)


async def _http_error(_request: Request, error: HTTPException) -> ProblemResponse:
    told = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    return ProblemResponse(error.status_code, told, headers=error.headers)


async def _invalid(_request: Request, error: RequestValidationError) -> ProblemResponse:
    found = error.errors()
    faults = [Fault(inside(tuple(fault["loc"])), fault["msg"]) for fault in found[:MOST_FAULTS]]
    told = f" The first {MOST_FAULTS} are told." if len(found) > MOST_FAULTS else ""
    return ProblemResponse(422, f"Some parts of the request were refused.{told}", faults)
