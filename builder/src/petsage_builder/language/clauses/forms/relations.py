"""What a thing belongs to, and what deleting does."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.forms.has import has
from petsage_builder.language.clauses.items import Item
from petsage_builder.language.clauses.kinds import Person
from petsage_builder.language.clauses.nouns import EitherOf, Lesson, LinkOf, Nouns, Thing
from petsage_builder.language.clauses.saying import belongs as belongs_to_a_user
from petsage_builder.language.clauses.types import counted
from petsage_builder.language.phrases import a, several
from petsage_builder.terms.marking import name

Said = Iterator[str | Lesson]


@form(
    "{thing:new} <belongs> [exactly] [one] {target:thing}",
    "{thing:new} is|are in exactly one {target:thing}",
    "{thing:new} is|are (grouped / organised / organized / divided / arranged) into|in|by {target:thing}",
    defines=True,
)
def belongs(nouns: Nouns, thing: str, target: str) -> Said:
    if thing != target:
        yield from _related(nouns, thing, target, "belongs to")


@form(
    "{thing:new} <is for> {ones}",
    "{thing:new} <belongs> {ones}",
    "{thing:new} is|are (assigned / linked / attached / tied) to {ones}",
    "{thing:new} concerns|covers|references|links|connects|joins {ones}",
    defines=True,
)
def for_each(nouns: Nouns, thing: str, ones: Sequence[str]) -> Said:
    """ "A ticket is for one visitor and one time slot"."""
    if nouns.is_person(thing) or thing == "user" or thing in ones:
        return
    for one in ones:
        is_thing = nouns.is_thing(one)
        yield from _related(nouns, thing, one, "belongs to") if is_thing else belongs_to_people.says(nouns, thing, one)


@form("{thing:new} links|connects|joins|concerns {items}", defines=True)
def linking(nouns: Nouns, thing: str, items: Sequence[Item]) -> Said:
    """ "A reservation links a member, a court and a day": what it belongs to, and when."""
    are_when = all(item.what in ("one", "person") or counted(item.name) in ("date", "date and time") for item in items)
    if are_when and any(item.what == "field" for item in items):
        yield from has.says(nouns, thing=thing, items=tuple(items))


@form(
    "{thing:new} <may belong> [at most] [one] {target:thing}",
    "{thing:new} <belongs> at most one {target:thing}",
    defines=True,
)
def may_belong(nouns: Nouns, thing: str, target: str) -> Said:
    if thing != target:
        yield from _related(nouns, thing, target, "may belong to")


def _related(nouns: Nouns, thing: str, target: str, verb: str) -> Said:
    if not nouns.is_person(thing) and thing != "user":
        yield Thing(thing)
        yield LinkOf(thing, target, target)
        yield f"{a(thing)} {verb} {a(target)}"


@form(
    "{thing:new} <belongs> [exactly] [one] {person:new_people}",
    "{thing:new} is|are {_done:word} by (exactly one / one) {person:new_people}",
    defines=True,
)
def belongs_to_people(nouns: Nouns, thing: str, person: str, _done: str = "") -> Said:
    """ "A ticket is assigned to an agent": one of the people."""
    if nouns.is_person(person) and not nouns.is_person(thing):
        yield Thing(thing)
        yield LinkOf(thing, "user", person)
        yield belongs_to_a_user(thing, person)


@form(
    "{thing:new} <belongs> at most one {person:new_people}",
    "{thing:new} <may belong> [at most] [one] {person:new_people}",
    defines=True,
)
def may_belong_to_people(nouns: Nouns, thing: str, person: str) -> Said:
    if nouns.is_person(person) and not nouns.is_person(thing):
        yield Thing(thing)
        yield LinkOf(thing, "user", person)
        yield f"{a(thing)} may belong to a user, its {name(person)}"


@form("{thing} <belongs> the {by:new_people} who <made> it", "{thing} <belongs> {maker:maker}", defines=True)
def belongs_to_its_maker(thing: str, maker: Person | None = None, by: str = "") -> Said:
    """ "An event belongs to the organiser who created it"."""
    role = by or (maker and maker.noun) or "owner"
    yield LinkOf(thing, "user", role)
    yield belongs_to_a_user(thing, role)
    yield f"whoever creates {a(thing)} becomes its {name(role)}"


@form(
    "{person:new_people} own|owns|possess|possesses {thing}",
    "{person:new_people} <may have> [<several>] {thing}",
    "{person:new_people} has|have <several> {thing}",
    defines=True,
)
def owned(nouns: Nouns, thing: str, person: str) -> Said:
    """ "Residents own vehicles": each belongs to one of them."""
    if nouns.is_person(person):
        yield LinkOf(thing, "user", person)
        yield belongs_to_a_user(thing, person)


@form("{thing} <can be> nested", "{thing} <can> be nested in|within|into one another|each other", defines=True)
def nested(thing: str) -> Said:
    """ "Categories can be nested"."""
    yield LinkOf(thing, thing, "parent")
    yield f"{a(thing)} may belong to {a(thing)}, its {name('parent')}"


@form(
    "delete {thing} [together|along] with [all] [of] its|their {children:things}",
    "deleting {thing} [should|must|will] deletes|delete|removes|remove [all] [of] [its|their|the] {children:things}",
    "when|if {thing} is|are|gets|get <deleted> [,] [all] [of] [its|their|the] {children:things} are|is|get|gets"
    " <deleted> [as|along] [well|with] [it|them]",
    "when|if {thing} is|are|gets|get <deleted> [,] [all] [of] [its|their|the] {children:things} should|must be"
    " <deleted> [as|along] [well|with] [it|them]",
)
def deletes(thing: str, children: tuple[str, ...]) -> Said:
    yield from (f"deleting {a(thing)} deletes its {several(child)}" for child in children)


@form(
    "deleting {thing} [should|must|will] keeps|keep [all] [of] [its|their|the] {children:things}",
    "deleting {thing} must|should|does not delete|remove [its|their|the] {children:things}",
    "when|if {thing} is|are|gets|get <deleted> [,] [all] [of] [its|their|the] {children:things} are|is kept",
)
def keeps(thing: str, children: tuple[str, ...]) -> Said:
    yield from (f"deleting {a(thing)} keeps its {several(child)}" for child in children)


_WHILE = "(while|if|when / as long as / so long as)"


@form(
    f"{{thing}} <cannot> be <deleted> {_WHILE} it|they [still] has|have [any] {{children:things}}",
    "{thing} that|which [still] has|have [any] {children:things} <cannot> be <deleted>",
    "{thing} with [any] {children:things} <cannot> be <deleted>",
    f"deleting {{thing}} is not possible|allowed {_WHILE} it|they [still] has|have [any] {{children:things}}",
    "{thing} <can> only be <deleted> if|when it|they has|have no {children:things}",
    "{thing} <can> only be <deleted> if|when there is|are no {children:things} (in / for / of / on / under) it|them",
    f"{{thing}} <cannot> be <deleted> {_WHILE} there is|are [still] [any] {{children:things}}"
    " (in / for / of / on / under / belonging to) it|them",
    f"{{thing}} <cannot> be <deleted> {_WHILE} [any] {{children:things}} belong|belongs to it|them",
)
def refuses(thing: str, children: tuple[str, ...]) -> Said:
    yield from (f"{a(thing)} with {several(child)} cannot be deleted" for child in children)


@form(
    "deleted {things} <can> be restored|recovered|undeleted for|within|up [to] {days:number} days|day",
    "deleted {things} <can> be brought back for|within|up [to] {days:number} days|day",
)
def restorable(things: Sequence[str], days: str) -> Said:
    for thing in things:
        yield f"a {name(f'deleted {thing}')} can be restored for {days} {'day' if days == '1' else 'days'}"


_KEEP = "[we] [want|need] [to] keep|store (a / the) [full|complete] history|record"


@form(
    "every|each|any change to|of {things} <be> kept|recorded|tracked",
    "[all] changes to|of {things} <be> kept|recorded|tracked",
    f"{_KEEP} of [every|each|all] [changes to] {{things}}",
    f"{_KEEP} of every|each|any change to {{things}}",
    f"{_KEEP} for [every|each|all] {{things}}",
    "(a / the) [full|complete] history of [all] {things} <be> kept|stored|recorded",
    "{things} keep|keeps|has|have (a / the) [full|complete] history of [all] [its|their|the] changes",
    "{things} keep|keeps|has|have (a / the) [full|complete] change history",
)
def kept(things: Sequence[str]) -> Said:
    for thing in things:
        yield f"every change to {a(thing)} is kept"


@form(
    "[all] changes to|of {things} <be> logged",
    "every|each|any change to|of {things} <be> logged",
    "log [all] changes to|of {things}",
)
def logged(things: Sequence[str]) -> Iterator[EitherOf]:
    """A log of identifiers, or a history of what was there: asked."""
    kept = tuple(f"every change to {a(thing)} is kept" for thing in things)
    yield EitherOf(tuple(f"log every created, changed or deleted {name(thing)}" for thing in things), kept)


FORMS = (
    belongs, owned, nested, for_each, linking, may_belong, belongs_to_people, may_belong_to_people,
    belongs_to_its_maker,
    deletes,
    keeps, refuses, restorable, kept, logged,
)  # fmt: skip
