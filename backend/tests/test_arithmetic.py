"""What the database computes from a row's columns, against what Python computes from the same values."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from opened_tables import opened_with
from sqlalchemy import ColumnElement, ForeignKey, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from petsage.core.arithmetic import days_between, hours_between, minutes_between, number
from petsage.core.columns import Exact
from petsage.core.computed import largest_of, smallest_of, sum_of
from petsage.core.database import Database, Session
from petsage.core.tables import Base


class Tables(DeclarativeBase):
    """The tables of these tests alone."""

    type_annotation_map = Base.type_annotation_map


class Line(Tables):
    """A row of what can be computed with."""

    __tablename__ = "computed_lines"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    price: Mapped[Decimal | None] = mapped_column(Exact(12, 2))
    rate: Mapped[Decimal | None] = mapped_column(Exact(9, 4))
    quantity: Mapped[int | None]
    start: Mapped[date | None]
    end: Mapped[date | None]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    within: Mapped[UUID | None] = mapped_column(ForeignKey("computed_lines.id"))


BLANK = dict.fromkeys(Line.__table__.columns.keys())
CENT = Decimal("0.01")
PRICES = [Decimal(price) for price in ("0", "0.01", "-0.01", "0.05", "19.99", "-19.99", "1000000000")]
RATES = [Decimal(rate) for rate in ("0", "0.5", "-0.5", "0.19", "0.1234", "99999.9999")]
QUANTITIES = (0, 1, -3, 2**31 - 1, -(2**31))

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def having(url: str, rows: list[dict[str, Any]]) -> AsyncIterator[Database]:
    """The database with these rows alone, in their order."""
    async with opened_with(Tables.metadata, url) as database:
        async with database.transaction() as transaction:
            for index, row in enumerate(rows):
                await transaction.execute(insert(Line), **BLANK | {"id": UUID(int=index)} | row)
        yield database


async def computed(url: str, column: ColumnElement[Any], rows: list[dict[str, Any]]) -> list[Any]:
    async with having(url, rows) as database:
        found = await Session(database).rows(select(column.label("it")).select_from(Line).order_by(Line.id))
        return [row["it"] for row in found]


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


async def test_an_amount_times_a_rate_is_rounded_half_away_from_zero(database_url: str) -> None:
    pairs = list(product(PRICES, RATES))
    rows = [{"price": price, "rate": rate} for price, rate in pairs]

    found = await computed(database_url, (number(Line.price) * number(Line.rate)).rounded(2), rows)

    assert [str(value) for value in found] == [str(rounded(price * rate) + 0) for price, rate in pairs]


async def test_a_chain_is_exact_to_the_last_digit(database_url: str) -> None:
    pairs = list(product(PRICES[:-1], QUANTITIES))
    rows = [{"price": price, "quantity": quantity, "rate": Decimal("0.0005")} for price, quantity in pairs]
    net = number(Line.price) * number(Line.quantity) - number(Line.rate) + number("0.5")

    found = await computed(database_url, net.rounded(4), rows)

    assert found == [price * quantity - Decimal("0.0005") + Decimal("0.5") for price, quantity in pairs]


async def test_whole_numbers_may_leave_thirty_two_bits(database_url: str) -> None:
    rows = [{"quantity": quantity} for quantity in QUANTITIES]

    found = await computed(database_url, (number(Line.quantity) * number(Line.quantity)).rounded(0), rows)

    assert found == [Decimal(quantity) ** 2 for quantity in QUANTITIES]


async def test_what_has_an_empty_operand_is_empty(database_url: str) -> None:
    rows: list[dict[str, Any]] = [{"price": CENT}, {"quantity": 1}, {"price": CENT, "quantity": 1}]

    found = await computed(database_url, (number(Line.price) * number(Line.quantity)).rounded(2), rows)

    assert found == [None, None, CENT]


async def test_days_are_those_of_the_calendar(database_url: str) -> None:
    days = [date(1, 1, 1), date(1969, 12, 31), date(2024, 2, 28), date(2024, 3, 1), date(9999, 12, 31), None]
    pairs = list(product(days, days))

    found = await computed(
        database_url, days_between(Line.start, Line.end), [{"start": start, "end": end} for start, end in pairs]
    )

    assert found == [None if start is None or end is None else (end - start).days for start, end in pairs]


async def test_hours_and_minutes_are_whole_to_the_microsecond(database_url: str) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    one = timedelta(microseconds=1)
    moments = [noon, noon + timedelta(hours=1) - one, noon + timedelta(hours=1), datetime(1, 1, 1, tzinfo=UTC)]
    moments += [noon + timedelta(seconds=60), noon + timedelta(seconds=60) - one, datetime(9999, 1, 1, tzinfo=UTC)]
    pairs = list(product(moments, moments))
    rows = [{"since": since, "until": until} for since, until in pairs]

    hours = await computed(database_url, hours_between(Line.since, Line.until), rows)
    minutes = await computed(database_url, minutes_between(Line.since, Line.until), rows)

    def whole(since: datetime, until: datetime, unit: timedelta) -> int:
        return (until - since) // unit if until >= since else -((since - until) // unit)

    assert hours == [whole(*pair, timedelta(hours=1)) for pair in pairs]
    assert minutes == [whole(*pair, timedelta(minutes=1)) for pair in pairs]


async def test_what_children_compute_is_added_up_and_computed_with(database_url: str) -> None:
    top = {"rate": Decimal("0.5")}
    children = [{"within": UUID(int=0), "price": price, "quantity": 3} for price in (CENT, CENT, Decimal("-7.00"))]
    each = (number(Line.price) * number(Line.quantity)).rounded(2)
    total = sum_of(each, Line.within)
    half = (number(total) * number(Line.rate) + number("1")).rounded(2)

    totals = await computed(database_url, total, [top, *children])
    halves = await computed(database_url, half, [top, *children])
    ends = [await computed(database_url, end(each, Line.within), [top, *children]) for end in (smallest_of, largest_of)]

    assert totals == [Decimal("-20.94"), 0, 0, 0]
    assert halves == [Decimal("-9.47"), None, None, None]
    assert [values[:2] for values in ends] == [[Decimal("-21.00"), None], [Decimal("0.03"), None]]
