"""What people may do with a thing in some of its states only."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, TypeCoerce, and_, bindparam, case, or_, select, true, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.visitors import cloned_traverse, iterate

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
        self._people = [who for _, who in allowed]
        here = or_(*(and_(or_(*(column == state for state in states)), who) for states, who in allowed))
        self.here = type_coerce(here, _Here(in_every_state(and_(*self._people))))
        self._ever = select(true()).where(column.class_.id == _ROW, or_(*self._people))

    def where(self, condition: ColumnElement[bool]) -> "ByState":
        """The same of those rows alone for which a condition holds."""
        return ByState(self._column, *((states, and_(who, condition)) for states, who in self._allowed))

    def once(self, content: ColumnElement[Any], thing: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
        """The same of what a thing once was, by its state then; by all states where it had none of today's.

        What it follows has to allow it in every state, for nobody knows any more in which one that was.
        """
        state = content[self._column.key].as_string()
        then = [(state.in_([word.value for word in states]), in_every_state(who)) for states, who in self._allowed]
        may = case(*then, else_=in_every_state(and_(*self._people)))
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


class _Here(Boolean):
    """The type of a condition by today's state, which knows the condition that holds in every state."""

    def __init__(self, always: ColumnElement[bool]) -> None:
        super().__init__()
        self.always = always


def in_every_state(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition in which what goes by a state, be it that of something it follows, has to hold in every state."""

    def widen(clone: TypeCoerce[bool]) -> None:
        if isinstance(clone.type, _Here):
            clone.clause = clone.type.always

    return cloned_traverse(condition, {}, {"type_coerce": widen})


def goes_by_state(condition: ColumnElement[bool]) -> bool:
    """Whether it depends on the state of something."""
    return any(isinstance(part, TypeCoerce) and isinstance(part.type, _Here) for part in iterate(condition))


Allowed = ColumnElement[bool] | ByState
"""Which rows somebody may do something with."""


def rows_of(allowed: Allowed) -> ColumnElement[bool]:
    """The same as a condition."""
    return allowed.here if isinstance(allowed, ByState) else allowed
