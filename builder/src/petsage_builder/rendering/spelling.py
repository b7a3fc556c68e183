"""What clients call the fields of things in a style."""

from itertools import groupby

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.location import RULES_FILE
from petsage_builder.project.style import Style
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms import names


def refuse_alike(spec: FeatureSpec, style: Style) -> None:
    """Clients can tell all fields of a thing apart.

    Raises:
        CannotBuildError: the style writes two names alike.
    """
    told = "'{}' and '{}' of {} would both be {} for clients"
    problems = [
        Problem("requirements", told.format(one, other, entity.plural, spelled), "name one otherwise")
        for entity in spec.entities
        for spelled, group in groupby(sorted(_names(entity), key=style.spelled), style.spelled)
        for one, *others in [sorted(set(group))]
        for other in others
    ]
    problems += [
        Problem(
            f"{RULES_FILE}, api.fields",
            f"{own} would be '{said}' and '{name}' of {entity.plural}",
            "name one otherwise",
        )
        for said, own in style.fields.items()
        for entity in spec.entities
        for name in _names(entity)
        if style.spelled(name) == own and name != names.snake(said)
    ]
    if problems:
        raise CannotBuildError(*problems)


def _names(entity: Entity) -> list[str]:
    computed = [names.snake(one.name) for one in entity.computed]
    computed += [names.snake(name) for once in entity.once for name in (once.done, once.count)]
    computed += [part.snake for part in entity.shown_with]
    return [*(field.snake for field in entity.fields), *(link.column for link in entity.belongs_to), *computed]
