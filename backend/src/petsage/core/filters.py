"""What a list can be narrowed by. Each filter is a parameter of the list's query, named as its field in the schema."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Dialect, String, bindparam, func, or_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

Attribute = InstrumentedAttribute[Any]


class Filter(NamedTuple):
    """A condition that applies when the query has a value for `name`."""

    name: str
    condition: ColumnElement[bool]


class Contains(TypeDecorator[str]):
    """Text to look for, as a LIKE pattern in small letters."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        if value is None:
            return None
        escaped = value.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"%{escaped}%"


def equal(column: Attribute) -> Filter:
    """Rows with this very value, by the column's name."""
    return Filter(column.key, column == bindparam(column.key, type_=column.type))


def at_least(column: Attribute) -> Filter:
    """Rows with this value or more, by the column's name and `_from`."""
    name = f"{column.key}_from"
    return Filter(name, column >= bindparam(name, type_=column.type))


def at_most(column: Attribute) -> Filter:
    """Rows with this value or less, by the column's name and `_to`."""
    name = f"{column.key}_to"
    return Filter(name, column <= bindparam(name, type_=column.type))


def search(*columns: Attribute) -> Filter:
    """Rows with this text anywhere in one of the columns, in capitals or not, by `search`."""
    wanted = bindparam("search", type_=Contains())
    return Filter("search", or_(*(func.lower(column).like(wanted, escape="\\") for column in columns)))
