"""What must hold between the parts of a spec."""

import re
from collections import Counter
from collections.abc import Iterator

from petsage_builder.spec import entity_checks, former_checks, relation_checks
from petsage_builder.spec.endpoints import endpoints_of
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names


def faults_of(entities: tuple[Entity, ...]) -> Iterator[Fault]:
    """Everything that doesn't hold within a feature; what it takes from the project isn't looked at."""
    yield from _clashes(entities)
    yield from _of_accounts(entities)
    yield from _addresses(entities)
    yield from former_checks.twice((("entities", index), entity.formerly) for index, entity in enumerate(entities))
    for index, entity in enumerate(entities):
        path: Path = ("entities", index)
        for check in entity_checks.CHECKS:
            yield from check(entity, path)
        yield from relation_checks.faults_among(entity, entities, path)
    yield from relation_checks.circles(entities)


def _addresses(entities: tuple[Entity, ...]) -> Iterator[Fault]:
    """Operations that would be at one address, such as the things below another, and those it is linked with."""
    taken: dict[tuple[str, str], str] = {}
    for index, entity in enumerate(entities):
        for endpoint in endpoints_of(entity):
            address = (endpoint.method, re.sub(r"{\w+}", "{}", endpoint.path))
            if address in taken:
                where = " ".join((endpoint.method, endpoint.path))
                message = f"'{entity.name}' and '{taken[address]}' would both be reached by {where}"
                yield Fault(("entities", index), message, "say only one of the two relations between them")
                break
            taken[address] = entity.name


def _of_accounts(entities: tuple[Entity, ...]) -> Iterator[Fault]:
    """Entities that would be where the accounts of every project are."""
    for index, entity in enumerate(entities):
        if entity.slug == "tokens":
            message = f"'{entity.name}' would be reached by /{entity.slug}, where people sign in"
            yield Fault(("entities", index, "name"), message, "give it another name, such as 'access token'")


def _clashes(entities: tuple[Entity, ...]) -> Iterator[Fault]:
    """Entities, choices, revisions and links that would get the same class or table."""
    taken = Counter(name for entity in entities for name in (*_classes(entity), *_tables(entity)))
    for index, entity in enumerate(entities):
        if taken[entity.class_name] > 1 or taken[entity.table] > 1:
            yield Fault(
                ("entities", index, "name"),
                f"'{entity.name}' would have the same name in code as something else of this feature",
                "give it another name",
            )


def _classes(entity: Entity) -> Iterator[str]:
    """The classes that are made for an entity and stand beside those of others: models and what clients send."""
    yield entity.class_name
    yield from (f"{entity.class_name}{suffix}" for suffix in ("Create", "Patch", "Read", "Query"))
    if entity.restore_days:
        yield names.pascal(f"deleted {entity.called}")
    if entity.shown_with:
        yield names.pascal(f"{entity.called} shown")
    yield from (
        names.pascal(f"{names.singular(part.its)} of {entity.called}") for part in entity.shown_with if part.fields
    )
    if entity.found_by:
        yield names.pascal(f"{entity.called} by {entity.found_by}")
    for field in entity.fields:
        if field.type.traits.has_words:
            yield names.pascal(f"{entity.called} {field.name}")
    if entity.lifecycle:
        yield names.pascal(f"{entity.called} status")
    if entity.history:
        yield names.pascal(f"{entity.called} revision")
    for many in entity.many_to_many:
        yield names.pascal(f"{entity.called} {many.target}")
    for once in entity.once:
        yield names.pascal(f"{entity.called} {once.verb}")


def _tables(entity: Entity) -> Iterator[str]:
    yield entity.table
    if entity.history:
        yield names.snake(f"{entity.called} revisions")
    for many in entity.many_to_many:
        yield names.snake(f"{entity.called} {names.plural(many.target)}")
    for once in entity.once:
        yield names.snake(f"{entity.called} {names.plural(once.verb)}")
