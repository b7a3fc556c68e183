"""An app's endpoints as forms: what each takes, and an example of it, from its OpenAPI document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")
_OWN = ("Accounts", "Operations", "Other")
"""What every app has; it comes after what was built."""


@dataclass(frozen=True)
class Parameter:
    """A part of the path or of the query."""

    name: str
    place: str
    required: bool
    about: str


@dataclass(frozen=True)
class Endpoint:
    """One endpoint, with a body that can be sent as it is."""

    method: str
    path: str
    summary: str
    tag: str
    parameters: tuple[Parameter, ...]
    body: str

    @property
    def key(self) -> str:
        """What the page knows it by."""
        return f"{self.method} {self.path}"


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
    return Endpoint(
        method=method,
        path=path,
        summary=operation.get("summary", ""),
        tag=(operation.get("tags") or ["Other"])[0],
        parameters=tuple(_parameters(operation)),
        body=_body(operation, document),
    )


def _parameters(operation: Document) -> Iterator[Parameter]:
    for found in operation.get("parameters", ()):
        if found["in"] in ("path", "query"):
            schema = found.get("schema", {})
            about = found.get("description") or schema.get("description") or schema.get("format") or ""
            yield Parameter(found["name"], found["in"], found.get("required", False), about)


def _body(operation: Document, document: Document) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return ""
    example = content.get("example", _example(content.get("schema", {}), document, depth=0))
    return json.dumps(example, indent=2, ensure_ascii=False)


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
