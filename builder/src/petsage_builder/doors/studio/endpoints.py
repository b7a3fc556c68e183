"""An app's endpoints as forms: what each takes, and an example of it, from its OpenAPI document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from petsage_builder.doors.studio.inputs import Document, Input, input_of, resolved

_METHODS = ("get", "post", "put", "patch", "delete")
_OWN = ("Accounts", "Operations", "Other")
"""What every app has; it comes after what was built."""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint. `example` is a body that can be sent as it is; empty where it takes none."""

    method: str
    path: str
    summary: str
    tag: str
    inputs: tuple[Input, ...]
    example: str


def endpoints_of(document: Document) -> list[Endpoint]:
    """Every endpoint of the document, those of features first."""
    found = [
        _endpoint(method.upper(), path, item[method], document)
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
    return sorted(found, key=lambda endpoint: endpoint.tag in _OWN)


def _endpoint(method: str, path: str, operation: Document, document: Document) -> Endpoint:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    example = None if body is None else body.get("example", _example(body.get("schema", {}), document, depth=0))
    fields = () if body is None else _fields(body.get("schema", {}), example, document, method)
    return Endpoint(
        method=method,
        path=path,
        summary=operation.get("summary", ""),
        tag=(operation.get("tags") or ["Other"])[0],
        inputs=(*_parameters(operation, document), *fields),
        example="" if body is None else json.dumps(example, indent=2, ensure_ascii=False),
    )


def _parameters(operation: Document, document: Document) -> Iterator[Input]:
    for found in operation.get("parameters", ()):
        if found["in"] in ("path", "query"):
            schema = {"description": found.get("description", "")} | found.get("schema", {})
            yield input_of(found["in"], found["name"], schema, document, required=found.get("required", False))


def _fields(schema: Document, example: Any, document: Document, method: str) -> Iterator[Input]:
    """A body's fields, those that must be given first; a change begins with what its example changes."""
    meant = resolved(schema, document)
    required = meant.get("required", ())
    known = example if isinstance(example, dict) else {}
    fields = sorted(meant.get("properties", {}).items(), key=lambda field: field[0] not in required)
    for name, field in fields:
        value = known.get(name) if method != "PATCH" else None
        yield input_of("body", name, field, document, required=name in required, value=value)


def _example(schema: Document, document: Document, depth: int) -> Any:
    """A value of a schema: its own example where it has one, else something of the right type."""
    if "$ref" in schema and depth < 5:
        return _example(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, depth + 1)
    if examples := schema.get("examples") or ([schema["example"]] if "example" in schema else []):
        return examples[0]
    if "default" in schema:
        return schema["default"]
    if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return _example(options[0], document, depth + 1)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object" and depth < 5:
        wanted = schema.get("required") or list(schema.get("properties", {}))
        return {name: _example(schema["properties"][name], document, depth + 1) for name in wanted}
    return {"integer": 1, "number": 1, "boolean": True, "array": []}.get(schema.get("type", ""), "text")
