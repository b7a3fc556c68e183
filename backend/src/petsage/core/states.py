"""What people may do with a thing in some of its states only."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from .access import Caller, values_of
from .columns import Identifier
from .database import Transaction
from .errors import ConflictError, ForbiddenError
from .schemas import Read

_ROW = bindparam("_row", type_=Identifier())


class ByState:
    """Who may do something with a thing: for some states, a condition each. In a state that isn't named nobody may."""

    def __init__(
        self, column: InstrumentedAttribute[Any], *allowed: tuple[Collection[StrEnum], ColumnElement[bool]]
    ) -> None:
        self._column = column
        self._allowed = allowed
        self.here = or_(*(and_(or_(*(column == state for state in states)), who) for states, who in allowed))
        self._ever = select(true()).where(column.class_.id == _ROW, or_(*(who for _, who in allowed)))

    def where(self, condition: ColumnElement[bool]) -> "ByState":
        """The same of those rows alone for which a condition holds."""
        return ByState(self._column, *((states, and_(who, condition)) for states, who in self._allowed))

    def once(self, content: ColumnElement[Any], thing: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
        """The same of what a thing once was, by its state then; by all states where it had none of today's."""
        state = content[self._column.key].as_string()
        then = [(state.in_([word.value for word in states]), who) for states, who in self._allowed]
        may = case(*then, else_=and_(*(who for _, who in self._allowed)))
        return select(true()).where(self._column.class_.id == thing, may).exists()

    async def refusal(
        self, transaction: Transaction, thing: Read, caller: Caller | None
    ) -> ForbiddenError | ConflictError:
        """Why somebody who sees a thing may not do this to it as it is."""
        state = getattr(thing, self._column.key)
        if not await transaction.rows(self._ever, _row=thing.id, **values_of(caller)):
            return ForbiddenError()
        if any(state in states for states, _ in self._allowed):
            return ForbiddenError(f"You may not do this to what is {state}.")
        return ConflictError(f"This can't be done to what is {state}.")


Allowed = ColumnElement[bool] | ByState
"""Which rows somebody may do something with."""


def rows_of(allowed: Allowed) -> ColumnElement[bool]:
    """The same as a condition."""
    return allowed.here if isinstance(allowed, ByState) else allowed
