"""How lists are ordered, and what they are filtered and searched by."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.phrases import several, whether_phrase
from petsage_builder.terms.marking import listed, name

Said = Iterator[str | Lesson]


@form(
    "{thing} <be> <listed> [with] [the] <newest> [ones] first",
    "{thing} <be> <listed> [with] [the] <newest> [ones] (on top / at the top)",
    "{thing} <be> <listed> in reverse chronological order",
    "[the] <newest> {thing} [should] come|comes|appear|appears|be|are (first / on top / at the top)",
    "[the] <newest> {thing} <be> <listed> first",
    "<newest> {thing} first",
    "show|list|display [the] <newest> {thing} first",
    "show|list|display {thing} [with] [the] <newest> first",
    "{thing} list sorted|ordered newest first",
    "[the] list of {thing} <be> <listed> newest first",
)
def newest(thing: str) -> Said:
    yield f"{several(thing)} are listed newest first"


@form(
    "{thing} <be> <listed> oldest first",
    "[the] oldest {thing} come|comes|appear|appears (first / on top / at the top)",
    "[the] list of {thing} <be> <listed> oldest first",
)
def oldest(thing: str) -> Said:
    yield f"{several(thing)} are listed oldest first"


@form(
    "{thing} <be> <listed> <by> [their|its|the] {field:name_of_field}",
    "{thing} <be> <listed> <by> [their|its|the] {field:name_of_field} [,] {way:direction}",
    "[the] list of {thing} <be> <listed> <by> [their|its|the] {field:name_of_field}",
    "[the] list of {thing} <be> <listed> <by> [their|its|the] {field:name_of_field} [,] {way:direction}",
    "{thing} list <listed> <by> {field:name_of_field}",
    "{thing} list <listed> <by> {field:name_of_field} [,] {way:direction}",
    "{thing} <be> <listed> alphabetically by [their|its|the] {field:name_of_field}",
    "{thing} <be> <listed> in alphabetical order by|of [their|its|the] {field:name_of_field}",
    "{thing} <be> <listed> in chronological order by|of [their|its|the] {field:name_of_field}",
    "{thing} <be> <listed> <by> [their|its|the] {field:name_of_field} [,] with [the] {way:extreme}"
    " (first / on top / at the top)",
    "list|sort|order|show|display {thing} <by> {field:name_of_field}",
    "list|sort|order|show|display {thing} <by> {field:name_of_field} [,] {way:direction}",
    "{thing} with [the] {way:extreme} {field:name_of_field} come|comes|appear|appears|go|goes first",
    "{thing} with [the] {way:extreme} {field:name_of_field} <be> <listed> first",
)
def ordered(nouns: Nouns, thing: str, field: str, way: str = "") -> Said:
    if field in nouns.known(thing).fields:
        yield f"{several(thing)} are listed {_by(field, way)}"


@form(
    "{thing} <be> <listed> [first|alphabetically] <by> {keys}",
    "[the] list of {thing} <be> <listed> [first] <by> {keys}",
    "{thing} list <listed> <by> {keys}",
    "list|sort|order|show|display {thing} [first] <by> {keys}",
)
def ordered_in_turn(nouns: Nouns, thing: str, keys: Sequence[tuple[str, str]]) -> Said:
    if {field for field, _ in keys if field} <= nouns.known(thing).fields.keys():
        yield f"{several(thing)} are listed {', then '.join(_by(field, way) for field, way in keys)}"


def _by(field: str, way: str) -> str:
    """ "by due date, newest first": what follows "are listed"."""
    if not field:
        return f"{way} first"
    first = "" if way in ("", "ascending") else ", descending" if way == "descending" else f", {way} first"
    return f"by {name(field)}{first}"


@form(
    "{thing} <be> <listed> newest first [,] [and] with their total",
    "newest|latest {thing} first [,] [and] with their total",
)
def newest_and_counted(nouns: Nouns, thing: str) -> Said:
    if not _is_a_field(nouns, thing):
        yield f"{several(thing)} are listed newest first"
        yield f"{several(thing)} are listed with how many there are"


@form(
    "{thing} <be> listed [together] with (their / the / a) (total number / total count / number / count)",
    "{thing} <be> listed [together] with [the] total",
    "[every|each|the] list|page of {thing} shows|says|tells|gives|states [the|a|their] total number|count",
)
def with_total(nouns: Nouns, thing: str) -> Said:
    if not _is_a_field(nouns, thing):
        yield f"{several(thing)} are listed with how many there are"


@form(
    "[every|each|the] list|page of {thing} shows|says|tells|gives|states how many there are",
    "[every|each|the] list|page of {thing} shows|says|tells|gives|states how many {others:thing} there are",
)
def counted(thing: str, others: str = "") -> Said:
    if others in ("", thing):
        yield f"{several(thing)} are listed with how many there are"


def _is_a_field(nouns: Nouns, thing: str) -> bool:
    """Whether a thing has a field that is called as its count is."""
    return not {"total", "count", "number"}.isdisjoint(nouns.known(thing).fields)


@form(
    "{thing} <can be> filtered|filterable by {ways}",
    "{thing} <be> filterable by {ways}",
    "[the] list of {thing} <can be> filtered by {ways}",
    "{thing} list <can be> filtered by {ways}",
    "{_people:whoever} [<can>] filter [the] [list] [of] {thing} by {ways}",
    "it <be> possible to filter [the] [list] [of] {thing} by {ways}",
    "filter [the] [list] [of] {thing} by {ways}",
)
def filtered(nouns: Nouns, thing: str, ways: Sequence[str], _people: object = None) -> Said:
    """A list is filtered by whoever sees it: who they are is no right of its own."""
    found = [_way(nouns, thing, way) for way in ways]
    if all(found):
        yield f"{several(thing)} can be filtered by {listed(map(whether_phrase, found))}"


@form(
    "{thing} <can be> searched|searchable|found by {ways}",
    "{thing} <be> searchable by {ways}",
    "{_people:whoever} <can> search [for] {thing} by {ways}",
    "{_people:whoever} <can> (find / look up / look for) {thing} by {ways}",
    "it <be> possible to (search [for] / find / look up / look for) {thing} by {ways}",
    "search [for] {thing} by {ways}",
)
def searched(nouns: Nouns, thing: str, ways: Sequence[str], _people: object = None) -> Said:
    found = [_way(nouns, thing, way) for way in ways]
    if all(found):
        yield f"{several(thing)} can be searched by {listed(map(name, found))}"


@form(
    "{thing} <be> found|addressed|identified|reached by [their|its] {way:name_of_field}",
    "{thing} has|have [their|its] {way:name_of_field} in [their|its] address|addresses|url|urls|path|paths",
)
def found_by(nouns: Nouns, thing: str, way: str) -> Said:
    if way in nouns.known(thing).fields:
        yield f"{several(thing)} are found by their {name(way)}"


def _way(nouns: Nouns, thing: str, way: str) -> str:
    """A field, a relation or the status; empty where a thing has nothing of this name."""
    known = nouns.known(thing)
    if way in known.fields or way in known.links or way == "status":
        return way
    if f"is {way}" in known.fields:
        return f"is {way}"
    return next((role for role, target in known.links.items() if target == way), "")


FORMS = (
    newest,
    oldest,
    newest_and_counted,
    with_total,
    counted,
    ordered,
    ordered_in_turn,
    filtered,
    searched,
    found_by,
)
