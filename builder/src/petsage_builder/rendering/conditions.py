"""Who may do what, as the SQL conditions of a repository."""

from collections.abc import Collection, Sequence

from petsage_builder.rendering import naming
from petsage_builder.rendering.access import is_open
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Part, Scene
from petsage_builder.spec.access import Grant, Verb
from petsage_builder.spec.conditions import Condition
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.roles import in_code
from petsage_builder.terms import names

_ARGUMENTS: dict[Verb, str] = {"see": "visible", "change": "changeable", "delete": "deletable", "create": "creatable"}

_OTHERWISE: dict[Verb, Verb] = {"change": "see", "delete": "change", "create": "change"}
"""Whose condition holds where a verb has none of its own."""


def conditions(entity: Entity, scene: Scene, part: Part, use: Imports) -> dict[str, str]:
    """The conditions of a repository by the argument that each is given as, but for those that hold by default."""
    return {
        argument: condition(entity, verb, scene, part, use)
        for verb, argument in _ARGUMENTS.items()
        if not _holds_by_default(entity, verb, scene)
    }


def _holds_by_default(entity: Entity, verb: Verb, scene: Scene) -> bool:
    if verb not in _OTHERWISE:
        return False
    granted, otherwise = entity.access.to(verb), entity.access.to(_OTHERWISE[verb])
    if verb == "create" and _is_met(granted, entity, scene) and _is_met(otherwise, entity, scene):
        return not is_open(entity, "create", scene) or is_open(entity, "change", scene)
    return granted == otherwise or _follow_alike(entity, granted, otherwise, scene)


def _is_met(grants: Sequence[Grant], entity: Entity, scene: Scene) -> bool:
    """Whether everybody who comes as far as creating one is granted this: they are signed in and see the parent."""
    owned = {link.role for link in entity.creators}
    for grant in grants:
        if grant.states:
            continue
        if grant.to == "signed-in users" or (grant.to == "owner" and grant.relation in owned):
            return True
        if grant.to == "parent" and entity.parent and grant.relation == entity.parent.role:
            target = entity.parent.target
            if grant.may == "see" or (target in scene.own and _holds_by_default(scene.entity(target), "change", scene)):
                return True
    return False


def _follow_alike(entity: Entity, granted: Sequence[Grant], otherwise: Sequence[Grant], scene: Scene) -> bool:
    """Whether both follow one parent of this feature, with which the one may be done where the other may."""
    match (*granted, *otherwise):
        case (Grant(to="parent", may=may) as one, Grant(to="parent") as other) if (
            one.relation == other.relation and one.states == other.states
        ):
            target = entity.relation(one.relation or "").target
            return (
                target in scene.own
                and may in _OTHERWISE
                and _OTHERWISE[may] == (other.may or "see")
                and _holds_by_default(scene.entity(target), may, scene)
            )
        case _:
            return False


def condition(entity: Entity, verb: Verb, scene: Scene, part: Part, use: Imports) -> str:
    """The rows that somebody may do this with."""
    if not entity.access.is_by_state(verb):
        return any_of(entity.access.to(verb), entity, scene, part, use)
    said = [
        f"({states_in(entity, states, scene, part, use)}, {any_of(people, entity, scene, part, use)})"
        for people, states in entity.people_by_state(verb)
        if people
    ]
    column = f"{entity.class_name}.status"
    return f"{use(scene.core('states'), 'ByState')}({column}, {', '.join(said)})"


def states_in(entity: Entity, states: Collection[str], scene: Scene, part: Part, use: Imports) -> str:
    """A set of an entity's states."""
    status = use(scene.module("models", seen_from=part), naming.choice_class(entity, "status"))
    return f"{{{', '.join(f'{status}.{names.constant(state)}' for state in states)}}}"


def being(condition: Condition, entity: Entity, scene: Scene, part: Part, use: Imports) -> str:
    """The rows of an entity that are as a condition says."""
    if condition.field:
        return f"{entity.class_name}.{names.snake(condition.field)}.is_({not condition.is_not})"
    assert entity.lifecycle is not None
    states = [state for state in entity.lifecycle.states if state in condition.states]
    if len(states) == 1:
        status = use(scene.module("models", seen_from=part), naming.choice_class(entity, "status"))
        return f"{entity.class_name}.status == {status}.{names.constant(states[0])}"
    return f"{entity.class_name}.status.in_({states_in(entity, states, scene, part, use)})"


def any_of(grants: Sequence[Grant], entity: Entity, scene: Scene, part: Part, use: Imports) -> str:
    """The rows that grants are about, for whoever asks."""
    terms = [_term(grant, entity, scene, part, use) for grant in grants]
    if not terms:
        return f"{use('sqlalchemy', 'false')}()"
    return terms[0] if len(terms) == 1 else f"{use('sqlalchemy', 'or_')}({', '.join(terms)})"


def _term(grant: Grant, entity: Entity, scene: Scene, part: Part, use: Imports) -> str:
    match grant.to:
        case "anyone":
            return f"{use('sqlalchemy', 'true')}()"
        case "signed-in users":
            return f"{use(scene.core('access'), 'CALLER')}.is_not(None)"
        case "admins":
            return use(scene.core("access"), "CALLER_IS_ADMIN")
        case "role":
            return f'{use(scene.core("access"), "caller_is")}("{in_code(grant.role or "")}")'
        case "owner":
            column = entity.relation(grant.relation or "").column
            return f"{entity.class_name}.{column} == {use(scene.core('access'), 'CALLER')}"
        case "parent":
            return _by_parent(grant, entity, scene, part, use)


def _by_parent(grant: Grant, entity: Entity, scene: Scene, part: Part, use: Imports) -> str:
    link, may = entity.relation(grant.relation or ""), grant.may or "see"
    target = scene.entity(link.target)
    if link.target in scene.own and target.restore_days is None and not link.optional:
        for wide in (Grant(to="anyone"), Grant(to="signed-in users")):
            if wide in target.access.to(may):
                return _term(wide, target, scene, part, use)
    module = scene.module("service", of=link.target, seen_from=part)
    repository = use(module, naming.repository(target))
    return f"{entity.class_name}.{link.snake}.has({repository}.{_ARGUMENTS[may]})"
