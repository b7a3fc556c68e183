"""What must hold between entities: within a feature, and between a feature and its project."""

from collections.abc import Iterator, Mapping, Set

from petsage_builder.kinds.all import NUMERIC, ORDERED
from petsage_builder.kinds.ordered import InTime
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.calculating import calculation_faults, computed_by, own_fields
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.condition_checks import condition_faults, limit_faults
from petsage_builder.spec.entity import USER, BelongsTo, Computed, Entity, ManyToMany, TimeSince, Total, table_of
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.spec.showing import showing_faults
from petsage_builder.terms import names


def faults_among(entity: Entity, entities: tuple[Entity, ...], path: Path) -> Iterator[Fault]:
    """What one entity says of relations that doesn't hold with the others of its feature."""
    yield from _links(entity, path)
    yield from _many(entity, entities, path)
    yield from showing_faults(entity, entities, path)
    yield from calculation_faults(entity, entities, path)
    yield from condition_faults(entity, entities, path)
    yield from limit_faults(entity, entities, path)
    for index, computed in enumerate(entity.computed):
        yield from _computed(entity, computed, entities, (*path, "computed", index))


def _links(entity: Entity, path: Path) -> Iterator[Fault]:
    for index, link in enumerate(entity.belongs_to):
        place = (*path, "belongs_to", index)
        if link.is_creator and link.target != "user":
            yield Fault(place, f"'{link.role}' is no user, so nobody can become it", "leave the sentence out")
        if link.on_delete == "unlink" and not link.optional and link.target != "user":
            yield Fault(
                place,
                f"{names.with_article(entity.name)} must have its {link.role}, so deleting that can't unlink it",
                f"say `may belong to {names.with_article(link.target)}`",
            )


def _many(entity: Entity, entities: tuple[Entity, ...], path: Path) -> Iterator[Fault]:
    earlier = entities[: entities.index(entity)]
    for index, many in enumerate(entity.many_to_many):
        place = (*path, "many_to_many", index)
        if many.target == "user":
            advice = f"add an entity for the link that belongs to {names.with_article(entity.name)} and to a user"
            yield Fault(place, f"{entity.plural} can't be linked to users directly", advice)
        elif many.target == entity.name:
            yield Fault(place, f"{entity.name} can't be linked to itself", "add an entity for the link")
        elif many in entity.many_to_many[:index] or any(
            other.name == many.target and ManyToMany(target=entity.name) in other.many_to_many for other in earlier
        ):
            yield Fault(place, f"{entity.plural} and {names.plural(many.target)} are linked twice", "say it once")


def _computed(entity: Entity, computed: Computed, entities: tuple[Entity, ...], place: Path) -> Iterator[Fault]:
    if isinstance(computed, TimeSince):
        types = {field.name: field.type for field in entity.fields}
        if not isinstance(types.get(computed.field), InTime):
            yield Fault(place, f"'{computed.field}' is not a date of {entity.name}", "name one of its dates")
        return
    if isinstance(computed, Calculation | TimeBetween):
        return
    child = next((other for other in entities if other.name == computed.child), None)
    if child is None or [link.target for link in child.belongs_to].count(entity.name) != 1:
        yield Fault(
            place,
            f"'{computed.child}' doesn't belong to {entity.name} in exactly one way",
            f"say once that {names.with_article(computed.child)} belongs to {names.with_article(entity.name)}",
        )
    elif isinstance(computed, Total) and (part := computed_by(child, computed.field)):
        yield from _total_of_computed(computed, part, child, place)
    elif isinstance(computed, Total):
        yield from _total(computed, child, place)


def _total_of_computed(total: Total, part: Computed, child: Entity, place: Path) -> Iterator[Fault]:
    if own_fields(part, child) is None:
        message = (
            f"'{total.field}' of {child.name} isn't computed from its own fields alone, so it has no {total.kind} yet"
        )
        yield Fault(place, message, f"name a field of {child.name}, or what is computed from its fields")
    elif total.kind == "average":
        yield Fault(place, f"'{total.field}' is computed, and such numbers have no average yet", "say their sum")


def _total(total: Total, child: Entity, place: Path) -> Iterator[Fault]:
    kinds = {field.name: field.type.kind for field in child.fields}
    allowed = NUMERIC if total.kind in ("sum", "average") else ORDERED
    if kinds.get(total.field) not in allowed:
        yield Fault(
            place,
            f"'{total.field}' is no field of {child.name} that has {names.with_article(total.kind)}",
            f"name one that is {' or '.join(allowed)}",
        )


def circles(entities: tuple[Entity, ...]) -> Iterator[Fault]:
    """Entities that can't exist before themselves, and access that follows itself."""
    needs = {entity.name: {link.target for link in entity.belongs_to if not link.optional} for entity in entities}
    follows = {entity.name: _followed(entity) for entity in entities}
    for index, entity in enumerate(entities):
        article = names.with_article(entity.name)
        if _leads_back(entity.name, needs):
            advice = "let one of them `may belong to` the other"
            yield Fault(("entities", index, "belongs_to"), f"{article} would need {article} to exist first", advice)
        if _leads_back(entity.name, follows):
            advice = "name somebody who has access"
            yield Fault(("entities", index, "access"), f"access to {article} follows itself", advice)


def _followed(entity: Entity) -> set[str]:
    targets = {link.role: link.target for link in entity.belongs_to}
    grants = [grant for verb in VERBS for grant in entity.access.to(verb) if grant.to == "parent"]
    return {targets[grant.relation] for grant in grants if grant.relation in targets}


def _leads_back(start: str, edges: Mapping[str, Set[str]]) -> bool:
    seen: set[str] = set()
    edge = set(edges[start])
    while edge - seen:
        seen |= edge
        edge = {target for name in edge for target in edges.get(name, ())}
    return start in seen


def faults_in_project(entities: tuple[Entity, ...], features: Mapping[str, str]) -> Iterator[Fault]:
    """What doesn't hold with the project's other features, given as {entity's name: feature's name}."""
    own = {entity.name for entity in entities}
    tables = {table_of(name): name for name in features if name != USER}
    for index, entity in enumerate(entities):
        path: Path = ("entities", index)
        if entity.table in tables:
            name = tables[entity.table]
            advice = f"change the request of '{features[name]}', or give this one another name"
            yield Fault(path, f"'{name}' is already an entity of the feature '{features[name]}'", advice)
        for part, targets in (("belongs_to", entity.belongs_to), ("many_to_many", entity.many_to_many)):
            for place, target in enumerate(link.target for link in targets):
                if target not in own and target not in features and target != "user":
                    advice = f"add `{names.subject(target)} has a name.`"
                    message = f"'{target}' is not defined in this request nor in the project"
                    yield Fault((*path, part, place), message, advice, target)
        for place, link in enumerate(entity.belongs_to):
            if link.target == "user" and link.on_delete == "refuse":
                yield _never_closed(entity, link, (*path, "belongs_to", place))


def _never_closed(entity: Entity, link: BelongsTo, place: Path) -> Fault:
    deleting = f"`Deleting {names.with_article(link.role)}"
    advice = f"say {deleting} deletes its {entity.plural}.` or {deleting} keeps its {entity.plural}.`"
    return Fault(place, f"an account can always be closed, also one that is the {link.role} of {entity.plural}", advice)
