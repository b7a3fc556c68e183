"""What is said of states that end by themselves: "A requested booking expires 48 hours after it was created"."""

from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Said
from petsage_builder.language.inference import implied_type
from petsage_builder.language.scene import Scene
from petsage_builder.language.things import Things, things_of
from petsage_builder.terms import names

EXPIRED = "expired"
"""The state of what expires, as it is spoken."""


def expires(scene: Scene, statement: said.Expires) -> None:
    things = things_of(scene, statement.things, statement.states)
    if things is None:
        return
    at = statement.things[-1].at
    target, sources = _target(scene, things, statement, at), _sources(scene, things, at)
    when = _moment(scene, things.entity, statement.moment)
    if target and sources and when is not None:
        things.entity.expiries.append(Said({"sources": sources, "target": target, **when}, at))


def _target(scene: Scene, things: Things, statement: said.Expires, at: int) -> str | None:
    """The state that they come to; else a fault."""
    states, noun = things.entity.value("states") or (), statement.target or EXPIRED
    target = names.meant(noun, states)
    if target is None:
        place = at if statement.target is None else statement.target.at
        becomes = " or ".join(f"`becomes {names.spoken(state)}`" for state in states)
        advice = f"write {becomes}" if states else f"say its states first: `{_states(things.entity)}`"
        scene.fault(place, f"'{names.spoken(noun)}' is not a state of {things.entity.name}", advice)
    return target


def _states(entity: EntityDraft) -> str:
    return f"{names.subject(entity.name)} is open or expired."


def _sources(scene: Scene, things: Things, at: int) -> tuple[str, ...]:
    """The states that end; which they are must be said."""
    if not things.states and (states := things.entity.value("states")):
        state = names.spoken(states[0])
        advice = f"name the states, as in `{names.subject(f'{state} {things.entity.name}')} expires …`"
        scene.fault(at, f"in which state {names.with_article(things.entity.name)} expires isn't said", advice)
    return things.states


def _moment(scene: Scene, entity: EntityDraft, moment: said.MomentSaid) -> dict[str, object] | None:
    """The data of when it is; a date is over when its day is."""
    if moment.field is None:
        return {"field": None, "count": moment.count, "unit": moment.unit}
    field = scene.field(entity, moment.field, "date", "date and time")
    if field is None:
        return None
    type_ = entity.value("fields", field, "type") or implied_type(entity.items[field])
    if moment.is_over and type_["kind"] == "date":
        return {"field": field, "count": 1, "unit": "day"}
    return {"field": field, "count": moment.count, "unit": moment.unit}
