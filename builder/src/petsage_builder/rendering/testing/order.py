"""Values that show how a list is ordered by several keys, one after the other."""

from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from petsage_builder.rendering import bodies
from petsage_builder.spec.entity import Entity, FieldSpec, OrderKey
from petsage_builder.terms.code import code


class InTurn(NamedTuple):
    """What several are made with, in the order of their list, and what is sent beside, by the names of fields."""

    fields: tuple[FieldSpec, ...]
    rows: list[list[Any]]
    also: bodies.Body
    turns: list[int]
    """Where the first two are alike: which of them stand where in the list, made in turn and the first one last."""

    @property
    def values(self) -> str:
        """The rows as code; where there is one field, its values."""
        return f"[{', '.join(code(row if len(self.fields) > 1 else row[0]) for row in self.rows)}]"

    @property
    def sent(self) -> dict[str, str]:
        """What is sent of the row in `value`, as code, by the names in JSON."""
        if len(self.fields) == 1:
            return {self.fields[0].in_json: "value"}
        return {field.in_json: f"value[{at}]" for at, field in enumerate(self.fields)}

    @property
    def shown(self) -> str:
        """The row of what is in `item`, as code."""
        shown = ", ".join(f'item["{field.in_json}"]' for field in self.fields)
        return f"[{shown}]" if len(self.fields) > 1 else shown


def in_turn(entity: Entity, bound: AbstractSet[str]) -> InTurn | None:
    """Each row is beyond the first in one key, in the last key before the others; nothing where no values show that.

    Where the last key is when things were created, there are two of the first row. `bound` are the fields whose values
    can't be chosen.
    """
    fields = tuple(entity.field(name) for name in entity.order.fields)
    if any(field.made_from for field in fields):
        return None
    chosen = [bodies.choices(entity, field.name) for field in fields]
    if not fields or not bound.isdisjoint(entity.order.fields) or any(len(values) < 2 for values, _ in chosen):
        return None
    also = {name: value for _, beside in chosen for name, value in beside.items() if name not in entity.order.fields}
    pairs = [_as_listed(values[:2], key) for (values, _), key in zip(chosen, entity.order.keys, strict=False)]
    first = [values[0] for values in pairs]
    rows = [first, *([*first[:at], pairs[at][1], *first[at + 1 :]] for at in reversed(range(len(fields))))]
    if not all(bodies.fits(entity, also | dict(zip(entity.order.fields, row, strict=True))) for row in rows):
        return None
    if (last := entity.order.keys[-1]).by:
        return InTurn(fields, rows, also, [])
    alike = [len(rows), 0] if last.descending else [0, len(rows)]
    return InTurn(fields, [first, *rows], also, [*alike, *range(1, len(rows))])


def _as_listed(values: list[Any], key: OrderKey) -> list[Any]:
    return values[::-1] if key.descending else values


def in_words(key: OrderKey) -> str:
    """A key of an order, as the name of a test has it."""
    if key.by is None:
        return "newest_first" if key.descending else "oldest_first"
    return f"by_{key.by}{'_descending' if key.descending else ''}".replace(" ", "_")
