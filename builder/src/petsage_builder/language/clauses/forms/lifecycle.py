"""The states of a thing: in a list, as a story, or by where it starts and what is done to it."""

import itertools
from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.nouns import Actor, Lesson, Nouns, StateOf, Thing
from petsage_builder.language.clauses.saying import everybody, in_state, roles, states
from petsage_builder.language.phrases import a
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.names import is_plural, singular
from petsage_builder.terms.verbs import verb_of

Said = Iterator[str | Lesson]


@form(
    "{thing} <be> [either] {values}",
    "{thing} can be [either] {values}",
    "[the] status|state of {thing} <be> [either] [one] [of] {values}",
    "{thing} status <be> [either] [one] [of] {values}",
    "{thing} has|have the status|statuses|states [either] {values}",
    defines=True,
)
def listed_states(nouns: Nouns, thing: str, values: Sequence[str]) -> Said:
    yield from (StateOf(thing, state) for state in values)
    yield from states(nouns, thing)


@form(
    "{thing} starts|start|begins|begin [out] as|in {state:value}",
    "{thing} is|are [first] {state:value} at first|initially|first",
    "{thing} is|are initially|first {state:value}",
    "new|newly {thing} is|are|starts|start [created] [as] {state:value}",
    "new {thing} get|gets|has|have the status|state {state:value}",
    "[the] initial|first status|state of {thing} is {state:value}",
    defines=True,
)
def starting(nouns: Nouns, thing: str, state: str) -> Said:
    state = singular(state) if is_plural(state) and state not in nouns.known(thing).states else state
    yield StateOf(thing, state, starts=True)
    known = nouns.known(thing)
    yield from states(nouns, thing)
    if known.declared or known.start != state or len(known.states) < 2:
        yield f"{a(thing)} starts as {value(state, known=True)}"


@form("{thing:new} is|are [first] {steps:story}", defines=True)
def story(nouns: Nouns, thing: str, steps: Sequence[tuple[str, Person | None]]) -> Said:
    """ "A booking is first requested, then confirmed by the front desk, and finally checked out"."""
    if len(steps) < 2:
        return
    yield Thing(thing)
    yield from (Actor(person.noun) for _, person in steps if person and person.kind == "noun")
    yield from (StateOf(thing, state, starts=not number) for number, (state, _) in enumerate(steps))
    yield from states(nouns, thing)
    for (before, _), (state, person) in itertools.pairwise(steps):
        if person is None:
            yield f"{in_state(before, thing)} can be {value(state)}"
        elif people := everybody(nouns, (person,), thing):
            yield from roles(nouns, (person,), thing)
            yield f"{people} can {name(verb_of(state.replace('_', ' ')))} {in_state(before, thing)}"
        else:
            return


@form(
    "{thing} goes|go|moves|move|changes|change from {before:value} to {after:targets}",
    "{thing} can go|move|be moved|be changed from {before:value} to {after:targets}",
    "{before_of:object} can go|move|be moved|be set to {after:targets}",
    defines=True,
)
def going(
    nouns: Nouns, after: Sequence[str], thing: str = "", before: str = "", before_of: Object | None = None
) -> Said:
    """ "An application goes from submitted to under review"."""
    thing, before = (before_of.thing, before_of.state) if before_of else (thing, before)
    if not before or (before_of and before_of.own):
        return
    yield from (StateOf(thing, state) for state in (before, *after))
    yield from states(nouns, thing)
    yield f"{in_state(before, thing)} can be {listed(map(value, after), 'or')}"


@form(
    "{done_to:object} <can be> {after:targets}",
    "{done_to:object} <can> be marked|set as|to {after:targets}",
    defines=True,
)
def stepping(nouns: Nouns, done_to: Object, after: Sequence[str]) -> Said:
    """ "A published ad can be closed", where that is a state of an ad."""
    known = nouns.known(done_to.thing).states
    if done_to.own or any(state not in known for state in after):
        return
    yield from states(nouns, done_to.thing)
    source = in_state(done_to.state, done_to.thing) if done_to.state else a(done_to.thing)
    yield f"{source} can be {listed(map(value, after), 'or')}"


@form("{people} <can> (mark / set / move / put) {done_to:object} (as / to) {after:targets}", defines=True)
def marking(nouns: Nouns, people: Sequence[Person], done_to: Object, after: Sequence[str]) -> Said:
    """ "Accountants can mark invoices as paid or void"."""
    who = everybody(nouns, people, done_to.thing)
    if done_to.own or not who:
        return
    yield from (StateOf(done_to.thing, state) for state in after)
    yield from states(nouns, done_to.thing)
    yield from roles(nouns, people, done_to.thing)
    source = in_state(done_to.state, done_to.thing) if done_to.state else a(done_to.thing)
    for state in after:
        verb = verb_of(state.replace("_", " "))
        if verb.startswith("mark "):
            yield f"{who} can mark {source} {value(state)}"
        else:
            yield f"{who} can {name(verb)} {source}"


FORMS = (listed_states, starting, story, going, stepping, marking)
