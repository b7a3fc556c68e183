"""What else holds when a thing is created, changed or deleted. Rules are part of the transaction."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, TypeVar, cast

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from .access import Caller
from .database import Transaction
from .errors import ConflictError, Fault, InvalidError
from .schemas import Read
from .spelling import in_json
from .statements import taking_turns
from .states import Allowed
from .tables import Entity, live

Thing = TypeVar("Thing", bound=Read)
Event = Literal["created", "changed", "deleted"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft(Generic[Thing]):
    """What is about to be written: values of columns, for a new thing or for one that is as `before`."""

    transaction: Transaction
    caller: Caller | None
    before: Thing | None
    values: Mapping[str, Any]

    def value(self, column: str) -> Any:
        """The value that the column has when this has been written."""
        return self.values[column] if column in self.values else getattr(self.before, column, None)

    def new_value(self, column: str) -> Any:
        """The value that the column is about to get; None where it gets none or keeps what it has."""
        if column not in self.values:
            return None
        value = self.values[column]
        return None if self.before is not None and getattr(self.before, column) == value else value


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """What has been written: the thing before, unless it was created, and after, unless it was deleted."""

    transaction: Transaction
    caller: Caller | None
    event: Event
    before: Thing | None
    after: Thing | None

    @property
    def thing(self) -> Thing:
        """The thing as it is now, or as it last was."""
        return cast(Thing, self.after or self.before)


class Rule(Generic[Thing]):
    """Something that holds for every thing of a kind. An error that it raises undoes the whole transaction."""

    def learn(self, things: type[Entity], visible: Allowed) -> None:
        """Called once, with the rows that it holds for and which of them somebody sees."""

    async def ahead(self, transaction: Transaction, values: Mapping[str, Any]) -> None:
        """Called before a thing that is to get these values is held: here a rule waits for its turn, if it has one."""

    async def before(self, draft: Draft[Thing]) -> None:
        """Called before a thing is created or changed."""

    async def before_restore(self, draft: Draft[Thing]) -> None:
        """Called before a deleted thing comes back; the draft has every value of its row."""

    async def after(self, change: Change[Thing]) -> None:
        """Called after a thing has been created, changed or deleted."""


class Check(Rule[Thing]):
    """A function raises `InvalidError` when the fields of a thing don't go together."""

    def __init__(self, check: Callable[[Thing], None]) -> None:
        self._check = check

    async def after(self, change: Change[Thing]) -> None:
        if change.after is not None:
            self._check(change.after)


class Given(Rule[Thing]):
    """A thing has a value in `column` where that of the column `where` is one of some; else `reason` is told."""

    def __init__(
        self, column: InstrumentedAttribute[Any], where: InstrumentedAttribute[Any], among: Collection[Any], reason: str
    ) -> None:
        self._column = column.key
        self._where = where.key
        self._among = among
        self._reason = reason

    async def before(self, draft: Draft[Thing]) -> None:
        if draft.value(self._where) in self._among and draft.value(self._column) is None:
            raise InvalidError(Fault(("body", in_json(self._column)), self._reason))


class AtMost(Rule[Thing]):
    """At most `limit` things that are not deleted refer to the same row of another table by the column `per`.

    The limit is a number, or a column of that row, which bounds nothing where it is empty. Where `where` is given, only
    things count whose value in that column is `among` some. Those who add one take turns on the row, so that no two can
    both be the last that fits.
    """

    def __init__(
        self,
        limit: int | InstrumentedAttribute[Any],
        *,
        per: InstrumentedAttribute[Any],
        where: InstrumentedAttribute[Any] | None = None,
        among: Collection[Any] = (),
        reason: str = "",
    ) -> None:
        (reference,) = per.property.columns[0].foreign_keys
        most = literal(limit) if isinstance(limit, int) else limit
        self._per = per.key
        self._where = where.key if where is not None else ""
        self._among = among
        row = bindparam("_row", type_=per.type)
        self._lock = taking_turns(select(most.label("most")).where(reference.column == row))
        self._count = _counting(per, where, among)
        self._reason = reason or f"There can be at most {limit} of these. Delete one to make room."

    async def before(self, draft: Draft[Thing]) -> None:
        row = self._row(draft.value)
        if row is None or (draft.before is not None and row == self._row(partial(getattr, draft.before))):
            return
        most = await draft.transaction.scalar(int, self._lock, _row=row)
        if most is not None and (await draft.transaction.scalar(int, self._count, _row=row) or 0) >= most:
            raise ConflictError(self._reason)

    before_restore = before

    def _row(self, value: Callable[[str], Any]) -> Any:
        """The row by whose limit a thing counts that has these values; None where there is none."""
        return value(self._per) if not self._where or value(self._where) in self._among else None


class EnoughFor(Rule[Thing]):
    """The column `limit` of these things, by which `AtMost` goes, is never less than what there is; else `reason`."""

    def __init__(
        self,
        limit: InstrumentedAttribute[Any],
        *,
        per: InstrumentedAttribute[Any],
        where: InstrumentedAttribute[Any] | None = None,
        among: Collection[Any] = (),
        reason: str,
    ) -> None:
        self._limit = limit.key
        self._count = _counting(per, where, among)
        self._reason = f"{reason} This one has more."

    async def before(self, draft: Draft[Thing]) -> None:
        limit = draft.new_value(self._limit)
        if limit is None or draft.before is None:
            return
        if (await draft.transaction.scalar(int, self._count, _row=draft.before.id) or 0) > limit:
            raise ConflictError(self._reason)


def _counting(
    per: InstrumentedAttribute[Any], where: InstrumentedAttribute[Any] | None, among: Collection[Any]
) -> Select[int]:
    """A query of how many things count that refer to a row."""
    counted = select(func.count()).where(per == bindparam("_row", type_=per.type), live(per.class_.__table__))
    return counted if where is None else counted.where(where.in_(among))


class OnlyFor(Rule[Thing]):
    """What a thing refers to by a column is as `condition` says when it comes to refer to that; else `reason` is told.

    Nobody can change the row that is referred to until the transaction ends: the parent is kept, and `RefersTo`, which
    stands before this rule, keeps anything else.
    """

    def __init__(self, reference: InstrumentedAttribute[Any], condition: ColumnElement[bool], reason: str) -> None:
        (key,) = reference.property.columns[0].foreign_keys
        row = bindparam("_row", type_=reference.type)
        self._column = reference.key
        self._fit = select(key.column).where(key.column == row, condition)
        self._reason = reason

    async def before(self, draft: Draft[Thing]) -> None:
        row = draft.new_value(self._column)
        if row is not None and not await draft.transaction.rows(self._fit, _row=row):
            raise ConflictError(self._reason)


class Logged(Rule[Thing]):
    """Events are logged once they are true: what happened to which thing by whom, and nothing of its content."""

    def __init__(self, name: str, *events: Event) -> None:
        self._name = name
        self._events = events

    async def after(self, change: Change[Thing]) -> None:
        if change.event in self._events:
            by = str(change.caller.id) if change.caller else None
            facts = {"event": f"{self._name}_{change.event}", "id": str(change.thing.id), "by": by}
            change.transaction.after_commit(lambda: logger.info("%s %s", self._name, change.event, extra=facts))
