"""What a field holds, in as few words as a picture has room for."""

from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.entity import Computed, Count, TimeSince
from petsage_builder.terms import names


def computed_words(computed: Computed) -> str:
    """Where a computed field comes from: "time since birth date", "number of lines"."""
    match computed:
        case TimeSince():
            return f"time since {computed.field}"
        case Count():
            return f"number of {names.plural(computed.child)}"
        case TimeBetween():
            return f"{computed.unit} from {computed.start} to {computed.end}"
        case Calculation():
            return computed.written(str)
        case _:
            return f"{computed.kind} of {computed.child} {computed.field}"
