"""A parameter that nothing reads is refused, whatever the operation: a wish is heard, or it is told that it isn't."""

from uuid import uuid4

from fastapi import FastAPI
from openapi_calls import Api

from petsage.core.expecting import refused
from petsage.core.testing import Client, Person


def test_no_operation_takes_a_parameter_that_it_does_not_know(app: FastAPI, alice: Person) -> None:
    for operation in Api(app).operations:
        path = operation.path.format_map({name: str(uuid4()) for name in (*operation.ids, "kind", "role")})

        assert refused(alice(operation.method, f"{path}?nonsense=1&other")) == {"nonsense", "other"}, operation.name


def test_it_says_which_parameters_there_are(client: Client) -> None:
    answer = client.get(f"/api/v1/pets/{uuid4()}/weight-trend?units=imperial")

    assert answer.json()["fields"] == [
        {"place": "query.units", "message": "is not a parameter here, which are days"},
    ]
