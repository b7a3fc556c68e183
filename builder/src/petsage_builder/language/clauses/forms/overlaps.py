"""What does not overlap, in people's own words: "A room cannot have two bookings at the same time"."""

from collections.abc import Collection, Iterator

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.kinds import Object, Person
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.clauses.saying import role_of, states
from petsage_builder.language.phrases import a, several
from petsage_builder.terms.marking import listed, name, value

Said = Iterator[str | Lesson]

_ENDS = {
    "start": "end", "starts": "ends", "begin": "end", "beginning": "end", "from": "to", "since": "until",
    "check in": "check out", "checkin": "checkout", "arrival": "departure", "pickup": "return", "pick up": "return",
    "opening": "closing", "valid from": "valid to",
}  # fmt: skip
"""How what begins is called, and what ends then; days that are called first and last are both taken."""


@form(
    "no two {child:object} of|for|in|on|at|with the same {thing} [can|may|should|must] overlap",
    "two {child:object} of|for|in|on|at|with the same {thing} <cannot> overlap",
    "{child:object} of|for|in|on|at|with (a / one / each / every / the same) {thing} (<cannot> / do not / never)"
    " overlap",
    "{thing} <cannot> have [two] overlapping {child:object}",
    "{thing} <cannot> have two {child:object} at the same time",
)
def apart(nouns: Nouns, child: Object, thing: str) -> Said:
    if list(nouns.known(child.thing).links.values()).count(thing) == 1:
        yield from _apart(nouns, child, thing)


@form(
    "no two {child:object} of|for|with the same {person} [can|may|should|must] overlap",
    "two {child:object} of|for|with the same {person} <cannot> overlap",
    "{child:object} of|for|with (a / one / each / every / the same) {person} (<cannot> / do not / never) overlap",
    "{person} <cannot> have [two] overlapping {child:object}",
    "{person} <cannot> have two {child:object} at the same time",
)
def apart_for_people(nouns: Nouns, person: Person, child: Object) -> Said:
    role = role_of(nouns, person, child.thing)
    if role and role in nouns.known(child.thing).users:
        yield from _apart(nouns, child, role)


def _apart(nouns: Nouns, child: Object, of: str) -> Said:
    spans = list(_spans(nouns.known(child.thing).fields))
    if child.own or len(spans) != 1:
        return
    yield from states(nouns, child.thing) if child.state else ()
    those = f" that are {listed(map(value, (child.state, *child.others)), 'or')}" if child.state else ""
    yield f"{several(child.thing)} of {a(of)}{those} do not overlap {spans[0]}"


def _spans(fields: Collection[str]) -> Iterator[str]:
    """From when to when things are, as two of their fields that are called alike say."""
    for field in fields:
        for start, end in _ENDS.items():
            other = f"{end}{field.removeprefix(start)}"
            if f"{field} ".startswith(f"{start} ") and other in fields:
                yield f"between their {name(field)} and {name(other)}"
        if field.startswith("first ") and f"last {field.removeprefix('first ')}" in fields:
            yield f"from their {name(field)} through their {name(field.replace('first ', 'last ', 1))}"


FORMS = (apart, apart_for_people)
