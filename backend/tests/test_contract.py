"""The app keeps what its OpenAPI document promises, whatever it is sent.

`CONTRACT_EXAMPLES=200` makes it longer: that many examples of each operation, with NUL in texts.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from contracts import failures_of, generated, served_by, settle, unlimited
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from openapi_calls import Api
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from petsage.core.identity import attempts
from petsage.core.identity.models import Role
from petsage.core.testing import Client, Person, SignIn

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "10"))
LONG = EXAMPLES > 50

RULES_BEYOND_SCHEMAS = {
    "sign_up": "a password is none of the commonest",
    "change_password": "the current password has to be the right one",
    "delete_account": "the password has to be the right one",
    "reset_password": "a password is none of the commonest",
    "change_email": "the password has to be the right one",
    "judge_weight_loss": "one weighing is before the other, and neither is in the future",
    "plan_vaccines": "a dose is given after birth, and neither is in the future",
    "find_life_stage": "a birth is not in the future",
    "plan_energy": "a birth is not in the future",
    "estimate_ideal_weight": "a birth is not in the future",
    "create_profile": "a time zone is one that the IANA database has",
    "change_profile": "a time zone is one that the IANA database has",
    "change_own_profile": "a time zone is one that the IANA database has",
    "create_pet": "a birth is not in the future",
    "change_pet": "a birth is not in the future",
    "create_observation": "a time is not in the future, and the empty text is no decimal number",
    "change_observation": "a time is not in the future, and the empty text is no decimal number",
    "create_vaccination": "a vaccination is due after it was given, which is not in the future",
    "change_vaccination": "a vaccination is due after it was given, which is not in the future",
}
"""Operations that can refuse what their schemas allow, and why."""


@pytest.mark.parametrize("role", Role)
def test_every_operation_answers_as_documented(
    role: Role, app: FastAPI, client: Client, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "count", unlimited)
    schema = schemathesis.openapi.from_asgi("/openapi.json", served_by(client))
    schema.config.generation.allow_x00 = LONG
    schema.config.phases.coverage.generate_duplicate_query_parameters = True
    operations = (result.ok() for result in schema.get_all_operations())  # type: ignore[union-attr]

    assert failures_of(operations, lambda operation: check(operation, Api(app), lambda: sign_in(role))) == ""


def check(operation: Any, api: Api, newcomer: Callable[[], Person]) -> None:
    """Sends what is valid and what is not, about things that are there and that are not, each time as somebody new."""
    refuses_more = LONG or operation.definition.raw["operationId"] in RULES_BEYOND_SCHEMAS
    excluded = [positive_data_acceptance] if refuses_more else []

    def send(case: Any, about_something: bool) -> None:
        person = newcomer()
        settle(case, (lambda: api.furnish(person)) if about_something else None)
        headers = {"Authorization": person.headers["authorization"]}
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    cases = operation.schema.iter_coverage_cases(
        operation, generation_modes=list(GenerationMode), generation_config=operation.schema.config.generation
    )
    for case in cases:
        send(case, True)
    cases_drawn = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))
    given(case=cases_drawn, about_something=st.booleans())(generated(EXAMPLES)(send))()
