"""Whether every value of a column's old type is one of its new type."""

from petsage_builder.terms import names
from petsage_builder.terms.column import ColumnType


def narrowing(old: ColumnType, new: ColumnType) -> str:
    """Why a value may not fit into the new type, as a sentence about the column; empty where all of them do."""
    match old.kind, new.kind:
        case "string", "string":
            return "" if new.length >= old.length else f"would be cut to {new.length} characters"
        case "exact", "exact":
            return _of_numbers(old, new)
        case "choice", "choice":
            dropped = [value for value in old.values if value not in new.values and value not in respelled(old, new)]
            return f"may hold {' or '.join(map(repr, dropped))}, which would not be allowed any more" if dropped else ""
        case ("string", "text") | ("integer", "big integer"):
            return ""
        case "text", "string":
            return f"would be cut to {new.length} characters"
        case "big integer", "integer":
            return "may hold numbers that are too large for its new bounds"
        case before, after:
            return "" if before == after else f"would change from {before} to {after}"


def respelled(old: ColumnType, new: ColumnType) -> dict[str, str]:
    """The words of a choice that are only written otherwise now, each with its new spelling."""
    added = [value for value in new.values if value not in old.values]
    gone = [value for value in old.values if value not in new.values]
    return {value: found for value in gone if (found := names.meant(value, added))}


def _of_numbers(old: ColumnType, new: ColumnType) -> str:
    if new.decimals < old.decimals:
        return f"would be rounded from {old.decimals} decimals to {new.decimals}"
    fits = new.digits - new.decimals >= old.digits - old.decimals
    return "" if fits else "may hold numbers that are too large for its new bounds"
