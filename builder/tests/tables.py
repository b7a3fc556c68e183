"""Tables as SQLAlchemy has them, what a database says of them, and rows to put into them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from petsage_builder.foundation import columns as core
from petsage_builder.foundation.tables import Base
from petsage_builder.schema.table import Column, Table, Unique
from petsage_builder.terms.column import ColumnType

_INSTANT = ColumnType("instant")
USERS = Table(
    "users",
    "user",
    "entity",
    (
        Column("id", ColumnType("identifier"), primary_key=True),
        Column("created_at", _INSTANT),
        Column("updated_at", _INSTANT),
    ),
)


def metadata_of(tables: Sequence[Table]) -> sa.MetaData:
    """The tables as models have them."""
    metadata = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in tables:
        sa.Table(
            table.name,
            metadata,
            *map(_column, table.columns),
            *map(_unique, table.uniques),
            *(sa.Index(None, *columns) for columns in table.indexes),
            *(sa.CheckConstraint(check.sql, name=check.name) for check in table.checks),
        )
    return metadata


def rows_of(tables: Sequence[Table]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Two rows for each table, which differ in every value; the second has nothing where it may."""
    for table in tables:
        rows = [{column.name: _value(column, number) for column in table.columns} for number in range(2)]
        yield table.name, rows


def structure_of(connection: sa.Connection) -> dict[str, Any]:
    """What a database says of its tables, whatever the order."""
    inspector = sa.inspect(connection)
    return {name: _facts(inspector, name) for name in inspector.get_table_names() if name != "alembic_version"}


def _facts(inspector: sa.Inspector, table: str) -> list[str]:
    columns = [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)]
    rest = [
        *inspector.get_foreign_keys(table),
        *inspector.get_unique_constraints(table),
        *inspector.get_check_constraints(table),
        *(
            {**index, "dialect_options": {k: str(v) for k, v in index.get("dialect_options", {}).items()}}
            for index in inspector.get_indexes(table)
        ),
        inspector.get_pk_constraint(table),
    ]
    return sorted(map(str, [*columns, *rest]))


def _column(column: Column) -> sa.Column[Any]:
    references = column.references
    keys = [sa.ForeignKey(f"{references.table}.id", ondelete=references.on_delete)] if references else []
    return sa.Column(column.name, _type(column.type), *keys, nullable=column.nullable, primary_key=column.primary_key)


def _unique(unique: Unique) -> sa.Index | sa.UniqueConstraint:
    if not unique.live:
        return sa.UniqueConstraint(*unique.columns)
    where = sa.text("deleted_at IS NULL")
    return sa.Index(None, *unique.columns, unique=True, sqlite_where=where, postgresql_where=where)


def _type(type_: ColumnType) -> sa.types.TypeEngine[Any]:
    match type_.kind:
        case "string":
            return sa.String(type_.length)
        case "exact":
            return core.Exact(type_.digits, type_.decimals)
        case "choice":
            return _choice(type_)
        case kind:
            return _TYPES[kind]


def _choice(type_: ColumnType) -> sa.Enum:
    create: Any = StrEnum
    return core.choice(create(type_.name, {word: word for word in type_.values}))


def _value(column: Column, number: int) -> Any:
    if number and column.nullable:
        return None
    if column.type.kind == "choice":
        return column.type.values[-number]
    return _VALUES[column.type.kind][number]


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "identifier": core.Identifier(),
    "instant": core.Instant(),
    "day": core.Day(),
    "time of day": core.TimeOfDay(),
    "document": core.Document(),
    "duration": core.Duration(),
    "text": sa.Text(),
    "integer": sa.Integer(),
    "big integer": sa.BigInteger(),
    "boolean": sa.Boolean(),
}
_VALUES: dict[str, tuple[Any, Any]] = {
    "identifier": (UUID(int=1), UUID(int=2)),
    "instant": (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
    "day": (date(2026, 1, 1), date(2026, 1, 2)),
    "time of day": (time(8), time(9)),
    "document": ({"a": [1]}, []),
    "duration": (timedelta(minutes=30), timedelta(0)),
    "exact": (Decimal(1), Decimal(0)),
    "string": ("a", "b"),
    "text": ("a", "b"),
    "integer": (1, 2),
    "big integer": (1, 2),
    "boolean": (True, False),
}
