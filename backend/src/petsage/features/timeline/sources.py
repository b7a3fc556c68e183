"""What appears on a timeline. A feature joins by a line in `SOURCES`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, bindparam, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from petsage.core.columns import Identifier
from petsage.core.database import READ, Session
from petsage.features.health_tracker.measures import MEASURES
from petsage.features.health_tracker.models import Observation, ObservationKind
from petsage.features.pets.models import Pet
from petsage.features.profiles.units import UnitSystem
from petsage.features.timeline.schemas import Entry
from petsage.features.vaccinations.models import Vaccination

PET = bindparam("pet", type_=Identifier())
FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Position:
    """A place on a timeline, which goes down by moment, then kind, then id.

    The kind is part of it because one thing can have two entries at the same moment.
    """

    at: datetime
    kind: str
    id: UUID


@dataclass(frozen=True)
class Reading:
    """When a timeline is read, and in which units."""

    moment: datetime
    units: UnitSystem


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
        title: Callable[[Mapping[str, Any], UnitSystem], str],
    ) -> None:
        model = column.class_
        self._kind, self._column, self._path, self._title = kind, column.key, path, title
        self._is_day = column.type.python_type is date
        bound, last = bindparam("bound", type_=column.type), bindparam("last", type_=Identifier())
        self._rows = (
            select(model)
            .where(of, tuple_(column, model.id) < tuple_(bound, last))
            .order_by(column.desc(), model.id.desc())
            .limit(bindparam("most", type_=Integer()))
        )

    async def entries(
        self, session: Session, pet_id: UUID, after: Position, most: int, reading: Reading
    ) -> list[Entry]:
        """The newest entries that come after a position."""
        rows = await session.rows(self._rows, pet=pet_id, most=most, **self._bounds(after))
        return [self._entry(row, reading) for row in rows]

    def _bounds(self, after: Position) -> dict[str, Any]:
        last = after.id if self._kind == after.kind else LAST_ID if self._kind < after.kind else FIRST_ID
        if not self._is_day:
            return {"bound": after.at, "last": last}
        day = after.at.date()
        return {"bound": day, "last": last if after.at == _begin(day) else LAST_ID}

    def _entry(self, row: Mapping[str, Any], reading: Reading) -> Entry:
        value = row[self._column]
        at: datetime = _begin(READ[date](value)) if self._is_day else READ[datetime](value)
        return Entry(
            at=at,
            kind=self._kind,
            title=self._title(row, reading.units),
            id=row["id"],
            href=f"{self._path}/{row['id']}",
            upcoming=at > reading.moment,
        )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _observed(row: Mapping[str, Any], units: UnitSystem) -> str:
    kind, measured = READ[ObservationKind](row["kind"]), row["finding"]
    if row["value"] is not None:
        measured = MEASURES[kind].scales[units].show(READ[Decimal](row["value"]))
    return f"{kind}: {measured or 'noted'}"


SOURCES = (
    Source("observation", Observation.measured_time, Observation.pet_id == PET, "/api/v1/observations", _observed),
    Source(
        "vaccination",
        Vaccination.given_date,
        Vaccination.pet_id == PET,
        "/api/v1/vaccinations",
        lambda row, _: f"{READ[str](row['vaccine'])} given",
    ),
    Source(
        "vaccination due",
        Vaccination.due_date,
        Vaccination.pet_id == PET,
        "/api/v1/vaccinations",
        lambda row, _: f"{READ[str](row['vaccine'])} due",
    ),
    Source("birth", Pet.birth_date, Pet.id == PET, "/api/v1/pets", lambda row, _: f"{row['name']} was born"),
    Source("record", Pet.created_at, Pet.id == PET, "/api/v1/pets", lambda row, _: f"{row['name']}'s record began"),
)
