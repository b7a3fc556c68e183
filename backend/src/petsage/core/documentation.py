"""What the OpenAPI document says beyond FastAPI's own: the errors of each operation, and examples of its answers."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from .examples import show_answers
from .problems import FieldProblem, Problem

Operation = dict[str, Any]

OPTIONAL = "optional token"
"""What FastAPI is told that an operation needs which also answers who is not signed in."""

_REFERENCE = "#/components/schemas/{model}"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation that can answer with these problems, beside those that follow from its form."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}},
        }
        for status in statuses
    }


def document_answers(app: FastAPI) -> None:
    """Let the app's document name the problems that follow from the form of each operation, and show its answers."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = describe()
            _describe_problems(document.setdefault("components", {}).setdefault("schemas", {}))
            for path, operations in document["paths"].items():
                for operation in operations.values():
                    _add_problems(path, operation)
                    _let_in_without_token(operation)
            schemes = document["components"].get("securitySchemes", {})
            if OPTIONAL in schemes:
                schemes["token"] = schemes.pop(OPTIONAL)
            show_answers(document)
        return app.openapi_schema or describe()

    app.openapi = openapi  # type: ignore[method-assign]


def _describe_problems(schemas: dict[str, Any]) -> None:
    models = [(Problem, "serialization"), (FieldProblem, "serialization")]
    _, described = models_json_schema(models, ref_template=_REFERENCE)  # type: ignore[arg-type]
    schemas.update(described["$defs"])
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)


def _let_in_without_token(operation: Operation) -> None:
    """OpenAPI says that a token may be left out by an empty alternative, which FastAPI can't be told."""
    if {OPTIONAL: []} in operation.get("security", ()):
        operation["security"] = [{"token": []}, {}]


def _add_problems(path: str, operation: Operation) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    for status, response in problems(*_statuses(path, operation)).items():
        responses.setdefault(str(status), response)
    operation["responses"] = dict(sorted(responses.items()))


def _statuses(path: str, operation: Operation) -> set[int]:
    """The problems of every operation, of one with a body, with an id, with a version, for callers who are known."""
    parameters = operation.get("parameters", [])
    statuses = {422, 500, 503}
    if "requestBody" in operation:
        statuses |= {400, 408, 413, 415}
    if "{" in path:
        statuses |= {404}
    if any(parameter["name"] == "if-match" for parameter in parameters):
        statuses |= {412}
    if "security" in operation:
        statuses |= {401}
    return statuses
