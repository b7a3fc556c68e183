"""What must be given in some case, as conditions in SQL on the rows of a table."""

from dataclasses import dataclass

from petsage_builder.schema.table import Check
from petsage_builder.spec.conditions import Condition
from petsage_builder.spec.entity import Entity
from petsage_builder.terms import names


@dataclass(frozen=True)
class Case:
    """The column that decides whether something must be given, and the values with which it must: words, or a yes."""

    column: str
    values: tuple[str | bool, ...]

    def sql(self, *, holds: bool = True) -> str:
        """The condition in SQL under which it must, or needn't."""
        if isinstance(self.values[0], bool):
            return self.column if self.values[0] is holds else f"NOT {self.column}"
        words = ", ".join(f"'{word}'" for word in self.values)
        return f"{self.column} {'IN' if holds else 'NOT IN'} ({words})"

    @property
    def name(self) -> str:
        """The case within the name of a constraint."""
        if isinstance(self.values[0], bool):
            return self.column if self.values[0] else f"not_{self.column}"
        return "_".join([self.column, "_or_".join(names.constant(str(word)).lower() for word in self.values)])


def case_of(condition: Condition, entity: Entity) -> Case:
    """What decides whether an entity is as a condition says."""
    if condition.states:
        return Case("status", condition.states)
    column = entity.field(condition.field or "").snake
    return Case(column, condition.values or (not condition.is_not,))


def checks_of(entity: Entity) -> tuple[Check, ...]:
    """The checks of an entity's table."""
    cases = [(entity.field(rule.field).snake, case_of(rule.when, entity)) for rule in entity.requirements]
    return tuple(
        Check(f"{given}_given_if_{case.name}", f"{case.sql(holds=False)} OR {given} IS NOT NULL")
        for given, case in cases
    )
