"""From what the sentences say to the drafts of the entities that they speak of."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeGuard

from petsage_builder.language import (
    acting,
    claims,
    conditions,
    expiring,
    facts,
    former_names,
    overlapping,
    people,
    rights,
    roles,
    rules,
    showing,
)
from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft
from petsage_builder.language.scene import Scene
from petsage_builder.language.statements import Statement
from petsage_builder.language.unclear import unclear_fields
from petsage_builder.spec.entity import USER
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun

_DEFINING = (said.Has, said.Belongs, said.States)

_FACTS: dict[type, Callable[[Scene, EntityDraft, Any], None]] = {
    said.Has: facts.has,
    said.Belongs: facts.belongs,
    said.States: facts.states,
    said.StartsIn: facts.starts_in,
    said.Listed: facts.ordered,
    said.IsCounted: facts.counted,
    said.IsFoundBy: facts.found_by,
    said.Filtered: facts.filtered,
    said.Searched: facts.searched,
    said.IsShownWith: showing.shown_with,
    said.WasCalled: former_names.of_entity,
}
_FACTS_OF_A_PARENT: dict[type, Callable[[Scene, Noun, Any], None]] = {
    said.HasAtMost: facts.has_at_most,
    said.HasAtMostOf: facts.has_at_most_of,
    said.HasMany: facts.has_many,
}
_FACTS_OF_USERS: dict[type, Callable[[Scene, Noun, Any], None]] = {
    said.Has: people.has,
    said.Belongs: people.belongs,
    said.States: roles.declared,
    said.StartsIn: roles.started,
}
_CLAIMS: dict[type, Callable[[Scene, EntityDraft, Noun, Any], None]] = {
    said.Typed: claims.typed,
    said.IsOptional: claims.is_optional,
    said.NeverIn: claims.never_in,
    said.Compared: claims.compared,
    said.Bounded: claims.bounded,
    said.StartsAs: claims.starts_as,
    said.IsFixed: claims.is_fixed,
    said.IsMadeFrom: claims.is_made_from,
    said.ChangesWith: claims.changes_with,
    said.IsTimeSince: claims.is_time_since,
    said.IsNumberOf: claims.is_number_of,
    said.IsTotal: claims.is_total,
    said.IsCalculated: claims.is_calculated,
    said.IsTimeBetween: claims.is_time_between,
}
_RULES: dict[type, Callable[[Scene, Any], None]] = {
    said.ManyToManySaid: facts.many_to_many,
    said.FormerName: former_names.of_part,
    said.StepsSaid: rules.steps,
    said.Restored: rules.restored,
    said.OnDelete: rules.on_delete,
    said.HistoryKept: rules.history,
    said.Logged: rules.log,
    said.AccessSaid: rules.access,
    said.OnceSaid: rules.once,
    said.FieldsSeen: people.seen,
    said.Follows: rules.follows,
    said.Created: rules.created,
    said.OnlyFor: conditions.only_for,
    said.GivenIf: conditions.given_if,
    said.NoOverlap: overlapping.no_overlap,
    said.Expires: expiring.expires,
}
_FIRST: tuple[tuple[type, ...], ...] = (
    (said.Has, said.States),
    (said.Belongs,),
    (said.ManyToManySaid, said.HasAtMost, said.HasAtMostOf, said.OnceSaid),
)
"""What others refer to, in the order in which it must be known."""
_LAST = (said.FormerName, said.IsCounted, said.GivenIf, said.Expires, said.Bounded)
"""What speaks of all that is known."""


def gather(
    statements: Iterable[Statement],
    features: Mapping[str, str],
    roles: Iterable[str] = (),
    former: Mapping[str, str] = MappingProxyType({}),
    fields_of_users: Iterable[str] = (),
) -> Scene:
    """All that the statements say, gathered by entity.

    `features` is {entity's name: feature's name} of the project, `roles` are those that its other features declare,
    `fields_of_users` what they say that users have, and `former` are the names that their entities had:
    {former name: name}.
    """
    all_said = list(statements)
    scene = Scene(
        _defined(all_said, features),
        features,
        roles,
        _claimed(all_said, (said.Typed,)),
        _claimed(all_said, said.COMPUTING),
        former,
        fields_of_users,
    )
    taken = [take for statement in all_said for take in _taken_apart(statement)]
    for _, thing, subject in sorted(taken, key=lambda take: take[0]):
        _take(scene, thing, subject)
    for draft in scene.drafts.values():
        facts.entities_among_fields(scene, draft)
        scene.faults += unclear_fields(draft, scene.computed.get(str(draft.name), ()))
        acting.contradictions(scene, draft)
        rights.contradictions(scene, draft)
    return scene


def _defined(statements: list[Statement], features: Mapping[str, str]) -> dict[str, EntityDraft]:
    """A draft for each entity that some statement defines, in the order of the text."""
    drafts: dict[str, EntityDraft] = {}
    nouns = [statement.entity for statement in statements if _defines(statement)]
    singular = {str(noun) for noun in nouns if not noun.is_bare}
    for noun in nouns:
        name = names.singular(noun) if noun.is_bare and noun not in singular else str(noun)
        if name not in features:
            drafts.setdefault(name, EntityDraft(Noun(name, noun.at)))
    return drafts


def _claimed(statements: list[Statement], claims: tuple[type, ...]) -> Iterable[tuple[Noun, Noun]]:
    """What some statement claims one of these things of: the noun of an entity with that of a field."""
    for statement in statements:
        if isinstance(statement, said.AboutFields) and any(isinstance(claim, claims) for claim in statement.claims):
            yield from ((statement.entity, field) for field in statement.fields)


def _defines(statement: Statement) -> TypeGuard[said.AboutEntity]:
    if not isinstance(statement, said.AboutEntity):
        return False
    if names.singular(statement.entity) == USER:
        return any(isinstance(fact, said.Has) for fact in statement.facts)
    return any(map(_is_defining, statement.facts))


def _is_defining(fact: said.Fact) -> bool:
    return isinstance(fact, _DEFINING) and not (isinstance(fact, said.States) and len(fact.values) == 1)


def _taken_apart(statement: Statement) -> Iterable[tuple[int, Any, Any]]:
    """Each single thing that a statement says, with its turn and what it is said of."""
    match statement:
        case said.AboutEntity(entity, things):
            return [(_turn(fact), fact, entity) for fact in things]
        case said.AboutFields(entity, fields, things):
            return [(_turn(claim), claim, (entity, fields)) for claim in things]
        case _:
            return [(_turn(statement), statement, None)]


def _turn(thing: object) -> int:
    turn = next((turn for turn, types in enumerate(_FIRST) if isinstance(thing, types)), len(_FIRST))
    return turn + isinstance(thing, _LAST)


def _take(scene: Scene, thing: Any, subject: Any) -> None:
    kind = type(thing)
    if rule := _RULES.get(kind):
        rule(scene, thing)
    elif of_a_parent := _FACTS_OF_A_PARENT.get(kind):
        of_a_parent(scene, subject, thing)
    elif kind in _FACTS_OF_USERS and scene.target(subject) == USER:
        _FACTS_OF_USERS[kind](scene, subject, thing)
    elif isinstance(thing, said.States) and len(thing.values) == 1:
        facts.only_one_state(scene, subject, thing)
    elif isinstance(subject, Noun):
        if entity := scene.entity(subject):
            _FACTS[kind](scene, entity, thing)
    elif entity := scene.entity(subject[0]):
        if isinstance(thing, said.IsUnique):
            claims.is_unique(scene, entity, subject[1], thing)
        else:
            for field in subject[1]:
                _CLAIMS[kind](scene, entity, field, thing)
