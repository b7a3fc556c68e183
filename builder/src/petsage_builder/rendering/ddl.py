"""Tables, columns and their constraints as text: SQLAlchemy's, with the column types of a project's core."""

from collections.abc import Sequence

from petsage_builder.rendering.imports import Imports
from petsage_builder.schema.table import Column, Table
from petsage_builder.terms.column import ColumnType

LIVE = "deleted_at IS NULL"


class Ddl:
    """Writes text; what the text needs is imported by `use`, the core's types from the module `types`."""

    def __init__(self, use: Imports, types: str) -> None:
        self.use = use
        self._types = types

    def sa(self, name: str) -> str:
        """A name of SQLAlchemy."""
        return f"{self.use.module('sqlalchemy', 'sa')}.{name}"

    def type(self, type_: ColumnType) -> str:
        """`sa.String(80)`, `Exact(5, 2)`, `one_of("dog", "cat", name="species")`."""
        match type_.kind:
            case "string":
                return self.sa(f"String({type_.length})")
            case "exact":
                return f"{self._core('Exact')}({type_.digits}, {type_.decimals})"
            case "choice":
                return f"{self._core('one_of')}({', '.join(map(repr, type_.values))}, name={type_.name!r})"
            case "text" | "integer" | "big integer" | "boolean" as kind:
                return self.sa(f"{_GENERIC[kind]}()")
            case kind:
                return f"{self._core(_CORE[kind])}()"

    def column(self, column: Column, *flags: str) -> str:
        """`sa.Column("name", sa.String(80), nullable=False)`."""
        parts = [repr(column.name), self.type(column.type)]
        if column.references:
            target, on_delete = f"{column.references.table}.id", column.references.on_delete
            parts.append(self.sa(f"ForeignKey({target!r}, ondelete={on_delete!r})"))
        if column.primary_key:
            parts.append("primary_key=True")
        elif not column.nullable:
            parts.append("nullable=False")
        return self.sa(f"Column({', '.join([*parts, *flags])})")

    def table(self, table: Table) -> str:
        """What a table is created with: its name, its columns, then what takes several columns."""
        alone = {unique.columns: "unique=True" for unique in table.uniques if not unique.live}
        alone |= {columns: "index=True" for columns in table.indexes if columns not in alone}
        parts = [repr(table.name)]
        for column in table.columns:
            flags = [flag for columns, flag in alone.items() if columns == (column.name,)]
            parts.append(self.column(column, *flags))
        for unique in table.uniques:
            if unique.live:
                parts.append(self.sa(f"Index(None, {_listed(unique.columns)}, {self.live()})"))
            elif len(unique.columns) > 1:
                parts.append(self.sa(f"UniqueConstraint({_listed(unique.columns)})"))
        parts += [self.sa(f"CheckConstraint({check.sql!r}, name={check.name!r})") for check in table.checks]
        parts += [self.sa(f"Index(None, {_listed(columns)})") for columns in table.indexes if len(columns) > 1]
        return ", ".join(parts) + ","

    def live(self) -> str:
        """What an index is created with that is unique among rows that are not deleted."""
        where = self.sa(f"text({LIVE!r})")
        return f"unique=True, sqlite_where={where}, postgresql_where={where}"

    def _core(self, name: str) -> str:
        return self.use(self._types, name)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(repr, columns))


_GENERIC = {
    "text": "Text",
    "integer": "Integer",
    "big integer": "BigInteger",
    "boolean": "Boolean",
}
_CORE = {
    "identifier": "Identifier",
    "instant": "Instant",
    "day": "Day",
    "time of day": "TimeOfDay",
    "duration": "Duration",
    "document": "Document",
}
