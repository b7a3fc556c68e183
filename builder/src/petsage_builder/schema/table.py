"""A table as a value."""

from dataclasses import dataclass
from typing import Literal

from petsage_builder.terms.column import ColumnType

OnDelete = Literal["CASCADE", "RESTRICT", "SET NULL"]


@dataclass(frozen=True)
class Reference:
    """The row of another table that a column's value is the id of, and what deleting that row does."""

    table: str
    on_delete: OnDelete


@dataclass(frozen=True)
class Column:
    """One column. `origin` is the field, the relation or the lifecycle (`status`) of the entity that it comes from.

    With `folds` it has the text of that column once more, without capitals; with `made_from` a name that is made of it.
    """

    name: str
    type: ColumnType
    nullable: bool = False
    primary_key: bool = False
    references: Reference | None = None
    origin: str = ""
    folds: str = ""
    made_from: str = ""


@dataclass(frozen=True)
class Unique:
    """Columns whose values together occur once; with `live`, among rows that are not deleted."""

    columns: tuple[str, ...]
    live: bool = False


@dataclass(frozen=True)
class Check:
    """A condition in SQL that every row meets, and what it is called within its table."""

    name: str
    sql: str


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, what is unique, the indexes by their columns, and what every row meets.

    `kind` says what it is to the entity it belongs to: its own rows, its revisions, its links to another entity, or who
    has done something once.
    """

    name: str
    entity: str
    kind: Literal["entity", "revisions", "links", "once"]
    columns: tuple[Column, ...]
    uniques: tuple[Unique, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def is_of_accounts(self) -> bool:
        """Whether it has a row for each account, by the same id."""
        return any(column.name == "id" and column.references is not None for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name; KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]
