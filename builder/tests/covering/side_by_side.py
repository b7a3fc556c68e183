"""Many specs in one request, so that one build proves all of them."""

import re
from collections.abc import Sequence

from petsage_builder.language.sentences import sentences_of
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.roles import Roles

from .scene import roles_said_in

WOODS = ("ash", "birch", "cedar", "elm", "fir", "larch", "oak", "pine")
"""A word for each spec, which comes before the names of its entities."""
_NAMES = re.compile(r"\b(shelf|shelves|book|books|page|pages)\b", re.IGNORECASE)


def side_by_side(specs: Sequence[FeatureSpec]) -> str:
    """The requirements of at most eight specs of a chain, each with entities of its own; their roles are the same."""
    assert len(specs) <= len(WOODS)
    roles = roles_said_in(tuple(entity for spec in specs for entity in spec.entities))
    declared = [specs[0].model_copy(update={"roles": roles}), *(_without_roles(spec) for spec in specs[1:])]
    said = ["\n".join(sentences_of(spec)) for spec in declared]
    return "\n".join(_NAMES.sub(rf"{wood} \1", text) for wood, text in zip(WOODS, said, strict=False))


def _without_roles(spec: FeatureSpec) -> FeatureSpec:
    return spec.model_copy(update={"roles": Roles()})
