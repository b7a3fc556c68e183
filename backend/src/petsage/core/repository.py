"""The things of one kind: who may see and change which of them, how they are listed, and what else holds for them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.visitors import iterate

from .access import Caller, values_of
from .answers import Found
from .columns import Identifier
from .database import READ, Session, Transaction
from .errors import ForbiddenError, TakenError
from .expiring import as_of_now, expired, settling, state_of
from .fields import now
from .filters import Filter
from .folding import folds_of, with_folded
from .ids import uuid7
from .paging import Listing, Order, PageQuery
from .preconditions import require_match
from .rules import Change, Draft, Rule
from .schemas import Input, Patch, Read
from .slugs import MadeFrom
from .statements import keeping, locking
from .states import Allowed, ByState, rows_of
from .tables import Entity, live

Thing = TypeVar("Thing", bound=Read)
Values = Mapping[str, Any]

ID = bindparam("_id", type_=Identifier())
PARENT = bindparam("_parent", type_=Identifier())


class Parent:
    """What things of a kind are listed and created under: the column with its id, and the repository it lives in."""

    def __init__(self, column: InstrumentedAttribute[Any], repository: "Lazy") -> None:
        self.column = column.key
        self.is_it = column.expression == PARENT
        self.repository = repository


class Repository(Generic[Thing]):
    """The rows of `model`, shown as `shape`.

    Four conditions, each of which may refer to `CALLER`, say which rows a caller can see, change, delete and create:
    `visible`; `changeable`, else what is visible; `deletable` and `creatable`, else what is changeable. What a caller
    may neither see nor touch is not there for them (`NotFoundError`), what they only see is forbidden
    (`ForbiddenError`), and what nobody may touch in its state is in the way (`ConflictError`). `columns` are computed
    by the database for every row; `made` is a column that is made from another one. Lists of what is `counted` say
    how many there are in all.
    """

    def __init__(
        self,
        model: type[Entity],
        shape: type[Thing],
        *,
        visible: Allowed,
        changeable: Allowed | None = None,
        deletable: Allowed | None = None,
        creatable: ColumnElement[bool] | None = None,
        parent: Parent | None = None,
        order: Sequence[Order] = (),
        filters: Sequence[Filter] = (),
        columns: Mapping[str, ColumnElement[Any]] | None = None,
        rules: Sequence[Rule[Thing]] = (),
        made: MadeFrom | None = None,
        counted: bool = False,
    ) -> None:
        self.model = model
        self.shape = shape
        changeable = visible if changeable is None else changeable
        deletable = changeable if deletable is None else deletable
        self.visible = rows_of(visible)
        self.changeable = rows_of(changeable)
        self.deletable = rows_of(deletable)
        self.creatable = self.changeable if creatable is None else creatable
        self._parent = parent
        self._rules = rules
        for rule in rules:
            rule.learn(model, visible)
        self._table = cast(Table, model.__table__)
        self._settling = settling(self._table)
        if self._settling:
            EXPIRING.append(self)
        stored = as_of_now(self._table) if self._settling else [model]
        self._shown: tuple[Any, ...] = (*stored, *(column.label(name) for name, column in (columns or {}).items()))
        self._rows = select(*self._shown).where(self.visible)
        self._one = self._rows.where(model.id == ID)
        self._kept = keeping(self._one)
        self._saved = select(*self._shown).where(model.id == ID)
        self._created = self._saved.where(self.creatable)
        self._creator = None if _is_about_rows(self.creatable) else select(true()).where(self.creatable)
        self._to_change = _Held(self.holding(self.changeable), changeable)
        self._to_delete = _Held(self.holding(self.deletable), deletable)
        self._made = made
        self._insert = insert(model) if made is None else made.insert
        self._folds = folds_of(model.__table__)
        self._blank = dict.fromkeys(model.__table__.columns.keys())
        self._updates: dict[frozenset[str], Update] = {}
        self._delete = delete(model).where(model.id == ID)
        self._order = _with_id(order or [model.created_at.desc()], model)
        self._filters = filters
        self._counted = counted
        self._all = self.listing(true())
        self._listing = self._all if parent is None else self.listing(parent.is_it)

    def listing(self, condition: ColumnElement[bool]) -> Listing:
        """The visible things for which a condition holds, ordered and filtered as all of them are."""
        return Listing(self._rows.where(condition), self._order, self._filters, counted=self._counted)

    @property
    def order(self) -> list[ColumnElement[Any]]:
        """The order that the things are listed in."""
        return self._all.order

    def shown_as(self, shape: type[BaseModel]) -> Select[Any]:
        """A query of all visible things, with the columns that a shape has."""
        columns = (column for column in self._rows.selected_columns if column.key in shape.model_fields)
        return self._rows.with_only_columns(*columns)

    async def get(self, session: Session, thing_id: UUID, caller: Caller | None = None) -> Thing:
        """The thing with this id."""
        return await session.one(self.shape, self._one, _id=thing_id, **values_of(caller))

    async def keep(self, transaction: Transaction, thing_id: UUID, caller: Caller | None = None) -> Thing:
        """The thing with this id, which nobody can change or delete until the transaction ends."""
        return await transaction.one(self.shape, self._kept, _id=thing_id, **values_of(caller))

    async def page(
        self, session: Session, query: PageQuery, caller: Caller | None = None, *, parent: UUID | None = None
    ) -> Found[Thing]:
        """One page of the things, of those under `parent` where that is given."""
        values = values_of(caller)
        if self._parent is None or parent is None:
            return await self._all.page(session, self.shape, query, **values)
        await resolved(self._parent.repository).get(session, parent, caller)
        return await self._listing.page(session, self.shape, query, **values, _parent=parent)

    async def create(
        self,
        transaction: Transaction,
        new: Input,
        caller: Caller | None = None,
        *,
        parent: UUID | None = None,
        **more: Any,
    ) -> Thing:
        """A new thing, under `parent` where things have one; `more` are columns that the client doesn't decide."""
        values = {"id": uuid7(), **new.model_dump(), **more}
        if self._parent is not None and parent is not None:
            await resolved(self._parent.repository).keep(transaction, parent, caller)
            values[self._parent.column] = parent
        if self._creator is not None and not await transaction.rows(self._creator, **values_of(caller)):
            raise ForbiddenError
        for rule in self._rules:
            await rule.before(Draft(transaction, caller, None, values))
        moment = now()
        values |= {"created_at": moment, "updated_at": moment, "version": 1}
        with self._blaming(type(new).model_fields):
            await self._add(transaction, self._blank | with_folded(values, self._folds))
        thing = await transaction.first(self.shape, self._created, _id=values["id"], **values_of(caller))
        if thing is None:
            raise ForbiddenError
        await self._tell(Change(transaction, caller, "created", None, thing))
        return thing

    async def change(
        self,
        transaction: Transaction,
        thing_id: UUID,
        patch: Patch,
        caller: Caller | None = None,
        if_match: str | None = None,
    ) -> Thing:
        """The thing with what `patch` says changed; `StaleError` when it is not at the version of `if_match`."""
        changes = patch.model_dump()
        for rule in self._rules:
            await rule.ahead(transaction, changes)
        before = await self.to_change(transaction, thing_id, caller, if_match)
        return await self.write(transaction, before, changes, caller)

    async def delete(
        self, transaction: Transaction, thing_id: UUID, caller: Caller | None = None, if_match: str | None = None
    ) -> None:
        """Delete the thing; `StaleError` when it is not at the version of `if_match`."""
        thing = await self._hold(transaction, self._to_delete, thing_id, caller, if_match)
        await self.remove(transaction, thing)
        await self._tell(Change(transaction, caller, "deleted", thing, None))

    async def to_change(
        self, transaction: Transaction, thing_id: UUID, caller: Caller | None, if_match: str | None = None
    ) -> Thing:
        """The thing, which the caller may change and nobody else can until the transaction ends."""
        return await self._hold(transaction, self._to_change, thing_id, caller, if_match)

    def holding(self, allowed: ColumnElement[bool]) -> Select[Any]:
        """A query of one thing, for `hold`, that finds it where it is allowed."""
        return locking(self._saved.where(allowed))

    async def hold(
        self, transaction: Transaction, statement: Select[Any], thing_id: UUID, caller: Caller | None
    ) -> Thing:
        """The thing, with which the caller may do what `statement` allows; nobody else can change it meanwhile."""
        return await self._hold(transaction, _Held(statement), thing_id, caller, None)

    async def write(self, transaction: Transaction, before: Thing, changes: Values, caller: Caller | None) -> Thing:
        """The thing with these columns changed. It must be held."""
        if not changes:
            return before
        for rule in self._rules:
            await rule.before(Draft(transaction, caller, before, changes))
        written = with_folded(changes, self._folds)
        with self._blaming(changes):
            await self._put(transaction, before, written)
        after = await transaction.one(self.shape, self._saved, _id=before.id, **values_of(caller))
        await self._tell(Change(transaction, caller, "changed", before, after))
        return after

    async def expired(self, session: Session, after: UUID, most: int) -> list[UUID]:
        """The ids of so many things that have expired, which isn't written down yet; those after one, in order."""
        return [READ[UUID](row["id"]) for row in await session.rows(self._expired, _id=after, _most=most)]

    async def settle(self, transaction: Transaction, thing_id: UUID) -> bool:
        """Write down that the thing has expired, if it has and it isn't yet; tells whether that was so."""
        for state, statement in self._settling.items():
            if await transaction.execute(statement, _id=thing_id):
                after = await transaction.one(self.shape, self._saved, _id=thing_id, **values_of(None))
                was = {state_of(self._table): state, "version": after.version - 1}
                await self._tell(Change(transaction, None, "changed", after.model_copy(update=was), after))
                return True
        return False

    async def remove(self, transaction: Transaction, thing: Thing) -> None:
        """Delete the row."""
        await transaction.execute(self._delete, _id=thing.id)

    @cached_property
    def _expired(self) -> Select[UUID]:
        """Finds what `expired` gives."""
        table = self._table
        found = select(table.c.id).where(expired(table), live(table), table.c.id > ID)
        return found.order_by(table.c.id).limit(bindparam("_most", type_=Integer()))

    async def _hold(
        self,
        transaction: Transaction,
        held: "_Held",
        thing_id: UUID,
        caller: Caller | None,
        if_match: str | None,
    ) -> Thing:
        await self.settle(transaction, thing_id)
        thing = await transaction.first(self.shape, held.statement, _id=thing_id, **values_of(caller))
        if thing is None:
            seen = await self.get(transaction, thing_id, caller)
            if isinstance(held.allowed, ByState):
                raise await held.allowed.refusal(transaction, seen, caller)
            raise ForbiddenError
        require_match(if_match, thing)
        return thing

    async def _add(self, transaction: Transaction, values: dict[str, Any]) -> None:
        """Add the row, by the first name that is free where names are made."""
        if self._made is None:
            await transaction.execute(self._insert, **values)
            return
        for name in self._made.names(values):
            if await transaction.execute(self._insert, **values | {self._made.column: name}):
                return

    async def _put(self, transaction: Transaction, before: Thing, values: dict[str, Any]) -> None:
        """Change the row; where its name is made anew, it has the first one that is free."""
        if self._made is None or not self._made.is_outdated(before, values):
            await transaction.execute(self._update(frozenset(values)), **values, _id=before.id, updated_at=now())
            return
        for name in self._made.names(values):
            try:
                async with transaction.attempt():
                    named = values | {self._made.column: name}
                    await transaction.execute(self._update(frozenset(named)), **named, _id=before.id, updated_at=now())
                return
            except TakenError as error:
                if self._made.column not in error.columns:
                    raise

    async def _tell(self, change: Change[Thing]) -> None:
        for rule in self._rules:
            await rule.after(change)

    @contextmanager
    def _blaming(self, sent: Collection[str]) -> Iterator[None]:
        """Where values are taken, only those are to blame that were sent, or could have been."""
        try:
            yield
        except TakenError as error:
            raise error.among(sent, self._folds) from error.__cause__

    def _update(self, names: frozenset[str]) -> Update:
        if names not in self._updates:
            changes: dict[str, Any] = {name: bindparam(name) for name in sorted(names | {"updated_at"})}
            row = update(self._table).where(self._table.c.id == ID)
            self._updates[names] = row.values(changes | {"version": self._table.c.version + 1})
        return self._updates[names]


class _Held(NamedTuple):
    """A query that finds a thing for who may do something with it, and who that is where there is more to say of it."""

    statement: Select[Any]
    allowed: Allowed | None = None


EXPIRING: list[Repository[Any]] = []
"""The repositories of what expires, as they have been made."""

Lazy = Repository[Any] | Callable[[], Repository[Any]]
"""A repository, given as a function where it is defined later."""


def resolved(repository: Lazy) -> Repository[Any]:
    """The repository itself."""
    return repository if isinstance(repository, Repository) else repository()


def _is_about_rows(condition: ColumnElement[bool]) -> bool:
    """Whether what it says depends on more than who asks. What doesn't is known before anything else is tried."""
    return any(isinstance(part, ColumnClause) for part in iterate(condition))


def _with_id(order: Sequence[Order], model: type[Entity]) -> list[Order]:
    """The order, made total by the id in the direction of the last column."""
    return [*order, model.id.desc() if isinstance(order[-1], UnaryExpression) else model.id]
