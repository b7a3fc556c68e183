"""What can change about a table, as values; each change has an opposite, which takes it back."""

from dataclasses import dataclass

from petsage_builder.schema.table import Column, Reference, Table, Unique


@dataclass(frozen=True)
class ForeignKey:
    """The rule that a column's values are ids of another table."""

    column: str
    reference: Reference


@dataclass(frozen=True)
class Index:
    """An index by its columns."""

    columns: tuple[str, ...]


Thing = Table | Column | ForeignKey | Unique | Index


@dataclass(frozen=True)
class Create:
    """Creates a table or something of it. `fill` is the Python literal that a new column has in the rows there are."""

    table: str
    thing: Thing
    fill: str | None = None

    @property
    def opposite(self) -> "Drop":
        """What takes this back."""
        return Drop(self.table, self.thing)


@dataclass(frozen=True)
class Drop:
    """Drops a table or something of it."""

    table: str
    thing: Thing

    @property
    def opposite(self) -> Create:
        """What takes this back."""
        return Create(self.table, self.thing)


@dataclass(frozen=True)
class Alter:
    """Changes a column's type or whether it may be empty. `fill` is what rows get where it was empty."""

    table: str
    before: Column
    after: Column
    fill: str | None = None

    @property
    def opposite(self) -> "Alter":
        """What takes this back."""
        return Alter(self.table, self.after, self.before)


TableChange = Create | Drop | Alter
