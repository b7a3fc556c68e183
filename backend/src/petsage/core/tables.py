"""What every table has: the base of the models, the columns of a thing with a life of its own, the mark of deletion."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Column, ColumnElement, FromClause, MetaData, and_, true
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from .columns import Day, Duration, Identifier, Instant, TimeOfDay, choice

_MARKS_DELETION = "marks_deletion"


class Base(DeclarativeBase):
    """The base of every model. A model describes a table; rows are read into schemas, never into models."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        UUID: Identifier(),
        datetime: Instant(),
        date: Day(),
        time: TimeOfDay(),
        timedelta: Duration(),
        StrEnum: choice(StrEnum),
    }


class Entity(Base):
    """A thing that is created, read, changed and deleted by its id; `version` counts its changes."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-4)
    created_at: Mapped[datetime] = mapped_column(sort_order=-3)
    updated_at: Mapped[datetime] = mapped_column(sort_order=-2)
    version: Mapped[int] = mapped_column(sort_order=-1)


def deletion_mark() -> MappedColumn[datetime | None]:
    """The column that says since when a row counts as deleted."""
    return mapped_column(index=True, info={_MARKS_DELETION: True})


def live(rows: FromClause) -> ColumnElement[bool]:
    """Which rows of a table, or of an alias of one, don't count as deleted: all of them where nothing can mark them."""
    return and_(true(), *(column.is_(None) for column in rows.columns if _marks_deletion(column)))


def _marks_deletion(column: ColumnElement[Any]) -> bool:
    return any(_MARKS_DELETION in base.info for base in column.base_columns if isinstance(base, Column))
