"""Nobody sees, changes or attaches to what is somebody else's, by whichever operation the app has."""

from collections.abc import Iterator
from itertools import combinations
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx2 import Response
from openapi_calls import Api, Operation, marks_in
from sqlalchemy import select

from petsage.core.database import Session
from petsage.core.identity.models import Role, Token
from petsage.core.tables import Base
from petsage.core.testing import Client, Person, SignIn

PUBLIC = {
    "get_liveness",
    "get_readiness",
    "get_welcome",
    "get_smoke_test",
    "sign_up",
    "sign_in",
    "triage_animal",
    "check_for_poison",
    "plan_energy",
    "estimate_ideal_weight",
    "judge_weight_loss",
    "plan_vaccines",
    "find_life_stage",
    "list_wellness_rules",
    "ask_for_reset",
    "reset_password",
    "confirm_email",
}
"""Operations that anybody can call without an account; nothing that they answer belongs to anybody."""

MAILED = {"reset_password", "confirm_email"}
"""Operations that take what only a mail has; test_letters.py calls them."""

OF_ADMINS = {"list_users", "get_user", "change_user", "delete_user", "give_role", "take_role"}
"""Operations that nobody else has, whatever they are about."""

OTHER_PARTS_OF_PATHS = {"kind": "pets"}
"""A value for each part of a path that isn't an id."""

Rows = dict[str, set[str]]
"""Of each table, each row as text."""

pytestmark = pytest.mark.usefixtures("no_attempts", "mail")


@pytest.fixture(scope="session")
def api(app: FastAPI) -> Api:
    """The app's operations that users have."""
    api = Api(app)
    api.operations = [operation for operation in api.operations if operation.name not in OF_ADMINS]
    return api


class Belongings:
    """What Alice has: two of each kind, where somebody can have two, and one that is deleted."""

    def __init__(self, api: Api, alice: Person) -> None:
        self.there = api.furnish(alice)
        self.deleted = api.furnish(alice, self.there)
        self.more = api.furnish(alice, self.there)
        for operation in reversed(api.operations):
            if operation.method == "DELETE" and operation.ids:
                path = api.path(operation, self.deleted)
                assert alice.delete(path).status_code in (204, 404), path
        self.marks = frozenset({str(alice.id), *self.there.values(), *self.deleted.values(), *self.more.values()})


@pytest.fixture
def belongings(api: Api, alice: Person) -> Belongings:
    """Everything that can be made, made by Alice."""
    return Belongings(api, alice)


@pytest.fixture
def unchanged(app: FastAPI, client: Client, belongings: Belongings) -> Iterator[None]:
    """Looks whether everything in the database is still there as it was before the test."""
    before = all_rows(app, client)
    everything = str(before)
    assert all(thing in everything for thing in (*belongings.there.values(), *belongings.more.values()))
    yield
    after = all_rows(app, client)
    assert {table: gone for table, there in before.items() if (gone := there - after[table])} == {}


@pytest.mark.usefixtures("unchanged")
def test_what_is_somebody_elses_is_to_every_operation_as_if_it_were_missing(
    api: Api, bob: Person, belongings: Belongings
) -> None:
    own, calls = api.furnish(bob), 0
    for operation in api.operations:
        for names in some_of([*operation.ids, *references(api, operation)]):
            for theirs in (belongings.there, belongings.deleted):
                answer = call(api, operation, bob, own | pick(theirs, names))
                missing = call(api, operation, bob, own | {name: str(uuid4()) for name in names})
                calls += 2
                told = f"{operation.name} with another's {names}: {answer.text}"
                assert answer.status_code in (404, 422), told
                assert (answer.status_code, answer.content) == (missing.status_code, missing.content), told
    expected = [operation.name for operation in api.operations if operation.ids]
    assert calls >= 4 * len(expected) > 0, f"{calls} calls for {expected}"


@pytest.mark.usefixtures("unchanged")
def test_no_operation_answers_with_what_is_somebody_elses_or_changes_it(
    api: Api, sign_in: SignIn, belongings: Belongings
) -> None:
    calls = 0
    for operation in api.operations:
        if operation.ids or operation.name in MAILED:
            continue
        caller = sign_in(Role.USER)
        password = caller.headers["authorization"].removeprefix("Bearer ")
        account = {"email": f"{caller.id}@example.com", "password": password, "current": password}
        answer = call(api, operation, caller, {} if operation.name == "sign_up" else account)
        calls += 1
        assert answer.status_code < 300, f"{operation.name} can't be called: {answer.text}"
        assert marks_in(answer, belongings.marks) == [], operation.name
    assert calls == sum(not operation.ids for operation in api.operations) - len(MAILED)


@pytest.mark.usefixtures("belongings")
def test_a_page_can_t_be_turned_with_somebody_elses_cursor(api: Api, alice: Person, bob: Person) -> None:
    for operation in api.operations:
        if operation.name.startswith("list_") and not operation.ids and operation.name not in PUBLIC:
            cursor = alice.get(f"{operation.path}?limit=1").json()["next"]
            if cursor:
                assert bob.get(f"{operation.path}?cursor={cursor}").status_code == 422, operation.name


def test_nothing_new_refers_to_what_is_somebody_elses(
    api: Api, app: FastAPI, client: Client, bob: Person, belongings: Belongings
) -> None:
    before, own = all_rows(app, client), api.furnish(bob)
    for operation in api.operations:
        for names in some_of([*operation.ids, *references(api, operation)]):
            call(api, operation, bob, own | pick(belongings.there, names))
    after = all_rows(app, client)
    new = [row for table, there in after.items() for row in there - before[table]]
    assert [row for row in new if any(mark in row for mark in belongings.marks)] == []
    assert new


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("token", [None, "nonsense"])
def test_who_is_not_signed_in_can_call_what_is_public_and_nothing_else(
    api: Api, client: Client, belongings: Belongings, token: str | None
) -> None:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    answered = {}
    for operation in api.operations:
        path = path_of(api, operation, belongings.there)
        body = api.body(operation, belongings.there)
        answer = client.request(operation.method, path, json=body, headers=headers)
        answered[operation.name] = answer.status_code
        assert marks_in(answer, belongings.marks) == [], operation.name
    refused = {name for name, status in answered.items() if status == 401}
    assert refused - {"sign_in"} == answered.keys() - PUBLIC
    assert answered.keys() >= PUBLIC


def test_what_only_admins_have_is_refused_to_others(app: FastAPI, alice: Person, bob: Person) -> None:
    operations = [operation for operation in Api(app).operations if operation.name in OF_ADMINS]

    for operation in operations:
        path = operation.path.format(user_id=bob.id, role="staff")
        body: dict[str, str] | None = {} if operation.body else None
        assert alice(operation.method, path, body).status_code == 403, operation.name
    assert {operation.name for operation in operations} == OF_ADMINS


def call(api: Api, operation: Operation, caller: Person, ids: dict[str, str]) -> Response:
    """The answer to a call with these ids in its path and its body."""
    return caller(operation.method, path_of(api, operation, ids), api.body(operation, ids))


def path_of(api: Api, operation: Operation, ids: dict[str, str]) -> str:
    """The operation's path with these ids."""
    return api.path(operation, OTHER_PARTS_OF_PATHS | ids)


def references(api: Api, operation: Operation) -> list[str]:
    """The ids in the body that paths have too."""
    return [name for name in api.references(operation) if any(name in other.ids for other in api.operations)]


def some_of(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of one or more names."""
    for size in range(1, len(names) + 1):
        yield from combinations(names, size)


def pick(ids: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Those of the ids that have these names."""
    return {name: ids[name] for name in names}


def all_rows(app: FastAPI, client: Client) -> Rows:
    """Every row of the database as text, by its table; tokens, letters and counted tries aside, which end."""
    session = Session(app.state.database)
    return {
        table.name: {
            repr(sorted((k, str(v)) for k, v in row.items())) for row in client.call(session.rows, select(table))
        }
        for table in Base.metadata.sorted_tables
        if table.name not in (Token.__tablename__, "attempts", "letters")
    }
