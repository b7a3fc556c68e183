"""What appears on a timeline. A feature joins by a line in `SOURCES`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from petsage.core.columns import Identifier
from petsage.core.database import READ, Session
from petsage.features.health_tracker.models import Observation
from petsage.features.pets.models import Pet
from petsage.features.timeline.schemas import Entry
from petsage.features.vaccinations.models import Vaccination

PET = bindparam("pet", type_=Identifier())
LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Position:
    """A place on a timeline: what comes after it is older, or as old with a smaller id."""

    at: datetime
    id: UUID


class Source:
    """Entries of one kind: the rows of a table that are `of` the pet, each at the moment or on the day in `column`.

    Each page takes one query for each source, whose cost doesn't grow with the depth.
    """

    def __init__(
        self,
        kind: str,
        column: InstrumentedAttribute[Any],
        of: ColumnElement[bool],
        path: str,
        title: Callable[[Mapping[str, Any]], str],
    ) -> None:
        model = column.class_
        self._kind, self._column, self._path, self._title = kind, column.key, path, title
        self._is_day = column.type.python_type is date
        bound, last = bindparam("bound", type_=column.type), bindparam("last", type_=Identifier())
        self._rows = (
            select(model)
            .where(of, column.is_not(None), or_(column < bound, and_(column == bound, model.id < last)))
            .order_by(column.desc(), model.id.desc())
            .limit(bindparam("most", type_=Integer()))
        )

    async def entries(self, session: Session, pet_id: UUID, after: Position, most: int, now: datetime) -> list[Entry]:
        """The newest entries that come after a position."""
        rows = await session.rows(self._rows, pet=pet_id, most=most, **self._bounds(after))
        return [self._entry(row, now) for row in rows]

    def _bounds(self, after: Position) -> dict[str, Any]:
        if not self._is_day:
            return {"bound": after.at, "last": after.id}
        begins = datetime.combine(after.at.date(), time(), UTC)
        return {"bound": after.at.date(), "last": after.id if after.at == begins else LAST_ID}

    def _entry(self, row: Mapping[str, Any], now: datetime) -> Entry:
        at: datetime = (
            datetime.combine(READ[date](row[self._column]), time(), UTC)
            if self._is_day
            else READ[datetime](row[self._column])
        )
        return Entry(
            at=at,
            kind=self._kind,
            title=self._title(row),
            id=row["id"],
            href=f"{self._path}/{row['id']}",
            upcoming=at > now,
        )


def _observed(row: Mapping[str, Any]) -> str:
    kind = READ[str](row["kind"])
    return f"{kind}: {row['finding'] if row['value'] is None else row['value']}"


SOURCES = (
    Source("observation", Observation.measured_time, Observation.pet_id == PET, "/api/v1/observations", _observed),
    Source(
        "vaccination",
        Vaccination.given_date,
        Vaccination.pet_id == PET,
        "/api/v1/vaccinations",
        lambda row: f"{READ[str](row['vaccine'])} given",
    ),
    Source(
        "vaccination due",
        Vaccination.due_date,
        Vaccination.pet_id == PET,
        "/api/v1/vaccinations",
        lambda row: f"{READ[str](row['vaccine'])} due",
    ),
    Source("birth", Pet.birth_date, Pet.id == PET, "/api/v1/pets", lambda row: f"{row['name']} was born"),
    Source("record", Pet.created_at, Pet.id == PET, "/api/v1/pets", lambda row: f"{row['name']}'s record began"),
)
