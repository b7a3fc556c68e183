"""The operations that the app documents, and calls of them that are as they should be."""

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

from fastapi import FastAPI
from httpx2 import Response
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from petsage.core.testing import Person

Ids = Mapping[str, str]

_FORMATS = {
    "date-time": "2026-01-10T08:00:00Z",
    "duration": "PT1H",
    "time": "08:00:00",
    "time-zone": "UTC",
    "uri": "https://example.org/a",
}


_ANY = settings(phases=[Phase.generate], database=None)
"""The first that is found will do: to look for the simplest takes most of the time."""


class Operation(NamedTuple):
    """One operation of the document."""

    name: str
    method: str
    path: str
    parameters: list[dict[str, Any]]
    body: dict[str, Any] | None
    examples: list[Any]

    @property
    def ids(self) -> list[str]:
        """What the path calls the ids that are in it."""
        return [
            parameter["name"]
            for parameter in self.parameters
            if parameter["in"] == "path" and parameter["schema"].get("format") == "uuid"
        ]

    @property
    def makes(self) -> str | None:
        """What paths call the id of the thing that this creates."""
        return f"{self.name.removeprefix('create_')}_id" if self.name.startswith("create_") else None


class Api:
    """The app as its document describes it."""

    patterned: ClassVar[set[str]] = set()
    """The texts that had to fit a pattern; no two are the same, whoever asked for them."""

    def __init__(self, app: FastAPI) -> None:
        self._document = app.openapi()
        self.operations = list(self._operations())

    def _operations(self) -> Iterator[Operation]:
        for path, methods in self._document["paths"].items():
            for method, said in methods.items():
                content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
                shown = [example["value"] for example in content.get("examples", {}).values()]
                yield Operation(
                    said["operationId"],
                    method.upper(),
                    path,
                    said.get("parameters", []),
                    content.get("schema"),
                    shown or self._resolved(content.get("schema", {})).get("examples", []),
                )

    def body(self, operation: Operation, ids: Ids, text: str | None = None) -> Any:
        """A body that the operation takes: what it requires, or with `text` all it can have, that text where it fits.

        Each date is a day after the one before.
        """
        self._days = itertools.count()
        return None if operation.body is None else self._example(operation.body, ids, text)

    def references(self, operation: Operation) -> list[str]:
        """The fields of the body that hold an id."""
        fields = self._resolved(operation.body or {}).get("properties", {})
        return [name for name, schema in fields.items() if self._said(schema).get("format") == "uuid"]

    def furnish(self, person: Person, ids: Ids | None = None, text: str | None = None) -> dict[str, str]:
        """The ids of a new thing of every kind, by what paths call them; `ids` are there already.

        Where somebody can have only one of a kind, that of `ids`.
        """
        things = dict(ids or {})
        waiting = [operation for operation in self.operations if operation.makes]
        while waiting:
            ready = [operation for operation in waiting if self._can_be_made(operation, waiting)]
            assert ready, f"nothing makes what these need: {[operation.name for operation in waiting]}"
            for operation in ready:
                waiting.remove(operation)
                answer = person(operation.method, self.path(operation, things), self.body(operation, things, text))
                assert answer.status_code == 201 or (answer.status_code == 409 and operation.makes in things), (
                    f"{operation.name}: {answer.text}"
                )
                assert operation.makes is not None
                if answer.status_code == 201:
                    things[operation.makes] = answer.json()["id"]
        return things

    def path(self, operation: Operation, ids: Ids) -> str:
        """The path with these ids, and with `ids` for its other parts too."""
        missing = [part["name"] for part in operation.parameters if part["in"] == "path" and part["name"] not in ids]
        assert not missing, f"{operation.name} can't be called: nothing that was made has {missing}"
        return operation.path.format_map(dict(ids))

    def _can_be_made(self, operation: Operation, waiting: list[Operation]) -> bool:
        needed = {*operation.ids, *self.references(operation)}
        return not needed & {other.makes for other in waiting if other is not operation}

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            found: dict[str, Any] = self._document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            return found
        return schema

    def _said(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema itself, or the first that it can be."""
        options = schema.get("anyOf") or schema.get("oneOf")
        return self._said(self._resolved(options[0])) if options else self._resolved(schema)

    def _example(self, schema: dict[str, Any], ids: Ids, text: str | None) -> Any:
        said = self._said(schema)
        if "const" in said:
            return said["const"]
        if "enum" in said:
            return said["enum"][0]
        match said.get("type"):
            case "object":
                required = said.get("required", [])
                return {
                    name: ids.get(name) or self._example(field, ids, text)
                    for name, field in said.get("properties", {}).items()
                    if text or name in required
                }
            case "array":
                return [self._example(said["items"], ids, text)] * max(said.get("minItems", 0), 1 if text else 0)
            case "string":
                if said.get("format") == "date":
                    return str(date(2026, 1, 10) + timedelta(days=next(self._days)))
                wanted, pattern = _text(said, text), said.get("pattern", "")
                return wanted if re.search(pattern, wanted) else self._fitting(pattern)
            case "integer" | "number":
                return int(said.get("minimum", said.get("exclusiveMinimum", 0)) + 1)
            case "boolean":
                return True
        raise AssertionError(f"no example for {said}")

    def _fitting(self, pattern: str) -> str:
        """A text that fits and is not in the run's database yet: none that people would think of, or a test."""
        fitting = st.from_regex(pattern, fullmatch=True)
        try:
            value = find(
                fitting, lambda text: text not in self.patterned and _is_odd(text), settings=_ANY, random=Random()
            )
        except NoSuchExample:
            value = find(fitting, bool, settings=_ANY)
        self.patterned.add(value)
        return value


def _is_odd(text: str) -> bool:
    """Whether a text has many different characters, so that no other test has it: "777777777777777" is not odd."""
    return len(set(text)) > min(len(text), 10) // 2


def _text(said: dict[str, Any], text: str | None) -> str:
    kind = str(said.get("format"))
    if kind == "email":
        return f"{text or uuid4().hex}@example.com"
    if kind == "uri" and text:
        return f"https://example.org/{text}"
    if kind == "password" and text is None:
        return uuid4().hex
    if kind in _FORMATS:
        return _FORMATS[kind]
    fits = text is not None and len(text) <= said.get("maxLength", len(text))
    return str(text if fits else "x").ljust(said.get("minLength", 0), "x")


def marks_in(answer: Response, marks: frozenset[str]) -> list[str]:
    """Those of the marks that an answer holds, in its body or its headers."""
    everything = answer.text + str(answer.headers)
    return [mark for mark in marks if mark in everything]
