"""Examples of what operations answer, so that who reads the document sees what comes.

A schema has its own where it says one. Any other is put together from its parts; what is shown of a thing has the
values of the example that the thing can be created with.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = dict[str, Any]

_FORMATS = {
    "date": "2026-01-10",
    "date-time": "2026-01-10T08:00:00Z",
    "duration": "PT1H",
    "email": "alice@example.org",
    "time": "08:00:00Z",
    "time-zone": "Europe/Amsterdam",
    "uri": "https://example.org/a",
    "uuid": "01890000-0000-7000-8000-000000000000",
}
_TEXTS = ("text", "1", "0", "1.0", "1.00", "1.000", "0.00", "08:00:00")


def show_answers(document: Schema) -> None:
    """Give each JSON answer of an OpenAPI document an example, where it has none."""
    schemas = document.get("components", {}).get("schemas", {})
    sketch = _Sketch(schemas)
    for content in _answers(document):
        schema = content.get("schema", {})
        if "$ref" in schema:
            named = schemas[_name(schema)]
            if "examples" not in named:
                named["examples"] = [sketch.of(schema)]
        elif "example" not in content and "examples" not in content:
            content["example"] = sketch.of(schema)


def _answers(document: Schema) -> Iterator[Schema]:
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status.startswith("2") and "application/json" in response.get("content", {}):
                    yield response["content"]["application/json"]


def _name(reference: Schema) -> str:
    return str(reference["$ref"].rpartition("/")[2])


class _Sketch:
    """Values that fit schemas; those that are named are found in `schemas`."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas
        self._open: list[str] = []

    def of(self, schema: Schema) -> Any:
        """A value that the schema allows."""
        if examples := schema.get("examples"):
            return examples[0]
        if "const" in schema:
            return schema["const"]
        if "default" in schema:
            return schema["default"]
        if "enum" in schema:
            return schema["enum"][0]
        if "$ref" in schema:
            return self._named(_name(schema))
        if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            return self.of(next((option for option in options if not self._is_open(option)), {"type": "null"}))
        return self._of_type(schema)

    def _named(self, name: str) -> Any:
        schema = self._schemas[name]
        self._open.append(name)
        value = self.of(schema)
        self._open.pop()
        sent = self._schemas.get(f"{name.removeprefix('Deleted').removesuffix('Read')}Create", {}).get("examples")
        if sent and "examples" not in schema and isinstance(value, dict):
            return value | {field: sent[0][field] for field in value if field in sent[0]}
        return value

    def _is_open(self, schema: Schema) -> bool:
        return "$ref" in schema and _name(schema) in self._open

    def _of_type(self, schema: Schema) -> Any:
        match schema.get("type"):
            case "object":
                return {name: self.of(part) for name, part in schema.get("properties", {}).items()}
            case "array":
                return self._of_list(schema)
            case "string":
                return _text(schema)
            case "integer" | "number":
                return _number(schema)
            case "boolean":
                return True
        return None

    def _of_list(self, schema: Schema) -> list[Any]:
        if "prefixItems" in schema:
            return [self.of(part) for part in schema["prefixItems"]]
        items = schema.get("items", {})
        return [] if self._is_open(items) else [self.of(items)] * max(schema.get("minItems", 0), 1)


def _text(schema: Schema) -> str:
    if (form := schema.get("format")) in _FORMATS:
        return _FORMATS[form]
    least, most, pattern = schema.get("minLength", 0), schema.get("maxLength"), schema.get("pattern", "")
    fitting = (text.ljust(least, text[-1])[:most] for text in (*_TEXTS, *("1" * size for size in range(2, 41))))
    return next((text for text in fitting if re.search(pattern, text)), "text")


def _number(schema: Schema) -> Any:
    least, most = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1), schema.get("maximum")
    value = max(least, 1)
    return value if most is None else min(value, most)
