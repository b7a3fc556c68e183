"""The states that a thing goes through."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import InstrumentedAttribute

from .access import Caller
from .database import Transaction
from .errors import ConflictError
from .repository import Repository
from .schemas import Read

Thing = TypeVar("Thing", bound=Read)
State = TypeVar("State", bound=StrEnum)


class Lifecycle(Generic[Thing, State]):
    """The steps that things of one kind can take: for each state, the states that it is reached from."""

    def __init__(
        self,
        repository: Repository[Thing],
        column: InstrumentedAttribute[State],
        steps: Mapping[State, Collection[State]],
    ) -> None:
        self._repository = repository
        self._column = column.key
        self._steps = steps

    async def step(self, transaction: Transaction, thing_id: UUID, to: State, caller: Caller | None = None) -> Thing:
        """The thing in its new state; `ConflictError` when no step leads there from where it is."""
        before = await self._repository.to_change(transaction, thing_id, caller)
        state = getattr(before, self._column)
        if state not in self._steps[to]:
            raise ConflictError(f"What is {state} can't become {to}.")
        return await self._repository.write(transaction, before, {self._column: to}, caller)
