"""What tests of features say again and again: what was created, refused or listed, and rows laid out at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from operator import itemgetter
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from pydantic import TypeAdapter
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from . import expiring
from .database import Database, Session
from .fields import now
from .folding import folds_of, with_folded
from .restoring import Restorable
from .tables import Entity
from .testing import Person

Thing = dict[str, Any]
"""Something as the API shows it."""

serial: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
"""For each field that is unique and has few values, such as "table.number", the numbers that no test has taken yet."""


def created(answer: Response) -> Thing:
    """What was created."""
    assert answer.status_code == 201, answer.text
    thing: Thing = answer.json()
    return thing


def refused(answer: Response) -> set[str]:
    """The fields that were refused."""
    assert answer.status_code == 422, answer.text
    return {fault["place"].split(".")[1] for fault in answer.json()["fields"]}


def listed(person: Person, path: str) -> list[Thing]:
    """Everything on a list, in pages of two."""
    things, link = [], path
    while link:
        page = person.get(link)
        assert page.status_code == 200, page.text
        things += page.json()["items"]
        link = page.links["next"]["url"] if page.json()["next"] else ""
    return things


def shown(person: Person, path: str, *things: Thing) -> list[Thing]:
    """Those of the things that are on a list."""
    there = {item["id"] for item in listed(person, path)}
    return [thing for thing in things if thing["id"] in there]


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Lets all have expired that expires by a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expiring, "moment", lambda: moment)
        yield


def moment_of(value: str) -> datetime:
    """A moment as the API shows it; of a date the one at which its day begins, in UTC."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def only(fields: Sequence[str], things: Sequence[Thing]) -> list[list[Any]]:
    """These fields of the things, in the order of their ids."""
    return [[thing[field] for field in fields] for thing in sorted(things, key=itemgetter("id"))]


def in_path(person: Person, column: InstrumentedAttribute[Any], thing_id: str) -> str:
    """What the thing with this id has in a column that things are found by, as paths have it."""
    return quote(person.ask(_value_of, column, UUID(thing_id)))


async def _value_of(database: Database, column: InstrumentedAttribute[Any], thing_id: UUID) -> str:
    found = select(column).where(column.class_.id == bindparam("thing_id"))
    return await Session(database).scalar(str, found, thing_id=thing_id) or str(thing_id)


async def copy_row(
    database: Database, model: type[Entity], thing_id: str, times: int, own: dict[str, Callable[[], Any]]
) -> None:
    """Adds so many rows that are like a thing's, but for their id and what each has as its own, in the API's form."""
    columns, folds = model.__table__.columns, folds_of(model.__table__)
    forms = {name: TypeAdapter[Any](columns[name].type.python_type) for name in own}
    changing = ("id", *with_folded(dict.fromkeys(own), folds))
    changed = {name: bindparam(f"own_{name}", type_=columns[name].type) for name in changing}
    row = select(*(changed.get(column.key, column) for column in columns)).where(model.id == bindparam("thing_id"))
    copy = insert(model).from_select(columns.keys(), row)
    async with database.transaction() as transaction:
        for _ in range(times):
            values = with_folded({name: forms[name].validate_python(value()) for name, value in own.items()}, folds)
            bound = {f"own_{name}": value for name, value in values.items()}
            await transaction.execute(copy, thing_id=UUID(thing_id), own_id=uuid4(), **bound)


async def deleted_before(database: Database, model: type[Restorable], thing_id: str, ago: timedelta) -> None:
    """Lets something have been deleted some time ago."""
    earlier = update(model).where(model.id == bindparam("thing_id")).values(deleted_at=bindparam("moment"))
    async with database.transaction() as transaction:
        await transaction.execute(earlier, thing_id=UUID(thing_id), moment=now() - ago)
