"""For the tests of a built project, into which it is copied with `contracts.py` of the backend's tests.

Whatever can be said in JSON or in a URL is answered: no value of a field or of a parameter is our fault. Fields and
parameters that the document describes in the same way are tried once.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from contracts import furnish
from fastapi import FastAPI

from petsage.core.testing import Client, Person

DATES = ["0001-01-01", "9999-12-31", "10000-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
TIMES = ["2020-01-01T00:00:00", "2020-01-01T00:00:00+24:00", "2016-12-31T23:59:60Z", "24:00:00", "08:00:00+01:00"]
LENGTHS = ["P999999999D", "P36501D", "PT1e999S", "P1Y"]
DECIMALS = ["1e-999999", "1E+999999999", "0e999999999", "sNaN", "1_000", "9223372036854775808", "0." + "0" * 100 + "1"]
NUMBERS = ["1e999", "-1e999", "NaN", "Infinity", "-Infinity", "-0", "1e18", "1.7976931348623157e308", "5e-324"]
OTHERS = ["\0", "\u0130" * 230 + "@example.com", "9" * 4000, "x" * 100_001, "urn:uuid:0", ""]
TEXTS = [*DATES, *TIMES, *LENGTHS, *DECIMALS, *NUMBERS, *OTHERS]
RAW = [*map(json.dumps, TEXTS), *NUMBERS, "9" * 4000, "null", "true", "[[1e400]]", '{"a":Infinity}', '"\\ud800"']
RAW += ["[" * 40 + "]" * 40, '{"\\ud800":1}', '{"\\u0000":1}']
IN_URLS = [text for text in TEXTS if len(text) <= 5000]

Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture
def operations(app: FastAPI, admin: Person) -> list[Operation]:
    """The method, the path to things that are there, and the document of every operation."""
    document = app.openapi()
    things = furnish(admin, document) | {"kind": "users"}
    return [
        (method.upper(), path.format_map(things), said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
        if all(name in things for name in names_in(path))
    ]


def names_in(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def first_of_each(described: Iterator[tuple[Any, dict[str, Any]]]) -> list[Any]:
    """What is described first in each way."""
    told = ("title", "description", "default", "examples")
    found: dict[str, Any] = {}
    for what, schema in described:
        form = {key: value for key, value in schema.items() if key not in told}
        found.setdefault(json.dumps(form, sort_keys=True), what)
    return list(found.values())


def fields(document: dict[str, Any], operations: list[Operation]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each field of a body, with the rest of the body that it stands in."""
    for method, path, said in operations:
        if "requestBody" in said:
            schema = said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            shape = document["components"]["schemas"][schema]
            for name, field in shape["properties"].items():
                rest = {key: value for key, value in shape["examples"][0].items() if key != name}
                yield (method, path, name, rest if method == "POST" else {}), {"for": method} | field


def test_no_value_of_a_parameter_or_a_field_is_our_fault(
    app: FastAPI, client: Client, admin: Person, operations: list[Operation]
) -> None:
    """One test, since the things that are asked for can be made only once: some of their values are unique."""
    parameters = first_of_each(
        ((method, path, parameter["name"]), parameter["schema"])
        for method, path, said in operations
        for parameter in said.get("parameters", [])
        if parameter["in"] == "query"
    )
    sent = [(method, f"{path}?{name}={quote(text)}") for method, path, name in parameters for text in IN_URLS]
    faults = [(method, url[:120]) for method, url in sent if admin(method, url).status_code >= 500]
    bodies = first_of_each(fields(app.openapi(), operations))
    headers = admin.headers | {"content-type": "application/json"}
    for method, path, name, rest in bodies:
        for raw in RAW:
            body = json.dumps(rest)[:-1] + f"{', ' if rest else ''}{json.dumps(name)}: {raw}}}"
            answer = client.request(method, path, content=body.encode(), headers=headers)
            if answer.status_code >= 500:
                faults.append((method, f"{path}, {name}: {raw[:60]}"))

    assert len(parameters) > 10
    assert len(bodies) > 20
    assert faults == []
