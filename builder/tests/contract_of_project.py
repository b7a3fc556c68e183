"""For the tests of a built project, into which it is copied with `contracts.py` of the backend's tests.

Its app answers as its OpenAPI document says.

`CONTRACT_EXAMPLES` is how many generated requests each operation gets; from 50 on, it also gets those at the edges of
every schema, and NUL in texts.
"""

import os
from typing import Any

import pytest
import schemathesis
from contracts import failures_of, furnish, generated, served_by, settle, unfit_examples, unlimited
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from petsage.core.identity import attempts
from petsage.core.identity.models import Role
from petsage.core.testing import Client, Person, SignIn

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "3"))
IS_LONG = EXAMPLES >= 50
MODES = list(GenerationMode)


def test_every_operation_answers_as_documented(
    app: FastAPI, client: Client, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "count", unlimited)
    person = sign_in(Role.ADMIN)
    things = furnish(person, app.openapi())
    schema = schemathesis.openapi.from_asgi("/openapi.json", served_by(client))
    schema.config.generation.allow_x00 = IS_LONG
    operations: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    operations.sort(key=lambda operation: operation.method == "delete")

    assert failures_of(operations, lambda operation: check(operation, person, things)) == ""


def test_each_documented_answer_shows_an_example_that_fits(app: FastAPI) -> None:
    assert unfit_examples(app.openapi()) == []


def check(operation: Any, person: Person, things: dict[str, str]) -> None:
    """Sends what is valid and what is not, about things that are there and that are not.

    A body that fits its schema may still break a rule that JSON Schema can't say, such as that a date is not ahead.
    """
    has_body = "requestBody" in operation.definition.raw
    excluded = [positive_data_acceptance] if has_body or IS_LONG else []

    def send(case: Any, about_something: bool) -> None:
        settle(case, (lambda: things) if about_something else None)
        headers = {"Authorization": person.headers["authorization"]}
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    if IS_LONG:
        config = operation.schema.config.generation
        for case in operation.schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=config):
            send(case, True)
    cases_drawn = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES))
    given(case=cases_drawn, about_something=st.booleans())(generated(EXAMPLES)(send))()
