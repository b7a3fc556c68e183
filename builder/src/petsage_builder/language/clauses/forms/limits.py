"""How large, how long and how many: bounds, comparisons, choices, uniqueness, limits."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.items import one_of
from petsage_builder.language.clauses.kinds import Bounds, Field, Object, Person
from petsage_builder.language.clauses.nouns import Lesson, LinkOf, Nouns
from petsage_builder.language.clauses.saying import role_of, states
from petsage_builder.language.clauses.types import counted, length_phrase, range_phrase
from petsage_builder.language.phrases import a, be, of, possessive, several
from petsage_builder.terms.marking import listed, name, value
from petsage_builder.terms.names import is_plural
from petsage_builder.terms.units import as_code, currencies_of

Said = Iterator[str | Lesson]
_TIMES = ("date", "date and time", "time of day")


def _is(field: Field, what: str) -> str:
    return f"{of(field.thing, field.name)} {be(field.name)} {what}"


@form(
    "{field} <be> {bounds}",
    "{field} <be> {bounds} {counted_in:unit}",
    "{field} <can be> {bounds}",
    "{field} ranges|goes|lies|lie|stays {bounds}",
    "{field} <can> lie|stay|go {bounds}",
    "{field} <be> always {bounds}",
    "{field} <be> [a] {percent:percentage} {bounds}",
)
def in_range(field: Field, bounds: Bounds, percent: str = "", counted_in: str = "") -> Said:
    unit = percent or counted_in
    if counted(field.name) not in _TIMES and (not unit or field.unit in ("", unit)) and not currencies_of(unit):
        ends = f" from {bounds.least} to {bounds.most}" if bounds.least and bounds.most else ""
        ends = ends or (f" of at least {bounds.least}" if bounds.least else f" of at most {bounds.most}")
        number = "a number" if percent else range_phrase(field.name, field.unit or unit, bounds)
        yield _is(field, number + (f" in {unit}" if unit else "") + ends)


@form(
    "{field} <cannot> be|go|become|get negative",
    "{field} is|are never negative",
    "{field} <cannot> be|go|fall|drop|sink|rise|climb {ends}",
    "{field} is|are never {ends}",
    "{field} <cannot> exceed {most:number}",
    "no {thing} <can> have a|an {named:name_of_field} {ends}",
)
def never_beyond(
    nouns: Nouns, field: Field | None = None, ends: Bounds | None = None, most: str = "", thing: str = "",
    named: str = "",
) -> Said:  # fmt: skip
    """ "A price can't be negative", "No item may have a quantity below 1"."""
    found = field or (Field(thing, named, nouns.known(thing).fields[named]) if _has(nouns, thing, named) else None)
    if found and counted(found.name) not in _TIMES:
        ends = ends or Bounds(most=most or None)
        end = f"at most {ends.least or ends.most}" if ends.least or most else f"at least {ends.most or 0}"
        yield _is(found, f"{range_phrase(found.name, found.unit)} of {end}")


def _has(nouns: Nouns, thing: str, field: str) -> bool:
    return field in nouns.known(thing).fields


@form("{field} <be> {ends}", "{field} is|are always {ends}")
def beyond_a_number(field: Field, ends: Bounds) -> Said:
    """ "A weight must be more than 0": the next number that can be said, a whole one or one with two decimals."""
    kind = range_phrase(field.name, field.unit)
    if counted(field.name) in _TIMES:
        return
    step = Decimal(1 if kind == "a whole number" else "0.01")
    least, most = ends.least and Decimal(ends.least) + step, ends.most and Decimal(ends.most) - step
    yield _is(field, f"{kind} of {f'at least {least}' if least else f'at most {most}'}")


@form(
    "{field} <be> {bounds} {unit:length_unit} [long]",
    "{field} <can be> {bounds} {unit:length_unit} [long]",
    "{field} <has> {bounds} {unit:length_unit}",
    "{field} <has> [exactly] {exactly:number} {unit:length_unit}",
    "{field} <be> [exactly] {exactly:number} {unit:length_unit} [long]",
    "{field} <may have> {bounds} {unit:length_unit}",
    "{field} is limited to {most:number} {unit:length_unit}",
    "{field} <cannot> be longer than {most:number} {unit:length_unit}",
    "{field} <cannot> have more than {most:number} {unit:length_unit}",
    "{field} <cannot> exceed {most:number} {unit:length_unit}",
)
def in_length(field: Field, unit: str, bounds: Bounds | None = None, most: str = "", exactly: str = "") -> Said:
    kind = "long text" if counted(field.name) == "long text" else "text"
    said = Bounds(exactly, exactly) if exactly else Bounds(most=most)
    yield _is(field, kind + length_phrase(bounds or said, unit))


_DEFAULT = "[,|;] [and|where|with] ({default:value} is|being|as the default / the default is {default:value})"


@form(
    "{field} <be> [one] [of|either] {values}",
    "{field} <can be> [either] [one] [of] {values}",
    f"{{field}} <be> [one] [of|either] {{values}} {_DEFAULT}",
    f"{{field}} <can be> [either] {{values}} {_DEFAULT}",
)
def chosen(field: Field, values: tuple[str, ...], default: str = "") -> Said:
    if set(values) != {"yes", "no"} and default in (*values, ""):
        yield _is(field, one_of(values))
        if default:
            yield from defaulted.says(field, default)


@form("{field} <be> in {unit}")
def measured(field: Field, unit: str) -> Said:
    """ "The fee is in euros"."""
    if counted(field.name) in _TIMES:
        return
    if not field.unit and (currencies_of(unit) or counted(field.name) == "number"):
        yield _is(field, f"{'an amount' if currencies_of(unit) else 'a number'} in {as_code(unit)}")


@form(
    "{field} <be> required|mandatory|compulsory|obligatory",
    "{field} must|should|shall be given|present|provided|entered|filled",
    "{field} must|should|shall be filled in",
    "{field} <cannot> be empty|blank|missing",
    "{field} <cannot> be left out|empty|blank",
)
def required(field: Field) -> Said:
    """What must be given is what a thing has, where nothing says that it is optional."""
    unit = f" in {as_code(field.unit)}" if field.unit else ""
    yield f"{a(field.thing)} has {'' if is_plural(field.name) else 'a '}{name(field.name)}{unit}"


@form("{field} <be> optional", "{field} can|may be (left out / [left] empty|blank|open / missing)")
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
    "{field} never changes|change",
    "{field} is fixed|immutable|permanent",
)
def fixed(field: Field) -> Said:
    """A field that is given once."""
    yield f"{of(field.thing, field.name)} cannot be changed"


@form(
    "{field} defaults|default to {default:value}",
    "{field} is {default:value} by default",
    "[the] default {field} is {default:value}",
    "by default [,] {field} is {default:value}",
)
def defaulted(field: Field, default: str) -> Said:
    yield f"{of(field.thing, field.name)} starts as {value(default, known=True)}"


_MORE = "(after / above / over / later|greater|higher|more|larger|bigger than)"
_LESS = "(before / below / under / earlier|lower|less|smaller|fewer than)"


@form(
    f"{{one:field}} <be> {_MORE} {{other}}",
    "{one:field} [must|should|shall|always] comes|come|lies|lie|falls|fall after {other}",
    "{one:field} (has / have) to come|lie|fall after {other}",
)
def after(nouns: Nouns, one: Field, other: tuple[str, str]) -> Said:
    yield from _compared(nouns, one, other, "after", "more than")


@form(
    f"{{one:field}} <be> {_LESS} {{other}}",
    "{one:field} [must|should|shall|always] comes|come|lies|lie|falls|fall before {other}",
    "{one:field} (has / have) to come|lie|fall before {other}",
)
def before(nouns: Nouns, one: Field, other: tuple[str, str]) -> Said:
    yield from _compared(nouns, one, other, "before", "less than")


@form(
    f"{{one:field}} <cannot> be|come|lie|fall {_LESS} {{other}}",
    "{one:field} <be> (on or after / not before / at least / no earlier than / not earlier than) {other}",
)
def not_before(nouns: Nouns, one: Field, other: tuple[str, str]) -> Said:
    yield from _compared(nouns, one, other, "on or after", "at least")


@form(
    f"{{one:field}} <cannot> be|come|lie|fall {_MORE} {{other}}",
    "{one:field} <cannot> exceed {other}",
    "{one:field} <be> (on or before / not after / at most / no later than / not later than) {other}",
)
def not_after(nouns: Nouns, one: Field, other: tuple[str, str]) -> Said:
    yield from _compared(nouns, one, other, "on or before", "at most")


def _compared(nouns: Nouns, one: Field, other: tuple[str, str], of_times: str, of_numbers: str) -> Said:
    thing, field = other
    if thing in ("", one.thing) and field in nouns.known(one.thing).fields and field != one.name:
        yield _is(one, f"{of_times if counted(one.name) in _TIMES else of_numbers} its {name(field)}")


@form("{field} <cannot> be|lie in the future", "{field} <be> not in the future")
def never_in_the_future(field: Field) -> Said:
    yield _is(field, "not in the future")


@form("{field} <cannot> be|lie in the past", "{field} <be> not in the past")
def never_in_the_past(field: Field) -> Said:
    yield _is(field, "not in the past")


@form(
    "no {thing} <can> be <made> for|on|with|at {field:own_field} in the {past:past}",
    "{thing} <cannot> be <made> for|on|with|at {field:own_field} in the {past:past}",
    "{thing} <cannot> be for|on|at {field:own_field} in the {past:past}",
)
def never_made_for(nouns: Nouns, thing: str, field: str, past: str) -> Said:
    """ "No booking can be made for a date in the past"."""
    if field in nouns.known(thing).fields and counted(field) in _TIMES:
        yield _is(Field(thing, field), f"not in the {past}")


@form(
    "{fields} <be> unique [together]",
    "{fields} <be> unique [,] {any_case:any_case}",
    "{fields} <be> unique per|within|for|in [one] {per:thing} [,] {any_case:any_case}",
    "{fields} <be> unique [together] per|within|for|in [one] {per:thing}",
    "{fields} <be> unique across|among [all] [the] {all:thing}",
    "{fields} <cannot> be used twice",
    "{fields} <can> only be used|registered|taken once",
    "{fields} <cannot> be duplicated|repeated",
    "there <cannot> be two {thing} with the same {names:ways}",
    "{fields} <cannot> be used more than once",
    "no two {thing} [can|may|should|must] have|share|use the same {names:ways}",
    "two {thing} <cannot> have|share|use the same {names:ways}",
    "no two {thing} of|in|within|for|on|at the same {per:thing} [can|may|should|must] have|share|use the same"
    " {names:ways}",
    "two {thing} of|in|within|for|on|at the same {per:thing} <cannot> have|share|use the same {names:ways}",
    "within|in (a / an / one / each / every / the same) {per:thing} [,] no two {thing} [can|may|should|must]"
    " have|share|use the same {names:ways}",
)
def unique(
    nouns: Nouns, fields: Sequence[Field] = (), per: str = "", thing: str = "", names: Sequence[str] = (),
    all: str = "", any_case: bool = False,
) -> Said:  # fmt: skip
    thing = thing or fields[0].thing
    if all not in ("", thing):
        return
    found = [field.name for field in fields] or list(names)
    if any(one not in nouns.known(thing).fields for one in found):
        return
    together = f"{be(found[0])} unique" if len(found) == 1 else "are unique together"
    within = (f" per {name(per)}" if per else "") + (" regardless of capitals" if any_case else "")
    yield f"{a(thing)}{possessive(thing)} {listed(map(name, found))} {together}{within}"


_COUNTED = "(<at most> / only / just) {most:number} {child:object} [<at once>]"
_NOT_MORE = "more than {most:number} {child:object} [<at once>]"
_PER = "[is|are possible|allowed|permitted]"


@form(
    f"{{thing}} [<can>] has|have {_COUNTED}",
    f"{{thing}} <cannot> have {_NOT_MORE}",
    f"<at most> {{most:number}} {{child:object}} per|for {{thing}} {_PER}",
    f"there <can> be {_COUNTED} per|for {{thing}}",
    f"there <cannot> be {_NOT_MORE} per|for {{thing}}",
)
def limited(nouns: Nouns, thing: str, most: str, child: Object) -> Said:
    if thing in nouns.known(child.thing).links.values():
        yield from _at_most(nouns, thing, most, child)


@form(
    f"{{person}} [<can>] <holds> {_COUNTED}",
    f"{{person}} <cannot> <holds> {_NOT_MORE}",
    f"<at most> {{most:number}} {{child:object}} per|for {{person}} {_PER}",
    f"there <can> be {_COUNTED} per|for {{person}}",
    f"there <cannot> be {_NOT_MORE} per|for {{person}}",
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


@form(
    "there <can> only be one {child:thing} (per / for each / for every) {ways}",
    "there <can> be (only / just / at most / no more than) one {child:thing} (per / for each / for every) {ways}",
    "there is|are (only / just / at most / no more than) one {child:thing} (per / for each / for every) {ways}",
    "(only / just / at most / no more than) one {child:thing} (per / for each) {ways}"
    " [is|are possible|allowed|permitted]",
)
def once_per(nouns: Nouns, child: str, ways: Sequence[str]) -> Said:
    """ "There can only be one review per visitor and exhibition": what it belongs to is unique together."""
    links = dict(nouns.known(child).links)
    if len(ways) == 1 and ways[0] in nouns.things and not links and child != ways[0]:
        links[ways[0]] = ways[0]
        yield LinkOf(child, ways[0], ways[0], implied=True)
        yield f"{a(child)} belongs to {a(ways[0])}"
    found = [way if way in links else next((role for role, to in links.items() if to == way), "") for way in ways]
    if found in ([way] for way in links):
        yield f"{a(links[found[0]])} has at most one {name(child)}"
    elif len(found) > 1 and all(found):
        yield f"{a(child)}{possessive(child)} {listed(map(name, found))} are unique together"


FORMS = (
    in_range, never_beyond, beyond_a_number, in_length, chosen, measured, required, left_out, made_from, changes_with,
    fixed, defaulted, after, before,
    not_before, not_after, never_in_the_future, never_in_the_past, never_made_for, unique, limited, limited_for_people,
    limited_by_a_field, once_per,
)  # fmt: skip
