"""What constraints and indexes are called."""

from petsage_builder.schema.change import ForeignKey, Index, Rule
from petsage_builder.schema.table import Check, Unique
from petsage_builder.terms.column import ColumnType


def name_of(table: str, thing: Rule | ColumnType) -> str:
    """What a constraint or an index is called, by the naming convention of the core."""
    match thing:
        case ForeignKey(column):
            return f"fk_{table}_{column}"
        case Unique(columns, live):
            return "_".join(["ix" if live else "uq", table, *columns])
        case Index(columns):
            return "_".join(["ix", table, *columns])
        case Check() | ColumnType():
            return f"ck_{table}_{thing.name}"
