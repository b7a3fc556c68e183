"""What a thing has: "has" by other verbs, colon lists, and things that are asked for with what they have."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.items import Item
from petsage_builder.language.clauses.kinds import Bounds
from petsage_builder.language.clauses.nouns import (
    EitherOf,
    FieldOf,
    LeftOut,
    Lesson,
    LinkOf,
    Nouns,
    StateOf,
    Thing,
)
from petsage_builder.language.clauses.saying import belongs, states
from petsage_builder.language.clauses.types import counted, length_phrase
from petsage_builder.language.phrases import a, be, of, several
from petsage_builder.terms.marking import constant, listed, name, value
from petsage_builder.terms.names import is_plural, singular
from petsage_builder.terms.units import as_code

Said = Iterator[str | Lesson]


_HAS = (
    "{thing:new} <has> {items}",
    "{thing:new} <is entered> {items}",
    "{thing:new} : {items}",
    "for each|every|a|an|any {thing:new} [,] <keep> {items}",
    "<keep> {items_of:new} with {items}",
    "we|i need|want {thing:new} with {items}",
    "[please] track|store|record|manage|keep|save {thing:new} : {items}",
    "keep track of {thing:new} with|: {items}",
    "there are|is {thing:new} with {items}",
    "[the] [required|mandatory] details|fields|attributes of {thing:new} are [:] {items}",
    "[for] {thing:new} [,] we|you [also] [want|need] [to] <keep> {items}",
    "{thing:new} [<be>] saved|stored|recorded|kept|registered|entered with {items}",
)


@form(*_HAS, "{heading:new} : {thing:new} <has> {items}", defines=True)
def has(nouns: Nouns, thing: str = "", items_of: str = "", items: tuple[Item, ...] = (), heading: str = "") -> Said:
    thing = thing or items_of
    if heading and singular(heading) != thing:
        return
    if thing == "user" or nouns.is_person(thing) or nouns.is_in_a_state(thing) or nouns.is_of_another(thing):
        return
    fields = [item for item in items if item.what in ("field", "whether") and not _is_lifecycle(nouns, thing, item)]
    yield Thing(thing)
    yield from (FieldOf(thing, _field(item), item.unit) for item in fields)
    if fields:
        yield f"{a(thing)} has {listed(map(_introduced, fields))}"
    for item in fields:
        yield from _more(thing, item)
    for item in items:
        if item.what in ("one", "person"):
            yield from _related(thing, item)
        elif item.what == "several":
            yield from _several(nouns, thing, item)
        elif item not in fields:
            for number, state in enumerate(item.choices):
                yield StateOf(thing, state, starts=state == item.starts, first=not number)
            is_known = set(item.choices) <= set(nouns.known(thing).states)
            said = tuple(states(nouns, thing)) if is_known else ()
            yield from said or (f"{a(thing)} is {listed(map(value, item.choices), 'or')}",)


def _is_lifecycle(nouns: Nouns, thing: str, item: Item) -> bool:
    """Whether what is called a status are the states of a thing: some other sentence speaks of one."""
    return item.name in ("status", "state") and not set(item.choices).isdisjoint(nouns.known(thing).states)


@form(*(text.replace("{items}", "{read:some_items}") for text in _HAS), defines=True)
def partly_has(
    nouns: Nouns, read: tuple[tuple[Item, ...], tuple[Clause, ...]], thing: str = "", items_of: str = ""
) -> Said:
    """What a thing has as far as it is read, and the words of the rest."""
    found, left_out = read
    if said := tuple(has.says(nouns, thing=thing, items_of=items_of, items=found)):
        yield from said
        yield from map(LeftOut, left_out)


def _several(nouns: Nouns, thing: str, item: Item) -> Said:
    """Several of another thing: how many where it belongs to this one, and else it is asked.

    Lines that are called as the thing is, the order lines of an order, are its own.
    """
    child = item.name
    known = nouns.known(child)
    if thing in known.links.values() and thing not in known.implied:
        yield f"{a(thing)} has {f'at most {item.most}' if item.most else 'many'} {several(child)}"
    elif child.split()[0] == thing.split()[-1] and " " in child and not item.most:
        yield f"{a(child)} belongs to {a(thing)}"
        yield LinkOf(child, thing, thing, implied=True)
    elif item.most:
        yield f"{a(child)} belongs to {a(thing)}"
        yield f"{a(thing)} has at most {item.most} {several(child)}"
        yield LinkOf(child, thing, thing, implied=True)
    else:
        yield EitherOf(
            (f"{a(child)} belongs to {a(thing)}",),
            (f"{a(thing)} has many {several(child)}, and {a(child)} has many {several(thing)}",),
        )


@form("{thing} <may have> a|an|one {noun} [at most]", defines=True)
def may_have(nouns: Nouns, thing: str, noun: str) -> Said:
    """ "A task may have an assignee": one of the people, or another thing."""
    if nouns.is_person(noun):
        yield f"{a(thing)} may belong to a user, its {name(noun)}"
        yield LinkOf(thing, "user", noun)
    elif noun in nouns.things:
        yield f"{a(thing)} may belong to {a(noun)}"
        yield LinkOf(thing, noun, noun)


def _field(item: Item) -> str:
    if item.what == "whether":
        return f"is {item.name}"
    return f"has {item.name}" if item.type == "has" else item.name


def _introduced(item: Item) -> str:
    if item.what == "whether":
        return f"whether it is {name(item.name)}"
    field = _field(item)
    qualities = " ".join(
        word for word, holds in (("optional", item.optional), ("unique", item.unique and not item.per)) if holds
    )
    if item.is_list:
        return f"{'an optional ' if item.optional else 'a '}list of {name(field)}"
    words = f"{qualities} {name(field)}".strip()
    article = (
        "" if is_plural(field) else "an " if (qualities or field)[0] in "aeio" else a(field).removesuffix(name(field))
    )
    if qualities:
        article = "" if is_plural(field) else "an " if qualities[0] == "o" else "a "
    return f"{article}{words}" + (f" in {as_code(item.unit)}" if item.unit else "")


def _more(thing: str, item: Item) -> Iterator[str]:
    field = _field(item)
    if item.type and item.type != "has":
        yield f"{of(thing, field)} {be(field)} {item.type}"
    if item.per:
        yield f"{of(thing, field)} {be(field)} unique per {name(item.per)}"
    if item.fixed:
        yield f"{of(thing, field)} cannot be changed"
    if item.starts:
        yield f"{of(thing, field)} {'start' if is_plural(field) else 'starts'} as {constant(item.starts)}"


def _related(thing: str, item: Item) -> Said:
    may = "may belong to" if item.optional else "belongs to"
    if item.what == "person":
        yield belongs(thing, item.name) if not item.optional else f"{a(thing)} {may} a user, its {name(item.name)}"
        yield LinkOf(thing, "user", item.name)
    else:
        yield f"{a(thing)} {may} {a(item.name)}"
        yield LinkOf(thing, item.name, item.name)


@form(
    "{thing} consist|consists of [<several>] {child:things}",
    "{thing} contain|contains|includes|include [<several>] {child:things}",
)
def made_of(nouns: Nouns, thing: str, child: tuple[str, ...]) -> Said:
    """What something is made of belongs to it."""
    for one in child:
        known = nouns.known(one)
        if thing in known.implied or thing not in known.links.values():
            yield f"{a(one)} belongs to {a(thing)}"
            yield LinkOf(one, thing, thing, implied=True)
        else:
            yield f"{a(thing)} has many {several(one)}"


@form("{thing:new} of {target:thing} <has> {items}", defines=True)
def has_of_another(nouns: Nouns, thing: str, target: str, items: tuple[Item, ...]) -> Said:
    """ "Reviews of plants have a title": what they have, and what they belong to."""
    is_else = nouns.is_person(thing) or nouns.owners(thing) or thing in ("list", "number", "user")
    said = () if is_else or " of " in thing else tuple(has.says(nouns, thing=thing, items=items))
    if said:
        yield from said
        yield LinkOf(thing, target, target)
        yield f"{a(thing)} belongs to {a(target)}"


@form("{thing:new} is a|an {kind:text} {bounds} {unit:length_unit} [long]", defines=True)
def is_text(nouns: Nouns, thing: str, kind: str, bounds: Bounds, unit: str) -> Said:
    """ "A comment is a text of at most 2000 characters": it has one."""
    if not nouns.is_person(thing) and not nouns.owners(thing):
        yield from has.says(nouns, thing=thing, items=(Item(kind, type=f"text{length_phrase(bounds, unit)}"),))


@form("{thing} <may have> {items}", defines=True)
def may_have_fields(nouns: Nouns, thing: str, items: tuple[Item, ...]) -> Said:
    """ "An item may have a photo link": fields that may be left out."""
    if all(item.what == "field" and not item.is_list for item in items):
        yield from has.says(nouns, thing=thing, items=tuple(replace(item, optional=True) for item in items))


@form("{thing} <may have> <several> {child:things}")
def may_have_several(nouns: Nouns, thing: str, child: Sequence[str]) -> Said:
    """ "A customer can have several vehicles": how many vehicles belong to it, and what that means where none does."""
    for one in child:
        yield from _several(nouns, thing, Item(one, "several"))


@form(
    "{one:thing} has|have <several> {others:thing} [,] and {other:thing} has|have <several> {ones:thing}",
    "{one:thing} can|may have <several> {others:thing} [,] and {other:thing} can|may have <several> {ones:thing}",
)
def many_to_many(one: str, others: str, other: str, ones: str) -> Said:
    if (one, other) == (ones, others):
        yield f"{a(one)} has many {several(other)}, and {a(other)} has many {several(one)}"


@form(
    "{thing} <has> [<several>] {child:new} [,] each [of which|them] [with|having|has|including] {items}",
    "{thing} <has> [<several>] {child:new} [,] which|that each have {items}",
    "{thing} <has> [<several>] {child:new} [,|:|;] each|every {one:new} <has> {items}",
    defines=True,
)
def having_each(nouns: Nouns, thing: str, child: str, items: tuple[Item, ...], one: str = "") -> Said:
    """ "An order consists of lines, each with a product and a quantity": things of its own, with what they have."""
    if child != thing and singular(one or child) == singular(child) and not nouns.is_person(child):
        yield from has.says(nouns, thing=child, items=items)
        yield LinkOf(child, thing, thing)
        yield f"{a(child)} belongs to {a(thing)}"


@form(
    "{thing:new} (is|are|stays|remains valid / runs|run / lasts|last / takes|take place) from {start:noun} (to / until)"
    " {end:noun}",
    "{thing:new} (is|are valid / runs|run / takes|take place) between {start:noun} and {end:noun}",
    defines=True,
)
def from_to(nouns: Nouns, thing: str, start: str, end: str) -> Said:
    """ "A permit is valid from a start date to an end date": the dates that it has."""
    if counted(start) == counted(end) and counted(start) in _TIMES and start != end:
        yield from has.says(nouns, thing=thing, items=(Item(start), Item(end)))


_TIMES = ("date", "date and time", "time of day")


@form(
    "a|an|each|every {thing:name} <has> {_rest:rest}",
    "{_one:new} belongs|belong to [exactly] [one|a|an|the] {thing:name}",
    "{thing:new} <be> <listed> {_rest:rest}",
    "{thing:new} <can> only be {_done:done} by {_rest:rest}",
    defines=True,
)
def mentioned(nouns: Nouns, thing: str, **_others: object) -> Said:
    """Teaches that there is something of which a sentence says that it has something, though it isn't read."""
    is_else = nouns.is_in_a_state(thing) or nouns.is_of_another(thing) or thing.startswith("one ")
    words = tuple(thing.split())
    is_another = any((found, end) != (thing, len(words)) for found, end in nouns.things_at(words, 0))
    is_another |= any(other.startswith(f"{thing} of ") or other.endswith(f" {thing}") for other in nouns.things)
    is_a_state = any(thing in known.states for known in nouns.things.values())
    if thing != "user" and not is_else and not is_another and not is_a_state:
        yield Thing(thing, mentioned=True)


FORMS = (
    has,
    has_of_another,
    is_text,
    having_each,
    from_to,
    may_have,
    may_have_fields,
    may_have_several,
    made_of,
    many_to_many,
)

TEACHING = (partly_has, mentioned)
"""What tells what there is, though not all of it is read."""
