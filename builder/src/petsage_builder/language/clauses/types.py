"""Types in the words of the language, from what people say of a field's bounds."""

from petsage_builder.language.clauses.kinds import Bounds
from petsage_builder.language.inference import implied_type
from petsage_builder.language.statements import Item
from petsage_builder.language.unclear import is_money
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.units import currencies_of


def counted(field: str) -> str:
    """The kind of type that a field's noun implies."""
    return str(implied_type(Item(Noun(field, 0)))["kind"])


def range_phrase(field: str, unit: str = "", bounds: Bounds | None = None) -> str:
    """The kind of number that a field with bounds is: what they, its noun and its unit imply, else a whole one.

    Which money an amount is in, where no unit says so, is asked.
    """
    if not unit and is_money(field):
        return "an amount in money"
    has_decimals = bounds and "." in f"{bounds.least}{bounds.most}"
    return "a number" if has_decimals or counted(field) == "number" or currencies_of(unit) else "a whole number"


def length_phrase(range: Bounds, unit: str) -> str:
    """How long a text is, behind its type."""
    if range.least is not None and range.least == range.most:
        return f" of {range.least} {unit}"
    if range.least is not None and range.most is not None:
        return f" of {range.least} to {range.most} {unit}"
    return f" of at least {range.least} {unit}" if range.least is not None else f" of at most {range.most} {unit}"
