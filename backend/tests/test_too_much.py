"""What is too much is refused shortly, and no answer is larger than it needs to be."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from opened_tables import opened_with
from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Text, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from petsage.core.body import MAX_TOKENS
from petsage.core.database import Database, Session
from petsage.core.errors import MOST_FAULTS
from petsage.core.fields import LARGEST_JSON, JsonValue
from petsage.core.paging import MOST_TEXT, Listing, PageQuery
from petsage.core.tables import Base
from petsage.core.testing import Client, Person

USERS, PETS = "/api/v1/users", "/api/v1/pets"
ACCOUNT = {"email": "mia@example.org", "password": "correct horse battery"}
JSON = {"content-type": "application/json"}

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.mark.parametrize("unknown", [MOST_FAULTS + 5, 5_000])
def test_of_many_unknown_fields_the_first_are_told(client: Client, unknown: int) -> None:
    answer = client.post(USERS, json={f"k{n}": 1 for n in range(unknown)} | ACCOUNT)

    assert (answer.status_code, len(answer.json()["fields"])) == (422, MOST_FAULTS)
    assert str(MOST_FAULTS) in answer.json()["detail"]
    assert len(answer.content) < 5_000


def test_few_faults_are_all_told(client: Client) -> None:
    answer = client.post(USERS, json={f"k{n}": 1 for n in range(5)})

    assert {fault["place"] for fault in answer.json()["fields"]} == {
        *(f"body.k{n}" for n in range(5)),
        "body.email",
        "body.password",
    }


@pytest.mark.parametrize(
    "body",
    [
        "{" + ",".join(f'"k{n}":1' for n in range(80_000)) + "}",
        "[" + "1," * 500_000 + "1]",
        "[" + "{}," * 300_000 + "{}]",
        '["' + '","' * 300_000 + '"]',
        "[" * 100_000 + "]" * 100_000,
        '"' * 500_000,
    ],
    ids=["keys", "numbers", "objects", "texts", "depth", "quotes"],
)
def test_a_body_of_too_many_values_is_refused(client: Client, body: str) -> None:
    answer = client.post(USERS, content=body.encode(), headers=JSON)

    assert (answer.status_code, str(MAX_TOKENS) in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize("text", [",[{" * 200_000, '\\"' * 300_000, "\\\\" * 300_000, ',\\",' * 150_000])
def test_what_stands_in_a_text_is_no_value(client: Client, text: str) -> None:
    answer = client.post(USERS, content=f'{{"email": "{text}"}}'.encode(), headers=JSON)

    assert answer.status_code == 422
    assert len(answer.content) < 1_000


def test_many_unknown_parameters_are_not_all_told(alice: Person) -> None:
    answer = alice.get(f"{PETS}?{'&'.join(f'k{n}' for n in range(5_000))}")

    assert (answer.status_code, len(answer.json()["fields"])) == (422, MOST_FAULTS)


def test_a_json_value_is_bounded() -> None:
    read = TypeAdapter(JsonValue).validate_python

    assert read(["x" * (LARGEST_JSON - 4)])
    for value in ("x" * LARGEST_JSON, ["x" * LARGEST_JSON], {"a": "\u20ac" * (LARGEST_JSON // 3)}):
        with pytest.raises(ValidationError, match="bytes"):
            read(value)


class Tables(DeclarativeBase):
    """The table of these tests alone."""

    type_annotation_map = Base.type_annotation_map


class Letter(Tables):
    """A row whose text can be long."""

    __tablename__ = "letters"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class LetterRead(BaseModel):
    """A letter."""

    id: UUID
    text: str


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with the table."""
    async with opened_with(Tables.metadata, database_url) as database:
        yield database


async def write(database: Database, *lengths: int) -> None:
    async with database.transaction() as transaction:
        for length in lengths:
            await transaction.execute(insert(Letter), id=uuid4(), text="x" * length)


async def pages(database: Database, limit: int) -> list[list[Any]]:
    """All letters, page by page."""
    found, cursor, listing = [], None, Listing(select(Letter), [Letter.id])
    while True:
        page = await listing.page(Session(database), LetterRead, PageQuery(limit=limit, cursor=cursor))
        found.append(page.items)
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.anyio
async def test_a_page_ends_where_its_texts_are_long(database: Database) -> None:
    await write(database, *[100_000] * 30)
    found = await pages(database, 20)

    assert len({letter.id for page in found for letter in page}) == sum(map(len, found)) == 30
    assert [len(json.dumps([letter.text for letter in page])) <= MOST_TEXT + 1_000 for page in found] == [True] * 3


@pytest.mark.anyio
async def test_what_is_longer_than_a_page_is_a_page_of_its_own(database: Database) -> None:
    await write(database, MOST_TEXT + 1, 5, MOST_TEXT + 1, MOST_TEXT, 5)
    found = await pages(database, 3)

    assert all(page for page in found)
    assert sum(map(len, found)) == 5


@pytest.mark.anyio
async def test_short_texts_fill_a_page(database: Database) -> None:
    await write(database, *[10] * 45)

    assert [len(page) for page in await pages(database, 20)] == [20, 20, 5]
