"""The states that a thing goes through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from .access import Caller, values_of
from .database import Transaction
from .errors import ConflictError, ForbiddenError, InvalidError
from .fields import now
from .repository import ID, Repository
from .schemas import Read

Thing = TypeVar("Thing", bound=Read)
State = TypeVar("State", bound=StrEnum)


class When:
    """A moment so long after a date or a moment of a thing, or before it; a date is where its day begins, in UTC."""

    def __init__(self, column: InstrumentedAttribute[Any], after: timedelta = timedelta()) -> None:
        self._column = column.key
        self._after = after

    def of(self, thing: Read) -> datetime | None:
        """The moment for one thing; None where it has no date, or none that can be reached."""
        value: datetime | date | None = getattr(thing, self._column)
        if value is None:
            return None
        moment = value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
        try:
            return moment + self._after
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """A way into a state: from which others, by whom, and in which time; else by whoever may change the thing."""

    sources: Collection[State]
    by: ColumnElement[bool] | None = None
    since: When | None = None
    until: When | None = None

    def untimely(self, thing: Read, moment: datetime) -> str:
        """What is against taking the step at a moment; empty where nothing is."""
        since, until = self.since and self.since.of(thing), self.until and self.until.of(thing)
        if since and moment < since:
            return f"This can be done from {since.isoformat()} on."
        return f"This could be done until {until.isoformat()}." if until and moment >= until else ""


class Lifecycle(Generic[Thing, State]):
    """The steps that things of one kind can take: for each state, the states that it is reached from.

    Where not everybody who may change a thing takes a step, or not at any time, its ways are given instead.
    """

    def __init__(
        self,
        repository: Repository[Thing],
        column: InstrumentedAttribute[State],
        steps: Mapping[State, Collection[State] | Sequence[Step[State]]],
    ) -> None:
        self._repository = repository
        self._column = column.key
        self._ways = {to: _Ways(repository, _steps(ways)) for to, ways in steps.items()}

    async def step(self, transaction: Transaction, thing_id: UUID, to: State, caller: Caller | None = None) -> Thing:
        """The thing in its new state.

        `ForbiddenError` for who may not take the step there, `ConflictError` when it is not allowed, or not now, or
        while the thing lacks what it must have in that state; `NotFoundError` instead for who doesn't see the thing, to
        whom nothing is told of it.
        """
        ways = self._ways[to]
        before = await self._repository.hold(transaction, ways.held, thing_id, caller)
        if refusal := await self._refusal(transaction, before, to, caller):
            await self._repository.get(transaction, thing_id, caller)
            raise refusal
        try:
            return await self._repository.write(transaction, before, {self._column: to}, caller)
        except InvalidError as error:  # a step sends nothing that could be wrong
            raise ConflictError(" ".join(fault.message for fault in error.faults)) from error

    async def _refusal(
        self, transaction: Transaction, before: Thing, to: State, caller: Caller | None
    ) -> ForbiddenError | ConflictError | None:
        """What is against a step of somebody who takes it from some state."""
        state, ways = getattr(before, self._column), self._ways[to]
        here = [step for step in ways.steps if state in step.sources]
        if not here:
            return ConflictError(f"What is {state} can't become {to}.")
        mine = await ways.of_caller(transaction, before.id, caller, here)
        if not mine:
            return ForbiddenError(f"You may not do this to what is {state}.")
        late = [step.untimely(before, now()) for step in mine]
        return ConflictError(late[-1]) if all(late) else None


class _Ways(Generic[State]):
    """The ways into one state, each with whom it is for; `held` finds a thing for whoever may take one of them."""

    def __init__(self, repository: Repository[Any], steps: Sequence[Step[State]]) -> None:
        self.steps = steps
        by = [repository.changeable if step.by is None else step.by for step in steps]
        self.held = repository.holding(or_(*by))
        whose = [condition.label(f"way_{index}") for index, condition in enumerate(by)]
        self._whose = select(*whose).where(repository.model.id == ID)

    async def of_caller(
        self, transaction: Transaction, thing_id: UUID, caller: Caller | None, steps: Collection[Step[State]]
    ) -> list[Step[State]]:
        """Those of some ways that are the caller's, to whom at least one is open."""
        if len(self.steps) == 1:
            return list(steps)
        (row,) = await transaction.rows(self._whose, _id=thing_id, **values_of(caller))
        return [step for step, is_open in zip(self.steps, row.values(), strict=True) if is_open and step in steps]


def _steps(ways: Collection[State] | Sequence[Step[State]]) -> list[Step[State]]:
    given = [way for way in ways if isinstance(way, Step)]
    return given or [Step([state for state in ways if not isinstance(state, Step)])]
