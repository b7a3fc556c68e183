"""Who may do what: acts of people, in the active and in the passive, and who sees what."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.forms.has import has
from petsage_builder.language.clauses.items import Item
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.lexicon import STEP_VERBS
from petsage_builder.language.clauses.nouns import Actor, Lesson, Nouns, Thing
from petsage_builder.language.clauses.saying import everybody, implied, in_state, own, role_of, roles, states
from petsage_builder.language.phrases import a
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import listed, name
from petsage_builder.terms.verbs import state_of

Said = Iterator[str | Lesson]


@form(
    "[{only}] {people} <can> {verbs} {objects}",
    "[{only}] {people} {verbs} {objects}",
    "{objects} <can be> {verbs:done} [{only}] by {people}",
    "{objects} <can> {only} be {verbs:done} by {people}",
)
def act(
    nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object], only: bool = False
) -> Said:
    """Somebody may do something; where it is to their own, it is for whom a thing belongs to."""
    said = [found for one in objects for found in [tuple(_act(nouns, people, verbs, one, only=only))]]
    if all(said):
        yield from (part for found in said for part in found)


@form(
    "{people} <can only> {verbs} {objects}",
    "{people} <can> {verbs} only {objects}",
    "{people} {verbs} only {objects}",
)
def act_on_their_own(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object]) -> Said:
    """ "Guests can only see their own bookings": whom a booking belongs to; other guests were given nothing."""
    if all(one.own for one in objects):
        for one in objects:
            yield from _act(nouns, people, verbs, one, only=False)


@form(
    "{people} <can> create|leave|write|add|post|submit|make {thing:new} with {items}",
    defines=True,
)
def making(nouns: Nouns, people: Sequence[Person], thing: str, items: Sequence[Item]) -> Said:
    """ "Users can leave a review with a rating": who creates it, and what it has."""
    who = everybody(nouns, people, thing)
    if who and who != "nobody":
        yield from has.says(nouns, thing=thing, items=items)
        yield from roles(nouns, people, thing)
        yield f"{who} can create {a(thing)}"


@form("{objects} <cannot> be {verbs:done}", "{objects} <cannot> be {verbs:done} by anyone|anybody")
def never(verbs: Sequence[str], objects: Sequence[Object]) -> Said:
    if all(verb in VERBS for verb in verbs):
        for one in objects:
            if not one.own:
                thing = in_state(one.state, one.thing, *one.others) if one.state else a(one.thing)
                yield f"nobody can {listed(dict.fromkeys(verbs), 'or')} {thing}"


@form(
    "{objects} <cannot> be {verbs:done} any|anymore [more]",
    "{objects} <no longer> be {verbs:done}",
    "once|when|after [it|they] [is|are] {state} [,] {thing} <cannot any more> be {verbs:done} [any|anymore] [more]",
    "once|when|after|if {thing} is|are|has|have [been] {state} [,] it|they <cannot any more> be {verbs:done}"
    " [any|anymore] [more]",
    "{thing} that|which is|are|has|have [been] {state} <cannot any more> be {verbs:done} [any|anymore] [more]",
)
def never_in_a_state(
    nouns: Nouns, verbs: Sequence[str], thing: str = "", state: str = "", objects: Sequence[Object] = ()
) -> Said:
    """ "Once it is sent, an invoice can't be edited": what nobody can do to a thing in a state."""
    if objects and (len(objects) > 1 or objects[0].own or not objects[0].state or objects[0].others):
        return
    thing, state = (objects[0].thing, objects[0].state) if objects else (thing, state)
    if state in nouns.known(thing).states and all(verb in VERBS for verb in verbs):
        yield from states(nouns, thing)
        yield f"nobody can {listed(dict.fromkeys(verbs), 'or')} {in_state(state, thing)}"


@form(
    "{objects} <be> visible to {people}",
    "{objects} <be> visible {only} to {people}",
    "{objects} <be> {only} visible to {people}",
    "{objects} <can> {only} be visible to {people}",
)
def visible(nouns: Nouns, objects: Sequence[Object], people: Sequence[Person], only: bool = False) -> Said:
    yield from act.says(nouns, people, ("see",), objects, only)


@form("{objects} <be> public", "{objects} <be> publicly visible")
def public(nouns: Nouns, objects: Sequence[Object]) -> Said:
    yield from act.says(nouns, (Person("anyone"),), ("see",), objects)


@form(
    "[only] {actor:new_people} {_verbs:verbs} [only] {_objects:objects} [{_rest:rest}]",
    "{actor:new_people} [only] {_verb:act} all|only|every|any|their {_rest:rest}",
    "[only] {actor:new_people} of {_thing:thing} <can> {_verb:act} {_rest:rest}",
    "{_objects:objects} <be> visible [only] to {actor:new_people}",
    "[only|no|most|some] {actor:new_people} (<can> / <can only> / <cannot>) {_verb:act} {_rest:rest}",
    "{_rest:before} by {actor:new_people}",
    "[only] {actor:new_people} and|or {other:new_people} <can> {_verb:act} {_rest:rest}",
    defines=True,
)
def acting(actor: str, other: str = "", **_others: object) -> Said:
    """Teaches who the people are that other sentences speak of."""
    yield Actor(actor)
    if other:
        yield Actor(other)


def _act(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], done_to: Object, *, only: bool) -> Said:
    thing = done_to.thing
    who = _owner(nouns, people, thing, only=only) if done_to.own else everybody(nouns, people, thing, only=only)
    if not who:
        return
    steps = [verb for verb in verbs if verb not in VERBS]
    if any(_state_after(nouns, verb, thing) is None for verb in steps):
        return
    if done_to.own:
        yield from own(nouns, people[0], thing)
    else:
        yield from implied(nouns, people, thing)
        yield from roles(nouns, people, thing)
    if steps:
        yield from states(nouns, thing)
    thing_said = in_state(done_to.state, thing, *done_to.others) if done_to.state else a(thing)
    plain = [verb for verb in VERBS if verb in verbs]
    for group in (plain, steps):
        if group:
            yield f"{who} can {listed(dict.fromkeys(group), 'or')} {thing_said}"


def _owner(nouns: Nouns, people: Sequence[Person], thing: str, *, only: bool) -> str:
    """Whom a thing belongs to, where the people are each to have their own."""
    role = role_of(nouns, people[0], thing) if len(people) == 1 else ""
    return f"{'only ' if only else ''}its {name(role)}" if role else ""


def _state_after(nouns: Nouns, verb: str, thing: str) -> str | None:
    """The state of a thing that a verb leads to."""
    known = nouns.known(thing).states
    return next((state for state in state_of(verb) if state in known), None) if verb in STEP_VERBS else None


FORMS = (act, making, act_on_their_own, never, never_in_a_state, visible, public)
"""What people may do."""


@form(
    "[only] {_actor:new_people} <can> [only] {_verb:word} {thing:own_new}",
    "[only] {_actor:new_people} <can only> {_verb:word} {thing:own_new}",
    "[only] {_actor:new_people} [only] {_verb:word} {thing:own_new}",
    defines=True,
)
def owning(nouns: Nouns, thing: str, _actor: str, _verb: str) -> Said:
    """Teaches that there is something of which people have their own."""
    if not nouns.is_person(thing):
        yield Thing(thing)


TEACHING = (acting, owning)
"""What tells who the people are, and says nothing itself."""
