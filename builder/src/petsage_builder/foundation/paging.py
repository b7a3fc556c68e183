"""Lists in pages whose cost does not grow with their depth: each starts after the last row of the one before (keyset).

A cursor holds that row's keys. It is bound to its list, filters and caller, and only there does it mean anything.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

import pydantic_core
from fastapi import Query
from pydantic import BaseModel, Field, TypeAdapter
from sqlalchemy import BindParameter, Column, ColumnElement, Integer, Select, and_, bindparam, inspect, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import UnaryExpression

from .answers import Found
from .database import READ_MANY, Session
from .errors import Fault, InvalidError
from .filters import Filter
from .schemas import Input

Shown = TypeVar("Shown", bound=BaseModel)
Order = InstrumentedAttribute[Any] | UnaryExpression[Any]

LARGEST_INTEGER = 2**63 - 1


class PageQuery(Input):
    """How much of a list, and from where on."""

    limit: int = Field(20, ge=1, le=100, description="How many items at most.")
    cursor: str | None = Field(None, max_length=2000, description="The `next` of the page before.")


Page = Annotated[PageQuery, Query()]


class Key(NamedTuple):
    """A column that a list is ordered by."""

    column: Column[Any]
    descends: bool
    adapter: TypeAdapter[Any]

    @property
    def name(self) -> str:
        """What the column's value at the cursor is called in statements."""
        return f"_{self.column.key}"

    @property
    def value(self) -> BindParameter[Any]:
        """The column's value at the cursor."""
        return bindparam(self.name, type_=self.column.type)

    @property
    def beyond(self) -> ColumnElement[bool]:
        """Rows that come after that value, but for those that have none."""
        return self.column < self.value if self.descends else self.column > self.value


class Listing:
    """The rows of a query in an order; rows without a value come last. The last column must be unique."""

    def __init__(self, query: Select[Any], order: Sequence[Order], filters: Sequence[Filter] = ()) -> None:
        self._query = query
        self._keys = [_key(part) for part in order]
        self._filters = {filter_.name: filter_.condition for filter_ in filters}
        self._name = repr([(str(key.column), key.descends) for key in self._keys])
        self._parts: dict[tuple[object, ...], list[Select[Any]]] = {}

    async def page(self, session: Session, shape: type[Shown], query: PageQuery, **values: Any) -> Found[Shown]:
        """The page that is asked for, its rows as `shape`; `InvalidError` where the cursor does not belong here."""
        sent = {name: value for name in self._filters if (value := getattr(query, name)) is not None}
        values |= sent
        seal = _seal(self._name, values)
        position = self._position(query.cursor, seal) if query.cursor else {}
        rows: list[dict[str, Any]] = []
        for part in self._parts_of(frozenset(sent), position):
            rows += await session.rows(part, **values, **position, _limit=query.limit + 1 - len(rows))
            if len(rows) > query.limit:
                return Found(
                    items=READ_MANY[shape](rows[:-1]),
                    next=self._cursor(rows[-2], seal),
                )
        return Found(items=READ_MANY[shape](rows))

    def _parts_of(self, filters: frozenset[str], position: Mapping[str, Any]) -> list[Select[Any]]:
        """Queries whose rows, one after the other, are what follows the position; each can use an index."""
        nulls = frozenset(name for name, value in position.items() if value is None)
        form = (filters, nulls, bool(position))
        if form not in self._parts:
            narrowed = self._query.where(*(self._filters[name] for name in filters))
            ordered = narrowed.order_by(*(_direction(key) for key in self._keys)).limit(
                bindparam("_limit", type_=Integer())
            )
            after = _after(self._keys, nulls) if position else _from_the_start(self._keys[0])
            self._parts[form] = [ordered.where(condition) for condition in after]
        return self._parts[form]

    def _cursor(self, row: Mapping[str, Any], seal: str) -> str:
        content = pydantic_core.to_json([seal, *(row[key.column.key] for key in self._keys)])
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    def _position(self, cursor: str, seal: str) -> dict[str, Any]:
        try:
            sealed, *values = pydantic_core.from_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            assert sealed == seal
            return {key.name: _read(key, value) for key, value in zip(self._keys, values, strict=True)}
        except (ValueError, AssertionError, TypeError):
            raise InvalidError(
                Fault(("query", "cursor"), "This is not a cursor of this list with these filters.")
            ) from None


def _key(part: Order) -> Key:
    column = part.element if isinstance(part, UnaryExpression) else part
    (plain,) = inspect(column).expression.base_columns
    assert isinstance(plain, Column)
    return Key(plain, isinstance(part, UnaryExpression), TypeAdapter(plain.type.python_type))


def _direction(key: Key) -> ColumnElement[Any]:
    return key.column.desc() if key.descends else key.column.asc()


def _from_the_start(first: Key) -> list[ColumnElement[bool]]:
    column = first.column
    return [column.is_not(None), column.is_(None)] if column.nullable else [true()]


def _after(keys: Sequence[Key], nulls: frozenset[str]) -> list[ColumnElement[bool]]:
    """What follows the position, nearest first: rows with the same keys but the last, then but the last two, ..."""
    if len({key.descends for key in keys}) == 1 and not any(key.column.nullable for key in keys):
        here, there = tuple_(*(key.column for key in keys)), tuple_(*(key.value for key in keys))
        return [here < there if keys[0].descends else here > there]
    parts = []
    for index, key in reversed(list(enumerate(keys))):
        if key.name not in nulls:
            same = [_same(before, nulls) for before in keys[:index]]
            parts.append(and_(*same, key.beyond))
            if key.column.nullable:
                parts.append(and_(*same, key.column.is_(None)))
    return parts


def _same(key: Key, nulls: frozenset[str]) -> ColumnElement[bool]:
    return key.column.is_(None) if key.name in nulls else key.column == key.value


def _read(key: Key, value: Any) -> Any:
    """A value of the position; `ValueError` where the column can't have it."""
    if value is None and key.column.nullable:
        return None
    if (isinstance(value, int) and abs(value) > LARGEST_INTEGER) or (isinstance(value, str) and "\0" in value):
        raise ValueError("beyond what a database holds")
    return key.adapter.validate_python(value)


def _seal(name: str, values: Mapping[str, Any]) -> str:
    """A mark of one list with one set of filters for one caller."""
    return hashlib.blake2s(repr((name, sorted(values.items()))).encode(), digest_size=6).hexdigest()
