"""What a picture of a feature says, whoever draws it: boxes, their rows, and the relations between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from petsage_builder.diagram.wording import computed_words
from petsage_builder.spec.entity import BelongsTo, Entity
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms import names


@dataclass(frozen=True)
class Row:
    """One line of a box: a field in the user's words, and what it holds."""

    name: str
    holds: str
    optional: bool = False
    unique: bool = False
    computed: bool = False


@dataclass(frozen=True)
class Box:
    """An entity; one that isn't the feature's own has no rows."""

    name: str
    rows: tuple[Row, ...] = ()
    is_own: bool = True


@dataclass(frozen=True)
class End:
    """One end of a relation: which entity, and how many of it there are for one of the other end."""

    box: str
    many: bool
    optional: bool


@dataclass(frozen=True)
class Relation:
    """Two ends and the role that the first plays for the second; no role where both have many."""

    one: End
    other: End
    role: str = ""
    at_most: int | None = None


def boxes_of(spec: FeatureSpec) -> tuple[Box, ...]:
    """First what the feature takes from elsewhere, then its own entities, each in the order of the request."""
    own = {entity.name for entity in spec.entities}
    others = dict.fromkeys(name for entity in spec.entities for name in _targets(entity) if name not in own)
    return (
        *(Box(name, is_own=False) for name in others),
        *(Box(entity.name, tuple(_rows(entity))) for entity in spec.entities),
    )


def relations_of(entity: Entity) -> Iterator[Relation]:
    """What an entity says of its relations."""
    for link in entity.belongs_to:
        yield _belongs_to(entity, link)
    for many in entity.many_to_many:
        yield Relation(End(entity.name, many=True, optional=True), End(many.target, many=True, optional=True))


def _belongs_to(entity: Entity, link: BelongsTo) -> Relation:
    one = End(link.target, many=False, optional=link.optional)
    other = End(entity.name, many=link.at_most != 1, optional=True)
    return Relation(one, other, link.role, None if link.at_most == 1 else link.at_most)


def _targets(entity: Entity) -> tuple[str, ...]:
    return (*(link.target for link in entity.belongs_to), *(many.target for many in entity.many_to_many))


def _rows(entity: Entity) -> Iterator[Row]:
    unique = unique_names(entity)
    for field in entity.fields:
        yield Row(field.name, field.type.short, field.optional, field.name in unique)
    if entity.lifecycle:
        yield Row("status", f"one of {len(entity.lifecycle.states)}")
    for once in entity.once:
        yield Row(once.count, f"who has {once.done} it", computed=True)
    for computed in entity.computed:
        yield Row(computed.name, computed_words(computed), computed=True)


def unique_names(entity: Entity) -> set[str]:
    """The fields and relations of which no two are alike anywhere."""
    return {unique.names[0] for unique in entity.uniques if len(unique.names) == 1 and unique.per is None}


def heading(name: str) -> str:
    """How an entity is called in a picture."""
    return names.title(name)
