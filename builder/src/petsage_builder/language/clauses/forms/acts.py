"""Who may do what: acts of people, in the active and in the passive, and who sees what."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.forms.has import has
from petsage_builder.language.clauses.items import Item
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.lexicon import MADE, STEP_VERBS
from petsage_builder.language.clauses.nouns import Actor, EitherOf, Lesson, Nouns, Thing
from petsage_builder.language.clauses.saying import (
    asked_whose,
    doing,
    everybody,
    implied,
    in_state,
    is_one_of_unknown,
    own,
    owner_of,
    roles,
    states,
)
from petsage_builder.language.clauses.saying import who as called
from petsage_builder.language.phrases import a
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import listed
from petsage_builder.terms.verbs import state_of

Said = Iterator[str | Lesson]


@form(
    "[{only}] {people} <can> {verbs} {objects}",
    "[{only}] {people} <can> {verbs} {objects} at any time",
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
    "{people} {verbs} only|just {objects}",
    "{people} <can> {verbs} (just / nothing but / nothing except) {objects}",
    "{people} {verbs} (nothing but / nothing except) {objects}",
)
def act_on_their_own(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object]) -> Said:
    """ "Guests can only see their own bookings": whom a booking belongs to; other guests were given nothing."""
    if all(one.own for one in objects):
        for one in objects:
            yield from _act(nouns, people, verbs, one, only=False)


@form("[{only}] {people} <can> <manage> {objects}", "[{only}] {people} <manage> {objects}")
def managing(nouns: Nouns, people: Sequence[Person], objects: Sequence[Object], only: bool = False) -> Said:
    """Who manages something makes, changes and deletes it, and sees it; that only they do leaves open who sees it."""
    if only:
        yield from act.says(nouns, people, ("create", "change", "delete"), objects, only)
    yield from act.says(nouns, people, ("see",) if only else ("see", "create", "change", "delete"), objects)


@form("{_people:whoever} <can> {verbs} {objects} without <an account>")
def without_an_account(nouns: Nouns, verbs: Sequence[str], objects: Sequence[Object], _people: object) -> Said:
    """Whoever needs no account is anyone."""
    if tuple(verbs) == ("see",) and not any(one.own for one in objects):
        yield from act.says(nouns, (Person("anyone"),), verbs, objects)


@form(
    "[{only}] {people} <can> {verbs} new {objects}",
    "[{only}] {people} <can> {verbs} existing {objects}",
    "[{only}] {people} <can> {verbs} new {objects} and|or {old:verbs} existing|old ones",
    "[{only}] {people} <can> {verbs} new {objects} and|or {old:verbs} existing|old {again:objects}",
)
def act_on_new_or_old(
    nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object],
    old: Sequence[str] = (), again: Sequence[Object] = (), only: bool = False,
) -> Said:  # fmt: skip
    """ "Add new pieces or edit existing ones": what is created is new, and what is changed is there."""
    is_plain = all(not one.own and not one.state and "new" not in nouns.known(one.thing).states for one in objects)
    is_new = tuple(verbs) == ("create",) and "create" not in old
    if is_plain and (not again or tuple(again) == tuple(objects)) and (is_new or ("create" not in verbs and not old)):
        yield from act.says(nouns, people, (*verbs, *old), objects, only)


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


@form("{objects} is|are {verbs:done} by {people}")
def made_by(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object]) -> Said:
    """ "Log entries are written by caregivers"."""
    if tuple(verbs) == ("create",) and not any(one.one or one.kind == "nobody" for one in people):
        yield from act.says(nouns, people, verbs, objects)


@form("{objects} <be> read-only|locked|frozen")
def read_only(nouns: Nouns, objects: Sequence[Object]) -> Iterator[Lesson | str]:
    """Nobody changes it; whether it may be deleted is asked."""
    found = objects[0]
    if len(objects) == 1 and found.state and not found.own:
        yield from states(nouns, found.thing)
        yield EitherOf(tuple(doing("nobody", ("change",), found)), tuple(doing("nobody", ("change", "delete"), found)))


@form(
    "{objects} <cannot> be {verbs:done}",
    "{objects} <cannot> be {verbs:done} by anyone|anybody",
    "{objects} <cannot any more> be {verbs:done} <once> it|they is|are|was|were|has|have [been] {there:word}",
)
def never(nouns: Nouns, verbs: Sequence[str], objects: Sequence[Object], there: str = "") -> Said:
    is_there = not there or (there in MADE and all(there not in nouns.known(one.thing).states for one in objects))
    if is_there and all(verb in VERBS for verb in verbs):
        for one in objects:
            if not one.own:
                thing = in_state(one.state, one.thing, *one.others) if one.state else a(one.thing)
                yield f"nobody can {listed(dict.fromkeys(verbs), 'or')} {thing}"


@form(
    "{objects} <be> visible|accessible to {people}",
    "{objects} <be> accessible|viewable|readable by {people}",
    "{objects} <be> visible|accessible to {people} {only}",
    "{objects} <be> {only} accessible|viewable|readable by {people}",
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
    "{_objects:objects} <be> visible|accessible [only] to {actor:new_people} [only]",
    "[only] {actor:new_people} <manage> {_objects:objects}",
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
    steps = [verb for verb in verbs if verb not in VERBS]
    if any(_state_after(nouns, verb, thing) is None for verb in steps):
        return
    someone = people[0]
    is_asked = len(people) == 1 and not done_to.own and is_one_of_unknown(nouns, someone)
    if is_asked and not called(nouns, someone, thing):
        yield from states(nouns, thing) if steps else ()
        yield from asked_whose(nouns, someone, thing, lambda who: doing(f"{'only ' * only}{who}", verbs, done_to))
        return
    who = owner_of(nouns, people, thing, only=only) if done_to.own else everybody(nouns, people, thing, only=only)
    if not who:
        return
    if done_to.own:
        yield from own(nouns, people[0], thing)
    else:
        yield from implied(nouns, people, thing)
        yield from roles(nouns, people, thing)
    if steps:
        yield from states(nouns, thing)
    yield from doing(who, verbs, done_to)


def _state_after(nouns: Nouns, verb: str, thing: str) -> str | None:
    """The state of a thing that a verb leads to."""
    known = nouns.known(thing).states
    return next((state for state in state_of(verb) if state in known), None) if verb in STEP_VERBS else None


FORMS = (
    act,
    managing,
    act_on_new_or_old,
    without_an_account,
    making,
    made_by,
    act_on_their_own,
    never,
    read_only,
    visible,
    public,
)
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
