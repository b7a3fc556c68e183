"""Whoever sends the body that an operation is documented with finds it accepted; what is answered looks as shown."""

import pytest
from contracts import unfit_examples
from fastapi import FastAPI
from openapi_calls import Api

from petsage.core.identity.models import Role
from petsage.core.testing import SignIn

MAILED = {"reset_password", "confirm_email"}
"""Operations that take what only a mail has."""

OWN_PASSWORD = {"change_email": "password", "change_password": "current", "delete_account": "password"}
"""What in an example has to be the sender's own."""


@pytest.mark.usefixtures("mail")
def test_each_documented_body_can_be_sent_as_it_is(app: FastAPI, sign_in: SignIn) -> None:
    api = Api(app)
    for operation in api.operations:
        assert operation.examples or operation.body is None, f"{operation.name} shows no example of its body"
        for example in operation.examples if operation.name not in MAILED else ():
            person = sign_in(Role.USER)
            ids = api.furnish(person) | {"user_id": str(person.id)} if operation.ids else {}
            path = api.path(operation, ids)
            own = (
                {OWN_PASSWORD[operation.name]: person.headers["authorization"].split()[1]}
                if operation.name in OWN_PASSWORD
                else {}
            )
            answer = person(operation.method, path, example | own)
            assert answer.status_code not in (400, 404, 422), f"{operation.name}: {answer.text}"


def test_each_documented_answer_shows_an_example_that_fits(app: FastAPI) -> None:
    assert unfit_examples(app.openapi()) == []
