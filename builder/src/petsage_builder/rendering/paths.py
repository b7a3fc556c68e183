"""The paths of endpoints, as a project's style has them."""

from collections.abc import Mapping
from itertools import combinations

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.location import RULES_FILE
from petsage_builder.project.style import Style
from petsage_builder.rendering.naming import address_of, id_of
from petsage_builder.spec.endpoints import Endpoint
from petsage_builder.spec.entity import called_in_code
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.terms import names

_BELOW = ("list", "create", "list linked", "list linking", "link", "unlink")
"""Where what follows a thing in a path is a collection."""


def collection(entity: str, style: Style) -> str:
    """The segment of paths that an entity's things are at, by its name."""
    return style.collections.get(entity) or _usual(entity)


def refuse_shared(spec: FeatureSpec, known: Mapping[str, KnownEntity], style: Style) -> None:
    """Each collection has a segment of its own.

    Raises:
        CannotBuildError: the style puts one where another is.
    """
    entities = {*known, *(entity.name for entity in spec.entities)}
    places = {entity: collection(entity, style) for entity in sorted(entities)}
    problems = [
        Problem(
            f"{RULES_FILE}, api.collections", f"'{one}' and '{other}' would both be at /{place}", "name one otherwise"
        )
        for (one, place), (other, same) in combinations(places.items(), 2)
        if place == same
    ]
    if problems:
        raise CannotBuildError(*problems)


def path_of(endpoint: Endpoint, spec: FeatureSpec, known: Mapping[str, KnownEntity], style: Style) -> str:
    """The path of one of a spec's endpoints, without prefix, by what its things are found by.

    `known` are the entities of the project. What is deleted is found by its id.
    """
    entities = {name: other.entity for name, other in known.items()} | {one.name: one for one in spec.entities}
    path = endpoint.path
    for entity in entities.values() if endpoint.action != "restore" else ():
        path = path.replace(f"{{{id_of(entity)}}}", f"{{{address_of(entity)}}}")
    return _in_own_words(path, endpoint, style)


def _in_own_words(path: str, endpoint: Endpoint, style: Style) -> str:
    """The path with each collection by its own word: where it begins, and below a thing that has others."""
    own = {_usual(entity): word for entity, word in style.collections.items()}
    own |= {f"deleted-{usual}": f"deleted-{word}" for usual, word in own.items()}
    collections = (1, 3) if endpoint.action in _BELOW else (1,)
    segments = enumerate(path.split("/"))
    return "/".join(own.get(segment, segment) if place in collections else segment for place, segment in segments)


def _usual(entity: str) -> str:
    return names.kebab(names.plural(called_in_code(entity)))
