"""States that end by themselves when their time has come.

What has expired is so from that moment on for everybody who reads: the state of a row, and its version, are computed
from what is stored and from the time. `Repository.settle` writes them down as they are read, so that nothing changes
but that histories and logs tell of it; that is done before anything else is changed, and by the project's `settle`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Table, Update, and_, bindparam, case, or_, update
from sqlalchemy.orm import ColumnProperty, column_property, mapped_column

from . import fields
from .columns import Day, Identifier, choice

_EXPIRES = "expires"

moment = fields.now
"""The time by which things expire; tests let it pass."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """What a thing becomes, so long after the date or the moment in the column `since`; a date begins at 0:00 UTC."""

    to: StrEnum
    since: str
    after: timedelta = timedelta()


Expiries = Mapping[StrEnum, Expiry]
"""The states that end by themselves."""


class _AsOfNow(ColumnProperty.Comparator[Any]):
    """The column in queries: the state that a thing is in by now."""

    def __clause_element__(self) -> Any:
        table: Any = self.prop.columns[0].table
        return self.adapter(_state(table)) if self.adapter else _state(table)


def expiring(states: type[StrEnum], expiries: Expiries) -> Any:
    """The column of a state, of which some end by themselves. What is selected and compared is the state by now."""
    column: Any = mapped_column(choice(states), nullable=False, info={_EXPIRES: expiries})
    return column_property(column, comparator_factory=_AsOfNow)


def as_of_now(table: FromClause) -> list[ColumnElement[Any]]:
    """The columns of a table; of one whose rows expire the state and the version that each has by now."""
    state = next(iter(_marked(table)), None)
    if state is None:
        return list(table.c)
    version = table.c.version + case((expired(table), 1), else_=0)
    now = {state.key: _state(table).label(state.key), "version": version.label("version")}
    return [now.get(column.key, column) for column in table.c]


def expired(table: FromClause) -> ColumnElement[bool]:
    """The rows that have expired, which isn't written down yet."""
    return or_(*(_is_due(table, source, expiry) for source, expiry in _expiries(table).items()))


def settling(table: Table) -> dict[StrEnum, Update]:
    """For each state that ends, what writes that down for one row, `_id`, where it has ended."""
    row = table.c.id == bindparam("_id", type_=Identifier())
    return {
        source: update(table)
        .where(row, _is_due(table, source, expiry))
        .values({state_of(table): expiry.to, "version": table.c.version + 1})
        for source, expiry in _expiries(table).items()
    }


def state_of(table: FromClause) -> str:
    """The key of the column with the state, of a table whose rows expire."""
    (column,) = _marked(table)
    return str(column.key)


def _marked(table: FromClause) -> list[ColumnElement[Any]]:
    return [column for column in table.c if _EXPIRES in column.info]


def _expiries(table: FromClause) -> Expiries:
    found: list[Any] = _marked(table)
    return found[0].info[_EXPIRES] if found else {}


def _state(table: FromClause) -> ColumnElement[Any]:
    stored = table.c[state_of(table)]
    now = [
        (_is_due(table, source, expiry), bindparam(None, expiry.to, type_=stored.type, unique=True))
        for source, expiry in _expiries(table).items()
    ]
    return case(*now, else_=stored)


def _is_due(table: FromClause, source: StrEnum, expiry: Expiry) -> ColumnElement[bool]:
    since = table.c[expiry.since]
    return and_(table.c[state_of(table)] == source, since <= _latest(since, expiry.after))


def _latest(since: ColumnElement[Any], after: timedelta) -> BindParameter[Any]:
    """The latest date or moment after which so much time has passed by now."""

    def latest() -> datetime | date:
        reached = moment() - after
        return reached.date() if isinstance(since.type, Day) else reached

    return bindparam(None, type_=since.type, callable_=latest, unique=True)
