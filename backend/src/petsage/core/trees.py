"""Trees: relations of things to things of the same kind, in which nothing is above itself."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, bindparam, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import GenericFunction

from .columns import Identifier
from .database import Transaction
from .errors import Fault, InvalidError
from .repository import ID
from .rules import Draft, Rule
from .schemas import Read
from .spelling import in_json
from .statements import taking_turns

Thing = TypeVar("Thing", bound=Read)

START = bindparam("_start", type_=Identifier())


class NoCircles(Rule[Thing]):
    """No thing is above itself, whichever of the columns lead up from one thing to the next.

    Moves take turns: each of two that are made at once could be right, and both together a circle.
    """

    def __init__(self, *columns: InstrumentedAttribute[Any]) -> None:
        table = columns[0].class_.__table__
        self._columns = [column.key for column in columns]
        self._turn = taking_turns(select(_turn_of(table)))
        self._is_below = _is_below(table, self._columns)

    async def ahead(self, transaction: Transaction, values: Mapping[str, Any]) -> None:
        if any(values.get(column) for column in self._columns):
            await transaction.rows(self._turn)

    async def before(self, draft: Draft[Thing]) -> None:
        if draft.before is None:  # nothing can be below what isn't there yet
            return
        for column in self._columns:
            target: UUID | None = draft.new_value(column)
            if target and await draft.transaction.rows(self._is_below, _start=target, _id=draft.before.id):
                raise InvalidError(Fault(("body", in_json(column)), "This is the thing itself, or something below it."))


def _is_below(table: FromClause, columns: list[str]) -> Select[Any]:
    """Has a row where the thing is among those that lead up from the start, the start included."""
    parts = [table.c.id, *(table.c[column] for column in columns)]
    way = select(*parts).where(table.c.id == START).cte(recursive=True)
    way = way.union(select(*parts).where(or_(*(table.c.id == way.c[column] for column in columns))))
    return select(way.c.id).where(way.c.id == ID).limit(1)


class _Turn(GenericFunction[None]):
    """Waits until no other transaction that hasn't ended has called it with this number."""

    inherit_cache = True
    name = "pg_advisory_xact_lock"


@compiles(_Turn, "sqlite")
def _every_writer_takes_turns_there(*_: Any, **__: Any) -> str:
    return "NULL"


def _turn_of(table: FromClause) -> ColumnElement[None]:
    digest = hashlib.blake2s(str(table).encode(), digest_size=8).digest()
    return _Turn(literal(int.from_bytes(digest, signed=True), BigInteger()))
