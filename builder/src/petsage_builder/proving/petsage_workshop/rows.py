"""Rows to try a migration with: what works on empty tables can fail on full ones."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

# One value for each type, so that every foreign key of a row meets the one row of the other table.
_VALUES: dict[type, Any] = {
    bool: True,
    bytes: b"1",
    date: date(2000, 1, 1),
    datetime: datetime(2000, 1, 1),
    Decimal: Decimal(1),
    float: 1.0,
    int: 1,
    object: {},
    str: "1",
    time: time(),
    timedelta: timedelta(1),
    UUID: UUID(int=1),
}
_LITERAL = re.compile(r"'([^']+)'")


def insert_rows(url: str) -> None:
    """Put a row into every empty table of the database at `url`; one that wants more than a guess stays empty."""
    from sqlalchemy import MetaData, create_engine, insert, make_url, select
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine, tables = create_engine(address, poolclass=NullPool), MetaData()
    tables.reflect(engine)
    for table in tables.sorted_tables:
        with suppress(SQLAlchemyError, NotImplementedError), engine.begin() as connection:
            if not connection.execute(select(table)).first():
                connection.execute(
                    insert(table).values({column.name: _value(column, table) for column in table.columns})
                )


def _value(column: "Column[Any]", table: "Table") -> Any:
    """A value of the column's type, `None` where none is known; the first word of its CHECK, where it has one."""
    from sqlalchemy import CheckConstraint

    if column.type.python_type is str:
        checks = (str(rule.sqltext) for rule in table.constraints if isinstance(rule, CheckConstraint))
        words = [found[1] for text in checks if column.name in text and (found := _LITERAL.search(text))]
        return words[0] if words else _VALUES[str]
    return _VALUES.get(column.type.python_type)
