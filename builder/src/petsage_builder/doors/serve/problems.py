"""Every refusal as a problem document (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from petsage_builder.doors.answers import Fault, faults_of
from petsage_builder.errors import PetsageError

STATUSES = {1: 500, 2: 422, 3: 409, 4: 409, 130: 409}
"""The status of each exit code."""

MOST_FAULTS = 20


class ProblemDocument(BaseModel):
    """What went wrong; `faults` has each thing to mend where there are several."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[Fault] = []


class RefusedError(Exception):
    """A call that is refused, with its status and a sentence for the caller."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers


def problem(
    status: int, detail: str, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document as an answer."""
    document = ProblemDocument(title=HTTPStatus(status).phrase, status=status, detail=detail, faults=list(faults))
    return JSONResponse(document.model_dump(), status, headers, media_type="application/problem+json")


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented refusals of a route."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }


def install_problems(app: FastAPI) -> None:
    """Have every error of the app answered by a problem document."""

    @app.exception_handler(RefusedError)
    async def refused(_: Request, error: RefusedError) -> JSONResponse:
        return problem(error.status, error.detail, headers=error.headers)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail), headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        found = error.errors()[:MOST_FAULTS]
        faults = [Fault(place=".".join(map(str, one["loc"])), message=one["msg"], advice="") for one in found]
        return problem(422, "the call can't be understood", faults)

    @app.exception_handler(PetsageError)
    async def not_built(_: Request, error: PetsageError) -> JSONResponse:
        return problem(STATUSES[error.exit_code], "see the faults", faults_of(error.problems))

    @app.exception_handler(OperationalError)
    async def unavailable(_: Request, __: OperationalError) -> JSONResponse:
        return problem(503, "the database can't be reached", headers={"Retry-After": "5"})

    @app.exception_handler(Exception)
    async def fault(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "a fault of PetSage; the server's log has it")
