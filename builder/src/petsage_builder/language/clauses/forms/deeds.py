"""Things that somebody makes for another one: "comment on a published post", "book a ticket for a show"."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.forms.acts import act
from petsage_builder.language.clauses.forms.has import has
from petsage_builder.language.clauses.items import Item
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.lexicon import ACTS, MAKING
from petsage_builder.language.clauses.nouns import EitherOf, Lesson, LinkOf, Nouns, Thing
from petsage_builder.language.clauses.saying import belongs, in_state, roles, state_after, states
from petsage_builder.language.phrases import a, possessive
from petsage_builder.terms.marking import listed, name
from petsage_builder.terms.names import plural

Said = Iterator[str | Lesson]

_ASKING_FOR = frozenset(["book", "buy", "order", "request", "reserve", "start", "write"])
"""What somebody does who creates a thing for another one: "book a ticket for a show"."""
_ENDINGS = frozenset(["", "ing", "ion", "tion", "ation", "ication", "ition", "ment", "al", "ration"])
"""What makes a noun of a verb."""


@form("[{only}] {people} <can> {verb:word} {thing} for|on|in|under|to|about|at {targets:objects}")
def making_for(
    nouns: Nouns, people: Sequence[Person], verb: str, thing: str, targets: Sequence[Object], only: bool = False
) -> Said:
    """ "Visitors can book a ticket for an open show", where both are things."""
    is_new = ACTS.get(verb) == "create" or verb in MAKING or verb in _ASKING_FOR
    start = nouns.known(thing).start or nouns.known(thing).first
    if is_new and (not start or state_after(nouns, verb, thing) in (None, start)):
        yield from _made_for(nouns, people, thing, targets, only=only)


@form("[{only}] {people} <can> {deed:word} [on|for|in|to] {targets:objects}")
def doing_by_making(
    nouns: Nouns, people: Sequence[Person], deed: str, targets: Sequence[Object], only: bool = False
) -> Said:
    """ "Readers can comment on published posts", where a comment is a thing."""
    if deed not in ACTS and len(targets) == 1 and state_after(nouns, deed, targets[0].thing) is None:
        for thing in _called_as(nouns, (deed,), targets[0].thing):
            yield from _made_for(nouns, people, thing, targets, only=only)


@form("{targets:objects} <cannot> be {done:word}")
def not_done(nouns: Nouns, targets: Sequence[Object], done: str) -> Said:
    """ "Dead hives can't be inspected", where an inspection is a thing."""
    for thing in _called_as(nouns, _verbs_of(done), targets[0].thing) if len(targets) == 1 else ():
        target = targets[0]
        if target.state and not target.own and target.thing in nouns.known(thing).links.values():
            yield from states(nouns, target.thing)
            yield f"{a(thing)} cannot be created for {in_state(target.state, target.thing, *target.others)}"


def _called_as(nouns: Nouns, verbs: Sequence[str], target: str) -> list[str]:
    """The one thing that is called as what is done to another one is: an inspection, a rating, an application."""
    found = [thing for thing in nouns.things if thing != target and any(_is_of(thing, verb) for verb in verbs)]
    return found if len(found) == 1 else []


def _is_of(thing: str, verb: str) -> bool:
    noun = thing.split()[-1]
    stems = {verb, verb.removesuffix("e"), verb.removesuffix("y"), verb.removesuffix("er")}
    return any(len(stem) > 2 and noun.startswith(stem) and noun[len(stem) :] in _ENDINGS for stem in stems)


def _verbs_of(done: str) -> tuple[str, ...]:
    """What a regular participle can be one of."""
    if not done.endswith("ed"):
        return ()
    return (done[:-2], done[:-1], f"{done[:-3]}y") if done.endswith("ied") else (done[:-2], done[:-1])


def _made_for(nouns: Nouns, people: Sequence[Person], thing: str, targets: Sequence[Object], *, only: bool) -> Said:
    """That somebody creates a thing, which belongs to another one, and in which state that must be."""
    target = targets[0]
    if len(targets) > 1 or target.own or target.thing == thing:
        return
    known = nouns.known(thing)
    said = tuple(act.says(nouns, people, ("create",), (Object(thing),), only))
    if not said or thing not in nouns.things or (target.state and any(isinstance(one, EitherOf) for one in said)):
        return
    if target.thing not in known.links.values() or target.thing in known.implied:
        yield LinkOf(thing, target.thing, target.thing, implied=True)
        yield f"{a(thing)} belongs to {a(target.thing)}"
    yield from said
    if target.state:
        yield from states(nouns, target.thing)
        yield f"{a(thing)} can be created only for {in_state(target.state, target.thing, *target.others)}"


_ONE = "(one / only one / at most one / exactly one / a single)"


@form(
    f"{{people}} <can> <make> {_ONE} {{thing:new}} per|for {{target:thing}}",
    f"{{people}} <can> <make> {_ONE} {{thing:new}} per|for {{target:thing}} [,] with {{items}}",
    f"{{people}} <can only> <make> {_ONE} {{thing:new}} per|for {{target:thing}}",
    "{people} <can> <make> {thing:new} once per|for {target:thing}",
    defines=True,
)
def making_one(nouns: Nouns, people: Sequence[Person], thing: str, target: str, items: Sequence[Item] = ()) -> Said:
    """ "Every juror can write one review per entry": it belongs to both, and no two belong to the same."""
    if len(people) != 1 or people[0].kind not in ("noun", "signed-in users") or people[0].one or thing == target:
        return
    role = people[0].noun or "owner"
    yield Thing(thing)
    yield LinkOf(thing, target, target)
    yield LinkOf(thing, "user", role)
    if items:
        yield from has.says(nouns, thing=thing, items=tuple(items))
    yield f"{a(thing)} belongs to {a(target)}"
    yield belongs(thing, role)
    yield f"{a(thing)}{possessive(thing)} {listed([name(role), name(target)])} are unique together"
    if role in nouns.roles:
        yield f"{name(plural(role))} can create {a(thing)}"
        yield f"whoever creates {a(thing)} becomes its {name(role)}"
    elif people[0].kind == "noun":
        yield from roles(nouns, people, thing)
        yield f"its {name(role)} can create {a(thing)}"
    else:
        yield f"signed-in users can create {a(thing)}"


FORMS = (making_for, doing_by_making, not_done, making_one)
