"""What must hold within one field."""

from collections.abc import Iterator

from petsage_builder.kinds.ordered import InTime
from petsage_builder.spec import secrets
from petsage_builder.spec.entity import FieldSpec
from petsage_builder.spec.fault import Fault, Path


def field_faults(field: FieldSpec, path: Path) -> Iterator[Fault]:
    """Everything about one field that doesn't hold."""
    if field.type.traits.is_readable and (advice := secrets.advice_on(field.name)):
        yield Fault(path, f"'{field.name}' would be kept as it is sent, for all who can see it to read", advice)
    yield from (Fault((*path, "type"), *fault) for fault in field.type.faults(field.name))
    yield from _default_faults(field, (*path, "default"))
    if field.never_in and not isinstance(field.type, InTime):
        yield Fault(
            (*path, "never_in"),
            f"'{field.name}' is {field.type.kind}, so it can't be in the {field.never_in}",
            "only a date or a date and time can",
        )


def _default_faults(field: FieldSpec, path: Path) -> Iterator[Fault]:
    default, type_ = field.default, field.type
    if default is None:
        return
    if type_.spelled(default) is None:
        yield Fault(path, f"'{field.name}' can't start as '{default}'", type_.default_advice())
    elif not type_.allows(default):
        yield Fault(path, f"'{field.name}' can't start as '{default}', its own bounds refuse it", "widen the bounds")
