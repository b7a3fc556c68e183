"""How tests bring a thing to what something else asks of it: by what it is made with, or by the steps of its life."""

from collections.abc import Iterator
from dataclasses import replace

from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.rendering import bodies
from petsage_builder.rendering.testing.recipe import Recipe
from petsage_builder.rendering.testing.stepping import Stepping
from petsage_builder.spec.conditions import Condition
from petsage_builder.spec.entity import BelongsTo
from petsage_builder.terms import names
from petsage_builder.terms.code import code

ROOM = 20
"""How many a test has room for, where a field says how many there can be."""


def meets(recipe: Recipe, condition: Condition) -> bool:
    """Whether a thing is as a condition says when it has been made."""
    if condition.states:
        return recipe.here in condition.states
    field = recipe.entity.field(condition.field or "")
    sent = bodies.least(recipe.entity) or {}
    value = recipe.values.get(field.in_json) or code(sent[field.name] if field.name in sent else bodies.shown(field))
    return value == code(not condition.is_not)


def made_for(recipe: Recipe, link: BelongsTo) -> Recipe | None:
    """How a thing is made so that others can belong to it by a relation, with room for all that a test makes."""
    found = brought(recipe, link.only_for)
    if found is None or link.limit is None or link.limit.field is None:
        return found
    field = recipe.entity.field(link.limit.field)
    is_empty = field.default is None and field.name not in (bodies.least(recipe.entity) or {})
    if not isinstance(field.type, WholeNumber) or is_empty:
        return found
    return replace(found, values={**found.values, field.in_json: str(min(ROOM, int(field.type.maximum)))})


def brought(recipe: Recipe, condition: Condition | None) -> Recipe | None:
    """How a thing is made and brought to be as a condition says; None where nobody in a test can."""
    if condition is None or meets(recipe, condition):
        return recipe
    if condition.field:
        field = recipe.entity.field(condition.field)
        return replace(recipe, values={field.in_json: code(not condition.is_not)})
    return next((there for there in elsewhere(recipe) if meets(there, condition)), None)


def against(recipe: Recipe, condition: Condition) -> Recipe | None:
    """The same for a thing that is not as the condition says."""
    if condition.field:
        return brought(recipe, condition.model_copy(update={"is_not": not condition.is_not}))
    return next((there for there in (recipe, *elsewhere(recipe)) if not meets(there, condition)), None)


def can_be_made(recipe: Recipe) -> bool:
    """Whether those who make a thing as a recipe says, and all that it is made from, may do so."""
    new = replace(recipe, state="", steps=())
    is_created = new.holds("create", new.maker) and all(
        on.holds("see", new.maker) and can_be_made(on) for on in new.links.values()
    )
    return is_created and (not recipe.steps or Stepping(new).can_take(recipe.steps))


def elsewhere(recipe: Recipe) -> Iterator[Recipe]:
    """The thing in each state that the people of a test bring it to, the nearest first."""
    for state, steps in Stepping(recipe).ways_at_any_time.items():
        if steps:
            yield replace(recipe, state=state, steps=tuple((who, names.kebab(step)) for who, step in steps))
