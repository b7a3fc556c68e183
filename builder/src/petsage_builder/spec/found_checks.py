"""What must hold for the field that things are found by."""

from collections.abc import Iterator

from petsage_builder.kinds.text import Text
from petsage_builder.spec.entity import Entity, Unique
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names


def found_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """Why things can't be found by the field that is said."""
    here, said = (*path, "found_by"), entity.found_by
    field = next((field for field in entity.fields if field.name == said), None)
    if said is None:
        return
    if field is None:
        yield Fault(here, f"'{said}' is not a field of {entity.name}", "name the field that its paths have")
        return
    subject = names.subject(entity.name)
    if not (field.made_from or (isinstance(field.type, Text) and field.type.digits)):
        yield Fault(
            here,
            f"'{said}' can be what no path has room for, such as a slash",
            f"let it be made from another field, or say `{subject}'s {said} is text of 1 to 20 digits.`",
        )
    elif Unique(names=(said,)) not in entity.uniques or field.optional:
        yield Fault(here, f"'{said}' doesn't tell {entity.plural} apart", f"say `{subject}'s {said} is unique.`")
