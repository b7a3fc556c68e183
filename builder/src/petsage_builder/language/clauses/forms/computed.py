"""What is computed: products, sums and counts, in people's own words."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.kinds import Field
from petsage_builder.language.clauses.nouns import FieldOf, Lesson, Nouns
from petsage_builder.language.phrases import be, of, several
from petsage_builder.terms.marking import name
from petsage_builder.terms.names import plural

Said = Iterator[str | Lesson]


@form(
    "{whole} <equals> {formula}",
    "{whole} is|are calculated|computed by multiplying {one:own_field} by|with|and {other:own_field}",
    "{whole} <equals> [the] product of {one:own_field} and {other:own_field}",
    defines=True,
)
def calculated(
    nouns: Nouns, whole: tuple[str, str], formula: Sequence[str] = (), one: str = "", other: str = ""
) -> Said:
    """ "The line total is the quantity multiplied by the price": of the one thing that has all of these fields."""
    thing, total = whole
    formula = formula or (one, "times", other)
    fields = [part for part in formula[::2] if not part[0].isdigit()]
    having = [found for found, known in nouns.things.items() if known.fields.keys() >= set(fields)]
    owners = [found for found in having if thing in ("", found)]
    if fields and len(owners) == 1 and total not in fields:
        (owner,) = owners
        said = [part if part in _SIGNS or part[0].isdigit() else f"its {name(part)}" for part in formula]
        yield FieldOf(owner, total)
        yield f"{of(owner, total)} {be(total)} {' '.join(said)}"


_SIGNS = ("times", "plus", "minus")


@form(
    "{whole} <equals> [the] sum|total of [all] [of] [its|their|the] {part:field}",
    "{whole} <equals> [the] sum|total of [the] {named:name_of_field} of|in|on [all] [of] [its|their|the] {child:thing}",
    "{whole} is|are calculated by adding up [all] [of] [its|their|the] {part:field}",
    defines=True,
)
def summed(nouns: Nouns, whole: tuple[str, str], part: Field | None = None, named: str = "", child: str = "") -> Said:
    """ "The total of an order is the sum of all its line totals"."""
    child, named = (part.thing, part.name) if part else (child, named)
    if named in nouns.known(child).fields and (parent := _parent(nouns, whole[0], child)):
        yield FieldOf(parent, whole[1])
        yield f"{of(parent, whole[1])} {be(whole[1])} the sum of its {several(child)}' {name(plural(named))}"


@form(
    "{whole} <equals> [the] number|count of [its|their|the] {child:thing}",
    "{whole} <equals> how many {child:thing} it has",
    defines=True,
)
def counted(nouns: Nouns, whole: tuple[str, str], child: str) -> Said:
    if parent := _parent(nouns, whole[0], child):
        yield FieldOf(parent, whole[1])
        yield f"{of(parent, whole[1])} {be(whole[1])} the number of its {several(child)}"


def _parent(nouns: Nouns, said: str, child: str) -> str:
    """The thing that a child belongs to: the one that is said, or the only one; empty where that isn't clear."""
    targets = [target for target in nouns.known(child).links.values() if target != "user" and said in ("", target)]
    return targets[0] if len(targets) == 1 else ""


FORMS = (calculated, summed, counted)
