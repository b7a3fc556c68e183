"""Things that have a time of something to themselves."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from .errors import ConflictError
from .rules import Draft, Rule
from .schemas import Read
from .statements import taking_turns
from .tables import live

Thing = TypeVar("Thing", bound=Read)

NO_ID = UUID(int=0)
"""The id of nothing: what is new has none yet."""


class NoOverlap(Rule[Thing]):
    """No two things that are not deleted and have the same values in `per` overlap from `start` to `end`.

    What ends when another begins doesn't overlap it, unless `through` is given: then the end is part of it. What has no
    start, or none of one of these values, takes no time; what has no end goes on. Where `where` is given, only things
    count whose value in that column is `among` some. Those who add one take turns on a row that `per` refers to.
    """

    def __init__(
        self,
        start: InstrumentedAttribute[Any],
        end: InstrumentedAttribute[Any],
        *,
        per: Sequence[InstrumentedAttribute[Any]],
        where: InstrumentedAttribute[Any] | None = None,
        among: Collection[Any] = (),
        through: bool = False,
        reason: str,
    ) -> None:
        model = start.class_
        self._columns = [start.key, end.key, *(column.key for column in per)]
        self._where = where.key if where is not None else ""
        self._among = among
        shared = next(column for column in per if column.property.columns[0].foreign_keys)
        (reference,) = shared.property.columns[0].foreign_keys
        self._shared = shared.key
        row = bindparam("_row", type_=shared.type)
        self._lock = taking_turns(select(reference.column).where(reference.column == row))
        same = [column == bindparam(f"_same_{column.key}", type_=column.type) for column in per]
        counts = [] if where is None else [where.in_(among)]
        others = model.id != bindparam("_self", type_=model.id.type)
        begun, ending = bindparam("_start", type_=start.type), bindparam("_end", type_=end.type)
        going_on = or_(end.is_(None), end >= begun if through else end > begun)
        self._after = select(model.id).where(live(model.__table__), others, *same, *counts, going_on).limit(1)
        self._over = self._after.where(start <= ending if through else start < ending)
        self._reason = reason

    async def before(self, draft: Draft[Thing]) -> None:
        taken = self._taken(draft.value)
        if taken is None or (draft.before is not None and taken == self._taken(partial(getattr, draft.before))):
            return
        start, end, *same = taken
        per = dict(zip((f"_same_{name}" for name in self._columns[2:]), same, strict=True))
        await draft.transaction.rows(self._lock, _row=draft.value(self._shared))
        one = NO_ID if draft.before is None else draft.before.id
        others = self._after if end is None else self._over
        bounds = {"_start": start} if end is None else {"_start": start, "_end": end}
        if await draft.transaction.rows(others, **bounds, **per, _self=one):
            raise ConflictError(self._reason)

    before_restore = before

    def _taken(self, value: Callable[[str], Any]) -> list[Any] | None:
        """The time that a thing with these values takes, and of what; None where it takes none."""
        if self._where and value(self._where) not in self._among:
            return None
        start, end, *same = map(value, self._columns)
        return None if start is None or None in same else [start, end, *same]
