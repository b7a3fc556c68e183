"""The rules that no test of a module tries, since a test can't know how: said rather than left out in silence."""

from collections.abc import Iterator
from typing import Any

from petsage_builder.language.sentences import sentences_of
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.testing.entity import EntityTests
from petsage_builder.rendering.testing.maker import Maker
from petsage_builder.rendering.testing.people import PeopleTests
from petsage_builder.rendering.testing.recipes import Recipes
from petsage_builder.spec.entity import Entity
from petsage_builder.terms import names

_ON_DELETE = {"cascade": "refuse", "refuse": "cascade", "unlink": "refuse"}


def untested_rules(scene: Scene) -> list[str]:
    """The sentences of a spec that no test of its module tries."""
    recipes, said = Recipes(scene), sentences_of(scene.spec)
    found: list[str] = []
    for entity in scene.spec.things:
        tests = EntityTests(Maker(entity, recipes, scene))
        if tests.maker.recipe is None:
            found.append(f"No test makes {names.with_article(entity.name)}, so what is said of it is not tried.")
            continue
        for without in _without(tests):
            rest = _sentences_with(without, scene)
            found += [sentence for sentence in said if sentence not in rest]
    if people := scene.spec.people:
        tried = [case["of"] for case in PeopleTests(people, scene).once]
        for once in people.once:
            rest = _sentences_with(_less(people, "once", once), scene) if once not in tried else said
            found += [sentence for sentence in said if sentence not in rest]
    return list(dict.fromkeys(found))


def _sentences_with(changed: Entity, scene: Scene) -> list[str]:
    entities = tuple(changed if entity.name == changed.name else entity for entity in scene.spec.entities)
    return sentences_of(scene.spec.model_copy(update={"entities": entities}))


def _without(tests: EntityTests) -> Iterator[Entity]:
    """For each rule that isn't tried, the entity without it."""
    entity = tests.maker.entity
    for part, tried in (
        ("uniques", [*tests.values.uniques, *_made_alone(entity)]),
        ("comparisons", tests.values.comparisons),
        ("overlaps", tests.rules.overlaps),
        ("requirements", tests.rules.requirements),
        ("computed", [*tests.rules.totals, *tests.values.ages, *tests.calculations.cases]),
        ("shown_with", tests.showing.cases),
        ("many_to_many", tests.access.many_to_many),
        ("once", tests.once.cases),
    ):
        rules: tuple[Any, ...] = getattr(entity, part)
        yield from (_less(entity, part, rule) for rule in rules if all(each["of"] != rule for each in tried))
    yield from _untried_making(tests)
    yield from _untried_actions(tests)
    yield from _untried_expiries(tests)
    yield from _untried_rights(tests)
    yield from _untried_relations(tests)
    yield from _untried_lists(tests)


def _untried_making(tests: EntityTests) -> Iterator[Entity]:
    """The entity without what makes a field from another one, or makes it anew."""
    entity, tried = tests.maker.entity, tests.values.made_from
    left = {} if tried else {"made_from": None}
    left |= {} if tried and tried["changes"] else {"changes_with": None}
    if entity.made and left:
        less = entity.made.model_copy(update=left)
        fields = tuple(less if field == entity.made else field for field in entity.fields)
        yield entity.model_copy(update={"fields": fields})


def _made_alone(entity: Entity) -> Iterator[dict[str, Any]]:
    """The rules of uniqueness that are part of how something is made."""
    yield from ({"of": rule} for rule in entity.uniques if entity.made and entity.made.name in rule.names)


def _untried_actions(tests: EntityTests) -> Iterator[Entity]:
    """The entity without each action that nobody can try, or not at its time."""
    entity = tests.maker.entity
    life = entity.lifecycle
    if life is None or not life.actions:
        return
    timed = [each["of"] for each in tests.lifecycle.stepping.timed()]
    for action in life.actions:
        if action.term and action not in timed:
            rest = tuple(other for other in life.actions if other != action)
            yield entity.model_copy(update={"lifecycle": life.model_copy(update={"actions": rest})})


def _untried_expiries(tests: EntityTests) -> Iterator[Entity]:
    """The entity without each end of a state that no test sees."""
    entity = tests.maker.entity
    tried = [each["of"] for each in tests.expiring.cases]
    for expiry in entity.lifecycle.expiries if entity.lifecycle else ():
        if expiry not in tried and entity.lifecycle:
            rest = tuple(other for other in entity.lifecycle.expiries if other != expiry)
            yield entity.model_copy(update={"lifecycle": entity.lifecycle.model_copy(update={"expiries": rest})})


def _untried_rights(tests: EntityTests) -> Iterator[Entity]:
    """The entity without what may be done in the states that no test brings one to."""
    entity = tests.maker.entity
    if entity.lifecycle is None or not tests.lifecycle.verbs_by_state:
        return
    reached = set(tests.lifecycle.stepping.ways)
    for verb in tests.lifecycle.verbs_by_state:
        tried = [(grant, reached.intersection(grant.states)) for grant in entity.access.to(verb)]
        left = [
            grant.model_copy(update={"states": tuple(sorted(states))}) if grant.states else grant
            for grant, states in tried
            if states or not grant.states
        ]
        yield entity.model_copy(update={"access": entity.access.model_copy(update={verb: tuple(left)})})


def _untried_relations(tests: EntityTests) -> Iterator[Entity]:
    entity = tests.maker.entity
    limits, deletions = ([each["of"] for each in tried] for tried in (tests.rules.limits, tests.lifecycle.deletions))
    conditions, bounded = ([each["of"] for each in tried] for tried in (tests.rules.conditions, tests.rules.bounded))
    for link in entity.belongs_to:
        if link.only_for and link not in conditions:
            yield _with_link(entity, link.role, only_for=None)
        if link.limit and link not in bounded:
            yield _with_link(entity, link.role, limit=None)
        if link.at_most and link not in limits:
            yield _with_link(entity, link.role, at_most=None)
        if link.target not in ("user", entity.name) and link not in deletions:
            yield _with_link(entity, link.role, on_delete=_ON_DELETE[link.on_delete])


def _untried_lists(tests: EntityTests) -> Iterator[Entity]:
    entity = tests.maker.entity
    if not entity.access.see:
        return
    tried = {each["name"] for each in tests.lists.filters} if tests.lists.has_two else set()
    if entity.counted and not tests.lists.has_two:
        yield entity.model_copy(update={"counted": False})
    for name in entity.filters:
        is_path = tests.maker.parent is not None and tests.maker.parent.role == name
        if not is_path and f"filtered_by_{name}".replace(" ", "_") not in tried:
            yield _less(entity, "filters", name)
    for name in entity.search:
        if f"searched_by_{name}".replace(" ", "_") not in tried:
            yield _less(entity, "search", name)
    if not tests.lists.is_order_tried:
        yield _with_order(entity, descending=not entity.order.descending)
    if entity.order.then and not tests.lists.ordered:
        yield _with_order(entity, then=())


def _with_order(entity: Entity, **changed: Any) -> Entity:
    return entity.model_copy(update={"order": entity.order.model_copy(update=changed)})


def _less(entity: Entity, part: str, rule: Any) -> Entity:
    rules: tuple[Any, ...] = getattr(entity, part)
    return entity.model_copy(update={part: tuple(other for other in rules if other != rule)})


def _with_link(entity: Entity, role: str, **changed: Any) -> Entity:
    links = tuple(link.model_copy(update=changed) if link.role == role else link for link in entity.belongs_to)
    return entity.model_copy(update={"belongs_to": links})
