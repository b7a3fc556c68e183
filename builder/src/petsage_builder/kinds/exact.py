"""What numbers with decimals have in common: they are kept as they are written, to the last digit."""

from abc import ABC
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from petsage_builder.kinds.bounds import MANY, MAX_DIGITS, spelled_number
from petsage_builder.kinds.kind import Tense
from petsage_builder.kinds.ordered import Numeric
from petsage_builder.terms.code import Code, Writer
from petsage_builder.terms.column import ColumnType


class ExactNumber(Numeric, ABC):
    """A decimal number without rounding."""

    @property
    def digits(self) -> int:
        """How many digits the column holds, on both sides of the point."""
        return max(len(str(abs(int(bound)))) for bound in (self.minimum, self.maximum)) + self.decimals

    def faults(self, field: str) -> Iterator[tuple[str, str]]:
        if self.minimum > self.maximum:
            yield f"'{field}' allows no number", "the second bound must be the larger one"
        if not (self._fits(self.minimum) and self._fits(self.maximum)):
            yield f"the bounds of '{field}' have more than {self.decimals} decimals", "round them"
        elif self.digits > MAX_DIGITS:
            yield f"'{field}' would need {self.digits} digits, {MAX_DIGITS} stay exact", "narrow its bounds"

    def _fits(self, number: Decimal) -> bool:
        return round(number, self.decimals) == number

    def _spell(self, default: str) -> str | None:
        return spelled_number(default)

    def allows(self, default: str) -> bool:
        return self.minimum <= Decimal(default) <= self.maximum and self._fits(Decimal(default))

    def column(self, _named: str) -> ColumnType:
        return ColumnType("exact", digits=self.digits, decimals=self.decimals)

    def fill(self, default: str) -> str:
        return f"Decimal({default!r})"

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        bounded = file.annotated(file.core("Number"), **self._bounds(file), decimal_places=self.decimals)
        return file.alias(bounded)

    def queried(self, file: Writer) -> str:
        return file.annotated(file.core("NumberInUrl"), **self._bounds(file))

    def outgoing(self, file: Writer) -> str:
        return f"{file.core('Shown')}[{self.incoming(file, None)}]"

    def _bounds(self, file: Writer) -> dict[str, str]:
        return {"ge": _decimal(file, str(self.minimum)), "le": _decimal(file, str(self.maximum))}

    def start(self, file: Writer, default: str) -> str:
        return _decimal(file, default)

    def total(self, file: Writer) -> str:
        return file.named("decimal", "Decimal")

    def average(self, file: Writer) -> str:
        return self.total(file)

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        low = max(self.minimum, min(Decimal(1), self.maximum - self.step * (steps - 1)))
        values = [low + self.step * step for step in range(steps)]
        return [self.shown_as(value) for value in values if value <= self.maximum]

    def edges(self) -> list[Any]:
        inside = min(self.minimum + self.step, self.maximum)
        return list(dict.fromkeys(self.shown_as(value) for value in (self.minimum, inside, self.maximum)))

    def bad(self) -> Iterator[Any]:
        yield from (str(self.minimum - self.step), str(self.maximum + self.step), "NaN", "much")
        if self.minimum < self.maximum:
            yield str(self.minimum + self.step / 10)

    def distinct(self) -> Code | None:
        steps = (self.maximum - self.minimum).scaleb(self.decimals)
        if steps < MANY:
            return None
        drawn = f"Decimal(uuid4().int % {int(steps)}).scaleb({-self.decimals})"
        return Code(f'str(Decimal("{self.minimum}") + {drawn})')

    def counted(self, _number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return None

    def shown(self, default: str) -> Any:
        return self.shown_as(Decimal(default))

    def shown_as(self, number: Decimal) -> str:
        return str(round(number, self.decimals) if self.decimals else int(number))

    def shown_average(self, number: Decimal) -> str:
        return self.shown_as(number)

    @property
    def sort_key(self) -> str:
        return "Decimal"


def _decimal(file: Writer, number: str) -> str:
    return f'{file.named("decimal", "Decimal")}("{number}")'
