"""Who may do what: acts of people, in the active and in the passive, and who sees what."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.forms.has import has
from petsage_builder.language.clauses.items import Item
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.lexicon import ACTS, MADE, MAKING, SETTLING, STEP_VERBS
from petsage_builder.language.clauses.nouns import Actor, EitherOf, LeftOut, Lesson, Nouns, StateOf, Thing
from petsage_builder.language.clauses.saying import (
    asked_whether_own,
    asked_whose,
    doing,
    everybody,
    implied,
    in_state,
    is_one_of_unknown,
    is_owner_elsewhere,
    is_perhaps_own,
    own,
    owner_of,
    roles,
    state_after,
    states,
)
from petsage_builder.language.clauses.saying import who as called
from petsage_builder.language.phrases import a
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import listed, name
from petsage_builder.terms.verbs import state_of, verb_of

Said = Iterator[str | Lesson]


@form(
    "[{only}] {people} <can> {verbs} {objects}",
    "[{only}] {people} <can> {verbs} {objects} at any time",
    "[{only}] {people} {verbs} {objects}",
    "{objects} <can be> {verbs:done} [{only}] by {people}",
    "{objects} <can be> {verbs:done} by {people} {only}",
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
    """ "Guests can only see their own bookings", "published bookings": of the others they were given nothing."""
    if all(one.own or one.state for one in objects):
        for one in objects:
            yield from _act(nouns, people, verbs, one, only=False)


@form("[{only}] {people} <can> <manage> {objects}", "[{only}] {people} <manage> {objects}")
def managing(nouns: Nouns, people: Sequence[Person], objects: Sequence[Object], only: bool = False) -> Said:
    """Who manages something makes, changes and deletes it, and sees it; that only they do leaves open who sees it."""
    if only:
        yield from act.says(nouns, people, ("create", "change", "delete"), objects, only)
    yield from act.says(nouns, people, ("see",) if only else ("see", "create", "change", "delete"), objects)


@form(
    "{_people:whoever} <can> {verbs} {objects} [,] [even] without <an account>",
    "<anyone> [,] (including|even) {_people:new_people} without <an account> [,] <can> {verbs} {objects}",
)
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
    "{people} [<can>] <make> {thing:new} with|: {items}",
    "{people} [<can>] <make> {thing:new} : it|they <has> {items}",
    "{thing:new} <can be> <made> by {people} [,] with {items}",
    defines=True,
)
def making(nouns: Nouns, people: Sequence[Person], thing: str, items: Sequence[Item]) -> Said:
    """ "Users can leave a review with a rating": who creates it, and what it has."""
    who = everybody(nouns, people, thing)
    if who and who != "nobody":
        yield from has.says(nouns, thing=thing, items=items)
        yield from roles(nouns, people, thing)
        yield f"{who} can create {a(thing)}"


@form("{people} [<can>] <make> {thing:new} with {read:some_items}", defines=True)
def partly_making(
    nouns: Nouns, people: Sequence[Person], thing: str, read: tuple[tuple[Item, ...], tuple[Clause, ...]]
) -> Said:
    """What is read of who creates a thing with which fields, and the words of the rest."""
    found, left_out = read
    if said := tuple(making.says(nouns, people, thing, found)):
        yield from said
        yield from map(LeftOut, left_out)


@form("{objects} is|are [then] [either] {verbs:done} by {people}", defines=True)
def settled_by(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object]) -> Said:
    """ "A requested lesson is either accepted or declined by the tutor": who takes the steps from a state."""
    if all(one.state and not one.own for one in objects) and SETTLING.issuperset(verbs):
        yield from (StateOf(one.thing, one.state, first=True) for one in objects)
        yield from (StateOf(one.thing, state_of(verb)[-1], implied=True) for one in objects for verb in verbs)
        yield from act.says(nouns, people, verbs, objects)


@form("{objects} <cannot> be {verbs:done} by <anyone> (but / except / other than / apart from) {people}")
def by_no_others(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object]) -> Said:
    """ "Shipped orders can't be edited by anyone except managers"."""
    yield from act.says(nouns, people, verbs, objects, only=True)


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
    "{objects} stay|stays|remain|remains visible to {people} [{only}]",
    "{objects} stay|stays|remain|remains visible {only} to {people}",
    "{objects} <be> accessible|viewable|readable by {people}",
    "{objects} <be> visible|accessible to {people} {only}",
    "{objects} <be> {only} accessible|viewable|readable by {people}",
    "{objects} <be> visible {only} to {people}",
    "{objects} <be> {only} visible to {people}",
    "{objects} <can> {only} be visible to {people}",
    "{objects} <be> visible {only} for {people}",
    "{objects} <be> {only} visible for {people}",
)
def visible(nouns: Nouns, objects: Sequence[Object], people: Sequence[Person], only: bool = False) -> Said:
    yield from act.says(nouns, people, ("see",), objects, only)


@form(
    "{objects} <be> hidden|concealed from <anyone> but|except {people}",
    "{objects} <be> (invisible / not visible) to <anyone> but|except {people}",
)
def hidden(nouns: Nouns, objects: Sequence[Object], people: Sequence[Person]) -> Said:
    """ "Drafts are hidden from everybody except editors"."""
    yield from act.says(nouns, people, ("see",), objects, only=True)


@form("{objects} <be> public", "{objects} <be> publicly visible")
def public(nouns: Nouns, objects: Sequence[Object]) -> Said:
    yield from act.says(nouns, (Person("anyone"),), ("see",), objects)


@form(
    "[only] {actor:new_people} {_verbs:verbs} [only] {_objects:objects} [{_rest:rest}]",
    "{actor:new_people} [only] {_verb:act} all|only|every|any|their {_rest:rest}",
    "[only] {actor:new_people} of {_thing:thing} <can> {_verb:act} {_rest:rest}",
    "{_objects:objects} <be> visible|accessible [only] to {actor:new_people} [only]",
    "[only] {actor:new_people} [<can>] <manage> {_objects:objects}",
    "[<only> / no / most / some] {actor:new_people} (<can> / <can only> / <cannot>) {_verb:act} {_rest:rest}",
    "{_objects:objects} <be> hidden|concealed from <anyone> but|except {actor:new_people}",
    "{_rest:before} by {actor:new_people}",
    "{_thing:new} is|are {_done:word} by (exactly one / one) {actor:new_people}",
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
    if not all(deeds := [_deed(nouns, verb, thing) for verb in verbs]):
        return
    if "create" not in deeds and any(_is_made_by(nouns, verb, done_to) for verb in verbs):
        made = ["create" if _is_made_by(nouns, verb, done_to) else verb for verb in verbs]
        yield from _either(nouns, people, verbs, made, done_to, only=only)
        return
    yield from _acting(nouns, people, deeds, done_to, only=only)


def _acting(nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], done_to: Object, *, only: bool) -> Said:
    """That somebody does what "create", "see" and the verbs of steps say."""
    thing, steps = done_to.thing, [verb for verb in verbs if verb not in VERBS]
    someone = people[0]
    if len(people) == 1 and not done_to.own and is_perhaps_own(nouns, someone, thing):
        yield from states(nouns, thing) if steps else ()
        yield from asked_whether_own(nouns, someone.noun, lambda who: doing(f"{'only ' * only}{who}", verbs, done_to))
        return
    is_asked = len(people) == 1 and not done_to.own and is_one_of_unknown(nouns, someone)
    is_owner = bool(steps) and len(people) == 1 and not done_to.own and is_owner_elsewhere(nouns, someone, thing)
    if (is_asked and not called(nouns, someone, thing)) or is_owner:
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


def _either(
    nouns: Nouns, people: Sequence[Person], steps: Sequence[str], made: Sequence[str], done_to: Object, *, only: bool
) -> Said:
    """Both ways to read "open a ticket" where a ticket starts as open: as a step to there, and as creating one."""
    ways = [tuple(_acting(nouns, people, verbs, done_to, only=only)) for verbs in (made, steps)]
    one, other = (tuple(part for part in way if isinstance(part, str)) for way in ways)
    if one and other:
        yield EitherOf(one, other)


def _is_made_by(nouns: Nouns, verb: str, done_to: Object) -> bool:
    """Whether a verb leads to where a thing starts, and so may say that one is created."""
    known = nouns.known(done_to.thing)
    start = known.start or next(iter(known.states), "")
    return not done_to.state and start in state_of(verb)


def _deed(nouns: Nouns, verb: str, thing: str) -> str:
    """What a verb says that is done to a thing: the step to its state, or that it is created; empty where nothing."""
    if verb in VERBS:
        return verb
    state = state_after(nouns, verb, thing)
    if state is None:
        return "create" if verb in MAKING else ""
    return verb_of(state.replace("_", " "))


@form(
    "{people} <cannot> {_verbs:verbs} {_objects:objects} of (others / other people / other users)",
    "{people} <cannot> {_verbs:verbs} {_objects:objects} of other {_others:new_people}",
    "{people} <cannot> {_verbs:verbs} {_objects:objects}",
    "{_objects:objects} <cannot> be {_verbs:done} by {people}",
    "{_objects:objects} <be> (not|never visible|accessible to / hidden from / invisible to) {people}",
)
def denied(
    people: Sequence[Person], _objects: Sequence[Object], _verbs: Sequence[str] = (), _others: str = ""
) -> Iterator[LeftOut]:
    """ "Clerks cannot delete rooms": nobody can do what nobody is given, so that there is nothing to say."""
    if all(one.kind in ("noun", "signed-in users") and not one.one for one in people):
        yield LeftOut(Clause.of(()))


_LIKING = frozenset("bookmark endorse favorite favourite follow heart like pin star upvote".split())  # noqa: SIM905
"""What is done once without making anything: whoever can book a class once makes a booking."""


@form(
    "[{_only:only}] {people} <can> {verb:word} {thing} [only] (once / at most once) [each]",
    "{people} <can> {verb:word} {thing}",
)
def once(nouns: Nouns, people: Sequence[Person], verb: str, thing: str, _only: bool = False) -> Said:
    """What each of some people can do once: others can't anyway."""
    found = [called(nouns, person, thing) for person in people]
    if all(found) and verb in _LIKING and state_after(nouns, verb, thing) is None:
        yield from roles(nouns, people, thing)
        yield f"{listed(found, 'or')} can {name(verb)} {a(thing)} once"


FORMS = (
    act,
    once,
    managing,
    act_on_new_or_old,
    without_an_account,
    making,
    made_by,
    settled_by,
    by_no_others,
    act_on_their_own,
    never,
    read_only,
    visible,
    hidden,
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
    """Teaches that there is something of which people have their own, where nothing known is called so."""
    if not nouns.is_person(thing) and not any(nouns.things_at(tuple(thing.split()), 0)):
        yield Thing(thing)


_MORE = "[as|at|before|if|once|until|up|when|while {_rest:rest}]"


@form(
    f"[only] {{_people:whoever}} <can> {{verbs}} {{objects}} {_MORE}",
    f"[only] {{_people:whoever}} [then] {{verbs}} {{objects}} {_MORE}",
    f"{{objects}} <can be> {{verbs:done}} {_MORE}",
    "{objects} <can be> {verbs:done} [only] by {_people:whoever} [{_rest:rest}]",
    "{objects} is|are [either|then] {verbs:done} by {_people:whoever}",
    defines=True,
)
def settling(
    nouns: Nouns, verbs: Sequence[str], objects: Sequence[Object], _people: object = None, _rest: None = None
) -> Iterator[Lesson]:
    """Teaches that what can be cancelled can be in a state of that name, where its states are spoken of at all."""
    for one in objects:
        known = nouns.known(one.thing)
        for verb in verbs if (known.start or known.first) and not known.declared else ():
            is_step = verb in SETTLING or (one.state and verb in STEP_VERBS and verb not in ACTS)
            leads_back = any(state in known.states for state in state_of(verb.removeprefix("re")) if verb[:2] == "re")
            if is_step and not leads_back and (ways := state_of(verb)):
                yield StateOf(one.thing, next((way for way in ways if way in known.states), ways[-1]), implied=True)


TEACHING = (acting, owning, settling, partly_making)
"""What tells who the people are, and says nothing itself."""
