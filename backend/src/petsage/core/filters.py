"""What a list can be narrowed by. Each filter is a parameter of the list's query, named as its field in the schema."""

from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Dialect, String, bindparam, func, or_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from .columns import Rank, rank, words_of

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
    name = f"{column.key.removesuffix('_')}_from"
    measure, bound = _measured(column, name)
    return Filter(name, measure >= bound)


def at_most(column: Attribute) -> Filter:
    """Rows with this value or less, by the column's name and `_to`."""
    name = f"{column.key.removesuffix('_')}_to"
    measure, bound = _measured(column, name)
    return Filter(name, measure <= bound)


def _measured(column: Attribute, name: str) -> tuple[ColumnElement[Any], BindParameter[Any]]:
    """What of a column is compared, and the parameter that it is compared with: choices go by their words' order."""
    if words := words_of(column.type):
        return rank(column.expression), bindparam(name, type_=Rank(*words))
    return column.expression, bindparam(name, type_=column.type)


def search(*columns: Attribute) -> Filter:
    """Rows with this text anywhere in one of the columns, in capitals or not, by `search`."""
    wanted = bindparam("search", type_=Contains())
    return Filter("search", or_(*(func.lower(column).like(wanted, escape="\\") for column in columns)))
