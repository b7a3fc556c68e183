"""The states of a thing: in a list, as a story, or by where it starts and what is done to it."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.items import one_of
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.lexicon import STATES, STEP_VERBS
from petsage_builder.language.clauses.nouns import Actor, Lesson, Nouns, StateOf, Thing
from petsage_builder.language.clauses.saying import everybody, implied, in_state, roles, states
from petsage_builder.language.phrases import a, of
from petsage_builder.spec.access import VERBS
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.names import is_plural, singular
from petsage_builder.terms.verbs import state_of, verb_of

Said = Iterator[str | Lesson]


@form(
    "{thing} <be> [either] {values}",
    "[the] status|state of {thing} <be> [either] [one] [of] {values}",
    "[the] status|state of {thing} can|may be [either] [one] [of] {values}",
    "{thing} status|state can|may be [either] [one] [of] {values}",
    "{thing} status <be> [either] [one] [of] {values}",
    "{thing} has|have the status|statuses|states [either] {values}",
    "{thing} <be> [always] (in / one of) [one] [of] [the] [following] [states|statuses] : {values:listing}",
    "{thing} <has> [one] [of] [the|these|following] [following] states|statuses : {values:listing}",
    "[the] [possible] status|statuses|states (of / for) {thing} [are] : {values:listing}",
    "{thing} status|statuses|states : {values:listing}",
    "{thing} <has> a|the status : {values:listing}",
    defines=True,
)
def listed_states(nouns: Nouns, thing: str, values: Sequence[str]) -> Said:
    yield from (StateOf(thing, state, first=not number) for number, state in enumerate(values))
    yield from states(nouns, thing)


@form("{thing:new} <be> either {values}", defines=True)
def either(nouns: Nouns, thing: str, values: Sequence[str]) -> Said:
    """ "An invoice is either open or paid", whether or not anything else says that there are invoices."""
    if not nouns.is_person(thing) and not nouns.owners(thing) and thing not in ("user", "status", "state"):
        yield Thing(thing)
        yield from listed_states.says(nouns, thing, values)


@form("{thing} <be> {values:classes}")
def classes(thing: str, values: Sequence[str]) -> Said:
    """ "A film is either a feature, a short or a documentary": kinds, and no states; what they are called is asked."""
    yield f"{a(thing)} has {a('kind')}"
    yield f"{of(thing, 'kind')} is {one_of(values)}"


@form("{thing} can be [either] {values}", defines=True)
def possible_states(nouns: Nouns, thing: str, values: Sequence[str]) -> Said:
    """ "An exhibition can be draft, open or closed": all states that it has, else they are steps to some of them."""
    known = nouns.known(thing)
    if set(values) >= set(known.states) - known.extra:
        yield from listed_states.says(nouns, thing, values)


@form(
    "{thing} starts|start|begins|begin [out] as|in {state:value}",
    "{thing} is|are [first] {state:value} at first|initially|first",
    "{thing} is|are initially|first {state:value}",
    "[a|an|any|all|each|every|the] new|newly {thing} is|are|starts|start [created] [as] {state:value}",
    "{thing} is|are created|added|entered as [a|an] {state:value}",
    "[a|an|any|all|each|every|the] new {thing} get|gets|has|have the status|state {state:value}",
    "[the] initial|first status|state of {thing} is {state:value}",
    "by default [,] {thing} is|are {state:value}",
    "[new] {thing} is|are {state:value} by default",
    defines=True,
)
def starting(nouns: Nouns, thing: str, state: str) -> Said:
    if f"is {state}" in nouns.known(thing).fields:
        return
    state = singular(state) if is_plural(state) and state not in nouns.known(thing).states else state
    yield StateOf(thing, state, starts=True)
    known = nouns.known(thing)
    yield from states(nouns, thing)
    if known.declared or known.start != state or len(known.states) < 2:
        yield f"{a(thing)} starts as {value(state, known=True)}"


@form(
    "{thing:new} <stays> [first] {state:value} until {people} {verbs} it|them",
    "{thing:new} <stays> [first] {state:value} until it|they is|are {verbs:done} by {people}",
    "{thing:new} <stays> [first] {state:value} until {people} marks|sets it as|to {ends:targets}",
    "{thing:new} <stays> [first] {state:value} until {new:new_people} marks|sets it as|to {ends:targets}",
    "{thing:new} <stays> [first] {state:value} until {new:new_people} {verbs} it|them",
    "{thing:new} <stays> [first] {state:value} until it|they is|are {verbs:done} by {new:new_people}",
    defines=True,
)
def until(
    nouns: Nouns, thing: str, state: str, verbs: Sequence[str] = (), people: Sequence[Person] = (), new: str = "",
    ends: Sequence[str] = (),
) -> Said:  # fmt: skip
    """ "A request is pending until a manager approves or rejects it"."""
    known = nouns.known(thing).states
    ways = [state_of(verb) for verb in verbs if verb in STEP_VERBS and verb not in VERBS]
    after = [next((way for way in ways_ if way in known), ways_[0]) for ways_ in ways]
    after += ends
    if len(after) < len(verbs) or nouns.is_person(thing):
        return
    if new:
        yield Actor(new)
        return
    yield Thing(thing)
    yield from (StateOf(thing, one, starts=not number) for number, one in enumerate([state, *after]))
    if who := everybody(nouns, people, thing):
        yield from states(nouns, thing)
        yield from roles(nouns, people, thing)
        yield from _brought(who, in_state(state, thing), after)


@form(
    "<once> {thing} is|are|was|were|has|have [been] {state:value} [,] {people} [<can>] {verbs} it|them",
    "<once> {thing} is|are|was|were|has|have [been] {state:value} [,] {new:new_people} [<can> / must] {verbs} it|them",
    "<once> {thing} is|are|was|were|has|have [been] {state:value} [,] it|they <can be> {verbs:done} by {people}",
    defines=True,
)
def after_a_state(
    nouns: Nouns, thing: str, state: str, verbs: Sequence[str], people: Sequence[Person] = (), new: str = ""
) -> Said:
    """ "Once a request is submitted, a manager approves or rejects it": steps from there, with who takes them."""
    known = nouns.known(thing)
    steps = [verb for verb in verbs if verb in STEP_VERBS and verb not in VERBS]
    ways = [state_of(verb) for verb in steps]
    after = [next((way for way in ways_ if way in known.states), ways_[0]) for ways_ in ways]
    if len(after) < len(verbs) or (known.declared and not {state, *after} <= set(known.states)):
        return
    if new:
        yield Actor(new)
        return
    yield from (StateOf(thing, one) for one in (state, *after))
    if who := everybody(nouns, people, thing):
        yield from states(nouns, thing)
        yield from roles(nouns, people, thing)
        yield from _brought(who, in_state(state, thing), after)


@form(
    "{done_to:object} <can> (become / turn into / end up [as]) {after:targets}",
    "{done_to:object} (becomes|become|turns|turn [into] / ends|end up [as]) {after:targets}",
    defines=True,
)
def becoming(nouns: Nouns, done_to: Object, after: Sequence[str]) -> Said:
    """ "A booking can become cancelled or completed"."""
    if done_to.own:
        return
    yield from (StateOf(done_to.thing, state) for state in after)
    yield from states(nouns, done_to.thing)
    source = in_state(done_to.state, done_to.thing, *done_to.others) if done_to.state else a(done_to.thing)
    yield f"{source} can be {listed(map(value, after), 'or')}"


@form(
    "{thing:new} is|are [first] {steps:story}",
    "{thing:new} (starts / start / begins / begin) [out] as [a|an] {steps:story}",
    defines=True,
)
def story(nouns: Nouns, thing: str, steps: Sequence[tuple[Sequence[str], Person | None]]) -> Said:
    """ "A booking is first requested, then confirmed by the front desk, and finally checked out or missed"."""
    if len(steps) < 2:
        return
    yield Thing(thing)
    yield from (Actor(person.noun) for _, person in steps if person and person.kind == "noun")
    yield from (StateOf(thing, one, starts=not number) for number, (ones, _) in enumerate(steps) for one in ones)
    yield from states(nouns, thing)
    for ((before, *_), _), (after, person) in itertools.pairwise(steps):
        if person is None:
            yield f"{in_state(before, thing)} can be {listed(map(value, after), 'or')}"
        elif people := everybody(nouns, (person,), thing):
            yield from roles(nouns, (person,), thing)
            yield from _brought(people, in_state(before, thing), after)
        else:
            return


@form(
    "{thing} (starts / start / begins / begin) [out] as [a|an] {before:value} [,] and <can be> {after:targets}",
    defines=True,
)
def starting_and_then(nouns: Nouns, thing: str, before: str, after: Sequence[str]) -> Said:
    """ "Sign-ups start out as claimed and can then be confirmed or missed"."""
    yield StateOf(thing, before, starts=True)
    yield from (StateOf(thing, state) for state in after)
    yield from states(nouns, thing)
    yield f"{in_state(before, thing)} can be {listed(map(value, after), 'or')}"


@form(
    "{thing} goes|go|moves|move|changes|change|passes|pass from {before:value} {then:path}",
    "{thing} can|may (go / move / be moved / be changed) from {before:value} {then:path}",
    "[the] status|state of {thing} goes|moves|changes from {before:value} {then:path}",
    "{before_of:object} can|may (go / move / be moved / be set) {then:path}",
    defines=True,
)
def going(
    nouns: Nouns, then: Sequence[Sequence[str]], thing: str = "", before: str = "", before_of: Object | None = None
) -> Said:
    """ "An application goes from submitted to under review to accepted or rejected"."""
    thing, before = (before_of.thing, before_of.state) if before_of else (thing, before)
    if not before or (before_of and before_of.own):
        return
    yield StateOf(thing, before, first=True)
    yield from (StateOf(thing, state) for state in itertools.chain.from_iterable(then))
    yield from states(nouns, thing)
    for (source, *_), after in itertools.pairwise(((before,), *then)):
        yield f"{in_state(source, thing)} can be {listed(map(value, after), 'or')}"


@form(
    "{done_to:object} <can be> {after:targets}",
    "{done_to:object} <can> be marked|set as|to {after:targets}",
    "<once> [it|they] [is|are|was|were|has|have] [been] {state} [,] {done_to:object} <can be> {after:targets}",
    "{done_to:object} <can be> {after:targets} <once> it|they is|are|was|were|has|have [been] {state}",
    defines=True,
)
def stepping(nouns: Nouns, done_to: Object, after: Sequence[str], state: str = "") -> Said:
    """ "A published ad can be closed", where that is a state of an ad."""
    if state and (done_to.state or state not in nouns.known(done_to.thing).states):
        return
    done_to = replace(done_to, state=state) if state else done_to
    known = nouns.known(done_to.thing).states
    is_all = (
        not done_to.state and set(after) >= set(known) - nouns.known(done_to.thing).extra
    )  # those that it has, and no step
    is_told = nouns.known(done_to.thing).start or nouns.known(done_to.thing).first
    if done_to.state in known and is_told and not nouns.known(done_to.thing).declared and not done_to.own:
        yield from (StateOf(done_to.thing, state) for state in after if state in STATES)
    if done_to.own or is_all or any(state not in known for state in after):
        return
    yield from states(nouns, done_to.thing)
    source = in_state(done_to.state, done_to.thing) if done_to.state else a(done_to.thing)
    yield f"{source} can be {listed(map(value, after), 'or')}"


@form(
    "[{only}] {people} <can> (mark / set) {done_to:object} (as / to) {after:targets}",
    "[{only}] {people} (mark / marks / set / sets) {done_to:object} (as / to) {after:targets}",
    "[{only}] {people} <can> make {done_to:object} {after:targets}",
    "{done_to:object} <can> be (made / marked as / set to) {after:targets} by {people}",
    defines=True,
)
def marking(nouns: Nouns, people: Sequence[Person], done_to: Object, after: Sequence[str], only: bool = False) -> Said:
    """ "Accountants can mark invoices as paid or void"."""
    who = everybody(nouns, people, done_to.thing, only=only)
    if done_to.own or not who:
        return
    yield from (StateOf(done_to.thing, state) for state in after)
    yield from _marked(nouns, people, done_to, after, who)


@form(
    "[{only}] {people} <can> (move / put / bring / send / take) {done_to:object} to|into {after:targets}",
    "{done_to:object} <can> be moved to {after:targets} by {people}",
)
def moving(nouns: Nouns, people: Sequence[Person], done_to: Object, after: Sequence[str], only: bool = False) -> Said:
    """ "Triagers can move new bugs to rejected", where that is a state of a bug and no place."""
    who = everybody(nouns, people, done_to.thing, only=only)
    known = nouns.known(done_to.thing).states
    after = [state if state in known else f"in_{state}" for state in after]
    if who and not done_to.own and all(state in known for state in after):
        yield from _marked(nouns, people, done_to, after, who)


def _marked(nouns: Nouns, people: Sequence[Person], done_to: Object, after: Sequence[str], who: str) -> Said:
    yield from implied(nouns, people, done_to.thing)
    yield from states(nouns, done_to.thing)
    yield from roles(nouns, people, done_to.thing)
    source = in_state(done_to.state, done_to.thing) if done_to.state else a(done_to.thing)
    yield from _brought(who, source, after)


def _brought(who: str, source: str, after: Sequence[str]) -> Iterator[str]:
    """That somebody brings a thing into each of some states: by its verb, or by marking it."""
    verbs = {state: verb_of(state.replace("_", " ")) for state in after}
    plain = [verb for verb in verbs.values() if not verb.startswith("mark ")]
    if plain:
        yield f"{who} can {listed(map(name, plain), 'or')} {source}"
    yield from (f"{who} can mark {source} {value(state)}" for state, verb in verbs.items() if verb not in plain)


FORMS = (
    listed_states, classes, either, possible_states, starting, starting_and_then, until, after_a_state, story, going,
    stepping,
    becoming, marking, moving,
)  # fmt: skip
