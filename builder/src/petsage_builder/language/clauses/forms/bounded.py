"""Who may do what in some states, and until when."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.forms.acts import act
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.nouns import EitherOf, Lesson, Nouns
from petsage_builder.language.clauses.saying import doing, own, owner_of, states
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import name

Said = Iterator[str | Lesson]


@form(
    "[{only}] {people} <can> {verbs} {objects} <while> it|they is|are [still] {state}",
    "<while> it|they is|are [still] {state} [,] [{only}] {people} <can> {verbs} {objects}",
    "<while> {thing} is|are [still] {state} [,] [{only}] {people} <can> {verbs} it|them",
    "<once> {thing} is|are|was|were|has|have [been] {state} [,] [{only}] {people} <can> {verbs} it|them",
    "{objects} <can be> {verbs:done} by {people} <while> it|they is|are [still] {state}",
)
def act_in_a_state(
    nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], state: str, objects: Sequence[Object] = (),
    only: bool = False, thing: str = "",
) -> Said:  # fmt: skip
    """ "The applicant can withdraw an application while it is open"."""
    found = objects or ((Object(thing),) if thing else ())
    if len(found) == 1 and not found[0].state and state in nouns.known(found[0].thing).states:
        if found[0].own:
            yield from own(nouns, people[0], found[0].thing)
            who = owner_of(nouns, people, found[0].thing, only=only)
            yield from states(nouns, found[0].thing)
            yield from doing(who, verbs, replace(found[0], own=False, state=state)) if who else ()
        else:
            yield from act.says(nouns, people, verbs, (replace(found[0], state=state),), only)


@form(
    "[{only}] {people} <can> {verbs} {objects} <until> {count:number} {unit:unit_of_time} before {moment}",
    "[{only}] {people} <can> {verbs} {objects} {count:number} {unit:unit_of_time} before {moment} at the latest",
    "[{only}] {people} <can> {verbs} {objects} until|before {moment}",
    "{objects} <can be> {verbs:done} by {people} <until> {count:number} {unit:unit_of_time} before {moment}",
    "{objects} <can be> {verbs:done} by {people} until|before {moment}",
)
def act_in_time(
    nouns: Nouns, people: Sequence[Person], verbs: Sequence[str], objects: Sequence[Object], moment: str,
    count: str = "", unit: str = "", only: bool = False,
) -> Said:  # fmt: skip
    """ "Guests can cancel their own booking until 24 hours before check-in"."""
    if len(objects) != 1 or any(verb in VERBS for verb in verbs):
        return
    if moment not in nouns.known(objects[0].thing).fields:
        return
    unit = unit if count != "1" else unit.removesuffix("s")
    term = f"until {count} {unit} before its {name(moment)}" if count else f"until its {name(moment)}"
    said = tuple(act.says(nouns, people, verbs, objects, only))
    if said and isinstance(said[-1], str) and not any(isinstance(one, EitherOf) for one in said):
        yield from (*said[:-1], f"{said[-1]} {term}")


@form(
    "{objects} <cannot> be {verbs:done} any|anymore [more]",
    "{objects} <no longer> be {verbs:done}",
    "once|when|after [it|they] [is|are] {state} [,] {thing} <cannot any more> be {verbs:done} [any|anymore] [more]",
    "once|when|after|if {thing} is|are|has|have [been] {state} [,] it|they <cannot any more> be {verbs:done}"
    " [any|anymore] [more]",
    "{thing} <cannot any more> be {verbs:done} [any|anymore] [more] <once> it|they is|are|was|were|has|have [been]"
    " {state}",
    "{thing} <cannot any more> be {verbs:done} if|while it|they is|are|has|have [been] {state}",
    "{thing} that|which is|are|has|have [been] {state} <cannot any more> be {verbs:done} [any|anymore] [more]",
)
def never_in_a_state(
    nouns: Nouns, verbs: Sequence[str], thing: str = "", state: str = "", objects: Sequence[Object] = ()
) -> Said:
    """ "Once it is sent, an invoice can't be edited": what nobody can do to a thing in a state."""
    if objects and (len(objects) > 1 or objects[0].own or not objects[0].state):
        return
    found = objects[0] if objects else Object(thing, state=state)
    if found.state in nouns.known(found.thing).states and all(verb in VERBS for verb in verbs):
        yield from states(nouns, found.thing)
        yield from doing("nobody", verbs, found)


FORMS = (act_in_a_state, act_in_time, never_in_a_state)
