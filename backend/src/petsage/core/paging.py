"""Lists in pages whose cost does not grow with their depth: each starts after the last row of the one before (keyset).

A cursor holds that row's keys. It is bound to its list, filters and caller, and only there does it mean anything.
"""

import base64
import hashlib
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, TypeVar, cast

import pydantic_core
from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    func,
    inspect,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import UnaryExpression

from . import fields
from .answers import Counted, Found
from .columns import Document, Exact, Instant, TimeOfDay, rank, words_of
from .database import READ_MANY, Session
from .envelopes import Called
from .errors import Fault, InvalidError
from .filters import Filter
from .schemas import Input, storable
from .spelling import in_query

Shown = TypeVar("Shown", bound=BaseModel)
Order = InstrumentedAttribute[Any] | UnaryExpression[Any]


LONGEST_PAGE = 100
"""Items of a page at most."""
MOST_TEXT = 1024 * 1024
"""Characters of text in a page, after which it ends; its first item is in it however long."""

MOST_COUNTED = 10_000
"""How far a list is counted, so that its total costs no more than that however long it is."""

_NO_CURSOR = Fault(("query", "cursor"), "This is not a cursor of this list with these filters.")


class PageQuery(Input):
    """How much of a list, and from where on."""

    model_config = ConfigDict(alias_generator=in_query)

    limit: int = Field(20, ge=1, le=LONGEST_PAGE, description="How many items at most; fewer where they are long.")
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
    def words(self) -> tuple[str, ...]:
        """What a choice can be, as the list has it; nothing where the column is none."""
        words = words_of(self.column.type)
        return words[::-1] if self.descends else words

    def beyond(self, value: Any) -> list[ColumnElement[bool]]:
        """Rows that come after a value, but for those that have none; of a choice one condition for each word."""
        if self.words:
            return [self.column == word for word in self.words[self.words.index(value) + 1 :]]
        return [self.column < self.value if self.descends else self.column > self.value]


class Listing:
    """The rows of a query in an order; rows without a value come last. The last column must be unique.

    A choice goes by the order of its words. Where it comes first, each word's rows are a query of their own, which an
    index on the column serves.

    `moving` are values that differ from page to page, such as the time: they bind no cursor. Pages of what is
    `counted` say how many rows there are in all.
    """

    def __init__(
        self,
        query: Select[Any],
        order: Sequence[Order],
        filters: Sequence[Filter] = (),
        moving: Collection[str] = (),
        *,
        counted: bool = False,
    ) -> None:
        self._query = query
        self._moving = moving
        self._counted = counted
        self._counts: dict[frozenset[str], Select[Any]] = {}
        self._keys = [_key(part) for part in order]
        self._filters = {filter_.name: filter_.condition for filter_ in filters}
        self._name = repr([(str(key.column), key.descends) for key in self._keys])
        self._parts: dict[tuple[object, ...], list[Select[Any]]] = {}
        self._can_be_large = _longest(query) * LONGEST_PAGE > MOST_TEXT

    @property
    def order(self) -> list[ColumnElement[Any]]:
        """The order of all rows, as one query has it."""
        return [_direction(key).nulls_last() for key in self._keys]

    async def page(self, session: Session, shape: type[Shown], query: PageQuery, **values: Any) -> Found[Shown]:
        """The page that is asked for, its rows as `shape`; `InvalidError` where the cursor does not belong here."""
        sent = {name: value for name in self._filters if (value := getattr(query, name)) is not None}
        values |= sent
        seal = _seal(self._name, {name: value for name, value in values.items() if name not in self._moving})
        position = self._position(query.cursor, seal) if query.cursor else {}
        rows: list[dict[str, Any]] = []
        for part in self._parts_of(frozenset(sent), position):
            rows += await session.rows(part, **values, **position, _limit=query.limit + 1 - len(rows))
            if len(rows) > query.limit:
                break
        shown = rows[: min(query.limit, fitting(rows, MOST_TEXT) if self._can_be_large else query.limit)]
        more = len(rows) > len(shown)
        called = getattr(shape, "called", Called())
        after = self._cursor(shown[-1], seal) if more else None
        found = Found(items=READ_MANY[shape](shown), next=after, called=called)
        if not self._counted:
            return found
        is_all = not (more or position)
        total = len(rows) if is_all else await self._total(session, frozenset(sent), values)
        return Counted(**dict(found), total=min(total, MOST_COUNTED), total_is_exact=total <= MOST_COUNTED)

    async def _total(self, session: Session, filters: frozenset[str], values: Mapping[str, Any]) -> int:
        """How many rows the filters leave, or one more than are counted."""
        if filters not in self._counts:
            rows: Select[Any] = self._narrowed(filters).with_only_columns(
                literal_column("1"), maintain_column_froms=True
            )
            some = rows.limit(bindparam("_limit", type_=Integer()))
            self._counts[filters] = select(func.count()).select_from(some.subquery())
        return await session.scalar(int, self._counts[filters], **values, _limit=MOST_COUNTED + 1) or 0

    def _narrowed(self, filters: frozenset[str]) -> Select[Any]:
        return self._query.where(*(self._filters[name] for name in filters))

    def _parts_of(self, filters: frozenset[str], position: Mapping[str, Any]) -> list[Select[Any]]:
        """Queries whose rows, one after the other, are what follows the position; each can use an index."""
        nulls = frozenset(name for name, value in position.items() if value is None)
        words = tuple(position.get(key.name) for key in self._keys if key.words)
        form = (filters, nulls, bool(position), words)
        if form not in self._parts:
            first, *others = self._keys
            directions = [*([] if first.words else [_direction(first)]), *map(_with_nulls, others)]
            ordered = self._narrowed(filters).order_by(*directions).limit(bindparam("_limit", type_=Integer()))
            after = _after(self._keys, position) if position else _from_the_start(first)
            self._parts[form] = [ordered.where(condition) for condition in after]
        return self._parts[form]

    def _cursor(self, row: Mapping[str, Any], seal: str) -> str:
        content = pydantic_core.to_json([seal, *(row[key.column.key] for key in self._keys)])
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    def _position(self, cursor: str, seal: str) -> dict[str, Any]:
        try:
            sealed, *values = pydantic_core.from_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            pairs = zip(self._keys, values, strict=True)
            position = {key.name: key.adapter.validate_python(value) for key, value in pairs}
        except (ValueError, TypeError):
            raise InvalidError(_NO_CURSOR) from None
        if sealed != seal:
            raise InvalidError(_NO_CURSOR)
        return position


def _key(part: Order) -> Key:
    column = part.element if isinstance(part, UnaryExpression) else part
    (plain,) = cast(set[Column[Any]], inspect(column).expression.base_columns)
    return Key(plain, isinstance(part, UnaryExpression), TypeAdapter(_held_by(plain)))


def _held_by(column: Column[Any]) -> Any:
    """What a column can hold, as the type to check a value by that comes from a cursor."""
    match column.type:
        case Exact() as exact:
            held: Any = Annotated[Decimal, Field(max_digits=exact.digits, decimal_places=exact.decimals)]
        case BigInteger():
            held = fields.BigWhole
        case Integer():
            held = fields.Whole
        case choice if words_of(choice):
            held = choice.python_type
        case String():
            held = Annotated[str, AfterValidator(storable)]
        case Instant():
            held = fields.Moment
        case TimeOfDay():
            held = fields.TimeOfDay
        case other:
            held = other.python_type
    return held | None if column.nullable else held


def _longest(query: Select[Any]) -> int:
    """Characters of text that a row can have."""
    lengths = (getattr(column.type, "length", None) for column in query.selected_columns if _is_text(column))
    return sum(MOST_TEXT if length is None else length for length in lengths)


def _is_text(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, String | Document)


def fitting(rows: Sequence[Mapping[str, Any]], room: int) -> int:
    """How many of the rows have room for the text in them, which is so many characters; the first always has."""
    for count, row in enumerate(rows):
        room -= sum(_length(value) for value in row.values())
        if room < 0:
            return max(count, 1)
    return len(rows)


def _length(value: Any) -> int:
    """Characters of what a row holds: a text, or a JSON value as it is written."""
    if isinstance(value, str):
        return len(value)
    return len(pydantic_core.to_json(value)) if isinstance(value, dict | list) else 0


def _direction(key: Key) -> ColumnElement[Any]:
    measure = rank(key.column) if key.words else key.column
    return measure.desc() if key.descends else measure.asc()


def _with_nulls(key: Key) -> ColumnElement[Any]:
    """The order by a later key, rows without a value last; by the first key those are a query of their own."""
    return _direction(key).nulls_last() if key.column.nullable else _direction(key)


def _from_the_start(first: Key) -> list[ColumnElement[bool]]:
    column = first.column
    given = [column == word for word in first.words] or [column.is_not(None) if column.nullable else true()]
    return [*given, column.is_(None)] if column.nullable else given


def _after(keys: Sequence[Key], position: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What follows the position, nearest first: rows with the same keys but the last, then but the last two, ..."""
    nulls = {name for name, value in position.items() if value is None}
    if len({key.descends for key in keys}) == 1 and not any(key.column.nullable or key.words for key in keys):
        here, there = tuple_(*(key.column for key in keys)), tuple_(*(key.value for key in keys))
        return [here < there if keys[0].descends else here > there]
    parts = []
    for index, key in reversed(list(enumerate(keys))):
        if key.name not in nulls:
            same = [_same(before, nulls) for before in keys[:index]]
            parts += [and_(*same, beyond) for beyond in key.beyond(position[key.name])]
            if key.column.nullable:
                parts.append(and_(*same, key.column.is_(None)))
    return parts


def _same(key: Key, nulls: Collection[str]) -> ColumnElement[bool]:
    return key.column.is_(None) if key.name in nulls else key.column == key.value


def _seal(name: str, values: Mapping[str, Any]) -> str:
    """A mark of one list with one set of filters for one caller."""
    return hashlib.blake2s(repr((name, sorted(values.items()))).encode(), digest_size=6).hexdigest()
