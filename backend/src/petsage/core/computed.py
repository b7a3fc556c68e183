"""Columns that the database computes for a thing from its children: the rows that refer to it and are not deleted."""

from typing import Any

from sqlalchemy import ColumnElement, Float, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.util import ClauseAdapter

from .columns import Duration, Exact
from .tables import live

Attribute = InstrumentedAttribute[Any]
Column = Attribute | ColumnElement[Any]


def count_of(reference: Attribute) -> ColumnElement[int]:
    """How many children refer to the thing by this column."""
    return _of(func.count(), reference, aliased(reference.class_))


def sum_of(column: Column, reference: Attribute) -> ColumnElement[Any]:
    """The sum of a column, or of what is computed from columns, over the children; 0 without any."""
    children = aliased(reference.class_)
    total = func.sum(_theirs(column, children))
    return _of(func.coalesce(total, 0, type_=column.type), reference, children)


def average_of(column: Attribute, reference: Attribute) -> ColumnElement[Any]:
    """The average of a column over the children, rounded as the column is; null without any."""
    children = aliased(reference.class_)
    type_ = column.type if isinstance(column.type, Exact | Duration) else Float()
    return _of(func.avg(getattr(children, column.key), type_=type_), reference, children)


def smallest_of(column: Column, reference: Attribute) -> ColumnElement[Any]:
    """The smallest value of a column among the children; null without any."""
    children = aliased(reference.class_)
    return _of(func.min(_theirs(column, children), type_=column.type), reference, children)


def largest_of(column: Column, reference: Attribute) -> ColumnElement[Any]:
    """The largest value of a column among the children; null without any."""
    children = aliased(reference.class_)
    return _of(func.max(_theirs(column, children), type_=column.type), reference, children)


def _theirs(column: Column, children: Any) -> Any:
    """A column of the children, or the same computed from theirs."""
    if isinstance(column, InstrumentedAttribute):
        return getattr(children, column.key)
    return ClauseAdapter(inspect(children).selectable).traverse(column)


def _of(value: ColumnElement[Any], reference: Attribute, children: Any) -> ColumnElement[Any]:
    (key,) = reference.property.columns[0].foreign_keys
    thing = key.column
    theirs = select(value).where(getattr(children, reference.key) == thing, live(inspect(children).selectable))
    return theirs.correlate(thing.table).scalar_subquery()
