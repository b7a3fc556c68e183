"""Whether every value of a column's old type is one of its new type."""

from petsage_builder.terms import names
from petsage_builder.terms.column import ColumnType


def narrowing(old: ColumnType, new: ColumnType) -> str:
    """Why values can't become those of a new type, as a sentence about the column; empty where all that fit can.

    What is too long, too large or no choice any more is looked for by the migration.
    """
    match old.kind, new.kind:
        case "exact", "exact":
            fewer = new.decimals < old.decimals
            return f"would be rounded from {old.decimals} decimals to {new.decimals}" if fewer else ""
        case ("string", "text") | ("integer", "big integer") | ("text", "string") | ("big integer", "integer"):
            return ""
        case before, after:
            return "" if before == after else f"would change from {before} to {after}"


def respelled(old: ColumnType, new: ColumnType) -> dict[str, str]:
    """The words of a choice that are only written otherwise now, each with its new spelling."""
    added = [value for value in new.values if value not in old.values]
    gone = [value for value in old.values if value not in new.values]
    return {value: found for value in gone if (found := names.meant(value, added))}


def dropped_values(old: ColumnType, new: ColumnType) -> list[str]:
    """The values of a choice that are none of it any more."""
    spelled = respelled(old, new)
    return [value for value in old.values if value not in new.values and value not in spelled]
