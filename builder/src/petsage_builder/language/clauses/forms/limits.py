"""How large, how long and how many: bounds, comparisons, choices, uniqueness, limits."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.items import one_of
from petsage_builder.language.clauses.kinds import Bounds, Field, Object, Person
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.clauses.saying import role_of, states
from petsage_builder.language.clauses.types import counted, length_phrase, range_phrase
from petsage_builder.language.phrases import a, be, of, possessive, several
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.names import is_plural

Said = Iterator[str | Lesson]
_TIMES = ("date", "date and time", "time of day")


def _is(field: Field, what: str) -> str:
    return f"{of(field.thing, field.name)} {be(field.name)} {what}"


@form(
    "{field} <be> {bounds}",
    "{field} <can be> {bounds}",
    "{field} ranges|goes {bounds}",
)
def in_range(field: Field, bounds: Bounds) -> Said:
    if counted(field.name) not in _TIMES:
        ends = f" from {bounds.least} to {bounds.most}" if bounds.least and bounds.most else ""
        ends = ends or (f" of at least {bounds.least}" if bounds.least else f" of at most {bounds.most}")
        yield _is(field, range_phrase(field.name, field.unit) + ends)


@form(
    "{field} <cannot> be negative",
    "{field} <cannot> be less|lower|smaller than zero|0",
    "{field} <cannot> be below zero|0",
)
def never_negative(field: Field) -> Said:
    if counted(field.name) not in _TIMES:
        yield _is(field, f"{range_phrase(field.name, field.unit)} of at least 0")


@form(
    "{field} <be> {bounds} {unit:length_unit} [long]",
    "{field} <can be> {bounds} {unit:length_unit} [long]",
    "{field} <has> {bounds} {unit:length_unit}",
    "{field} <may have> {bounds} {unit:length_unit}",
    "{field} is limited to {most:number} {unit:length_unit}",
    "{field} <cannot> be longer than {most:number} {unit:length_unit}",
    "{field} <cannot> have more than {most:number} {unit:length_unit}",
    "{field} <cannot> exceed {most:number} {unit:length_unit}",
)
def in_length(field: Field, unit: str, bounds: Bounds | None = None, most: str = "") -> Said:
    kind = "long text" if counted(field.name) == "long text" else "text"
    yield _is(field, kind + length_phrase(bounds or Bounds(most=most), unit))


@form("{field} <be> [one] [of|either] {values}", "{field} <can be> [either] {values}")
def chosen(field: Field, values: tuple[str, ...]) -> Said:
    if set(values) != {"yes", "no"}:
        yield _is(field, one_of(values))


@form("{field} <be> optional", "{field} can|may be left out|empty|blank", "{field} can be left empty|blank")
def left_out(field: Field) -> Said:
    yield _is(field, "optional")


@form(
    "{field} <be> [always|automatically] made|built|created|derived|generated from [its|the] {source:name_of_field}",
    "{field} <be> [always|automatically] made|built|created|derived|generated from {source:field}",
)
def made_from(nouns: Nouns, field: Field, source: str | Field) -> Said:
    other = source if isinstance(source, str) else source.name
    is_its = isinstance(source, str) or source.thing == field.thing
    if is_its and other in nouns.known(field.thing).fields:
        yield _is(field, f"made from its {name(other)}")


_WITH = "(with|when|whenever / every time) [its|the]"
_ANEW = (
    f"(changes|change|follows / <be> updated|changed|regenerated|recreated / <be> made|generated again|anew) {_WITH}"
)


@form(
    f"{{field}} {_ANEW} {{source:name_of_field}}",
    f"{{field}} {_ANEW} {{source:name_of_field}} (changes|change / <be> changed|edited|updated)",
)
def changes_with(nouns: Nouns, field: Field, source: str) -> Said:
    if source in nouns.known(field.thing).fields:
        changes = "change" if is_plural(field.name) else "changes"
        yield f"{of(field.thing, field.name)} {changes} with its {name(source)}"


@form(
    "{field} <cannot> be changed|edited|updated|modified [later|afterwards|anymore]",
    "{field} never changes",
    "{field} is fixed|immutable|permanent",
)
def fixed(field: Field) -> Said:
    """A field that is given once."""
    yield f"{of(field.thing, field.name)} cannot be changed"


@form(
    "{field} defaults to {default:value}",
    "{field} is {default:value} by default",
    "[the] default {field} is {default:value}",
    "by default [,] {field} is {default:value}",
)
def defaulted(field: Field, default: str) -> Said:
    yield f"{of(field.thing, field.name)} starts as {value(default, known=True)}"


@form(
    "{one:field} <be> (after / above / later|greater|higher|more|larger|bigger than) {other:field}",
    "{one:field} <be> (after / above / later|greater|higher|more|larger|bigger than) {own:its_field}",
    "{one:field} comes|come|lies|lie after {other:field}",
    "{one:field} comes|come|lies|lie after {own:its_field}",
)
def after(nouns: Nouns, one: Field, other: Field | None = None, own: str = "") -> Said:
    yield from _compared(nouns, one, other, own, "after", "more than")


@form(
    "{one:field} <be> (before / below / earlier|lower|less|smaller than) {other:field}",
    "{one:field} <be> (before / below / earlier|lower|less|smaller than) {own:its_field}",
    "{one:field} comes|come|lies|lie before {other:field}",
)
def before(nouns: Nouns, one: Field, other: Field | None = None, own: str = "") -> Said:
    yield from _compared(nouns, one, other, own, "before", "less than")


@form(
    "{one:field} <cannot> be (before / below / earlier|lower|less|smaller than) {other:field}",
    "{one:field} <cannot> be (before / below / earlier|lower|less|smaller than) {own:its_field}",
    "{one:field} <be> (on or after / not before / at least) {other:field}",
)
def not_before(nouns: Nouns, one: Field, other: Field | None = None, own: str = "") -> Said:
    yield from _compared(nouns, one, other, own, "on or after", "at least")


@form(
    "{one:field} <cannot> be (after / above / later|greater|higher|more|larger|bigger than) {other:field}",
    "{one:field} <cannot> be (after / above / later|greater|higher|more|larger|bigger than) {own:its_field}",
    "{one:field} <cannot> exceed {other:field}",
    "{one:field} <be> (on or before / not after / at most) {other:field}",
)
def not_after(nouns: Nouns, one: Field, other: Field | None = None, own: str = "") -> Said:
    yield from _compared(nouns, one, other, own, "on or before", "at most")


def _compared(nouns: Nouns, one: Field, other: Field | None, own: str, of_times: str, of_numbers: str) -> Said:
    name_ = other.name if other else own
    if (other and other.thing != one.thing) or name_ not in nouns.known(one.thing).fields or name_ == one.name:
        return
    yield _is(one, f"{of_times if counted(one.name) in _TIMES else of_numbers} its {name(name_)}")


@form("{field} <cannot> be|lie in the future", "{field} <be> not in the future")
def never_in_the_future(field: Field) -> Said:
    yield _is(field, "not in the future")


@form("{field} <cannot> be|lie in the past", "{field} <be> not in the past")
def never_in_the_past(field: Field) -> Said:
    yield _is(field, "not in the past")


@form(
    "{fields} <be> unique [together]",
    "{fields} <be> unique [together] per|within|for|in [one] {per:thing}",
    "{fields} <be> unique across|among [all] [the] {all:thing}",
    "{fields} <cannot> be used twice",
    "{fields} <cannot> be duplicated|repeated",
    "there <cannot> be two {thing} with the same {names:ways}",
    "{fields} <cannot> be used more than once",
    "no two {thing} [can|may|should|must] have|share the same {names:ways}",
    "two {thing} <cannot> have|share the same {names:ways}",
)
def unique(
    nouns: Nouns, fields: Sequence[Field] = (), per: str = "", thing: str = "", names: Sequence[str] = (), all: str = ""
) -> Said:
    thing = thing or fields[0].thing
    if all not in ("", thing):
        return
    found = [field.name for field in fields] or list(names)
    if any(one not in nouns.known(thing).fields for one in found):
        return
    together = f"{be(found[0])} unique" if len(found) == 1 else "are unique together"
    yield f"{a(thing)}{possessive(thing)} {listed(map(name, found))} {together}" + (f" per {name(per)}" if per else "")


@form(
    "{thing} <can> have <at most> {most:number} {child:object}",
    "{thing} has|have <at most> {most:number} {child:object}",
    "{thing} <cannot> have more than {most:number} {child:object}",
    "<at most> {most:number} {child:object} per {thing}",
)
def limited(nouns: Nouns, thing: str, most: str, child: Object) -> Said:
    if thing in nouns.known(child.thing).links.values():
        yield from _at_most(nouns, thing, most, child)


@form(
    "{person} <can> have <at most> {most:number} {child:object}",
    "{person} has|have <at most> {most:number} {child:object}",
    "{person} <cannot> have more than {most:number} {child:object}",
    "<at most> {most:number} {child:object} per {person}",
)
def limited_for_people(nouns: Nouns, person: Person, most: str, child: Object) -> Said:
    role = role_of(nouns, person, child.thing)
    if role and role in nouns.known(child.thing).users:
        yield from _at_most(nouns, role, most, child)


@form(
    "{thing} <cannot> have more {child:object} than {own:its_field}",
    "{thing} <cannot> have more {child:object} than {limit:field}",
    "there <cannot> be more {child:object} than {limit:field}",
    "the number of {child:object} <cannot> exceed {limit:field}",
    "the number of {child:object} <cannot> be more|larger|higher|greater than {limit:field}",
)
def limited_by_a_field(nouns: Nouns, child: Object, thing: str = "", own: str = "", limit: Field | None = None) -> Said:
    field = limit or Field(thing, own)
    known = nouns.known(child.thing).links.values()
    if thing in ("", field.thing) and field.thing in known and field.name in nouns.known(field.thing).fields:
        yield from _at_most(nouns, field.thing, f"its {name(field.name)} of", child)


def _at_most(nouns: Nouns, thing: str, most: str, child: Object) -> Said:
    """How many others one thing has, all of them or those in some states."""
    if child.own:
        return
    if not child.state:
        yield f"{a(thing)} has at most {most} {several(child.thing)}"
        return
    yield from states(nouns, child.thing)
    those = listed(map(value, (child.state, *child.others)), "or")
    yield f"{a(thing)} has at most {most} {several(child.thing)} that are {those}"


FORMS = (
    in_range, never_negative, in_length, chosen, left_out, made_from, changes_with, fixed, defaulted, after, before,
    not_before, not_after, never_in_the_future, never_in_the_past, unique, limited, limited_for_people,
    limited_by_a_field,
)  # fmt: skip
