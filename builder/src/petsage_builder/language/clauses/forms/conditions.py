"""What holds on a condition: "Comments can only be left on published posts", "A damaged rental must have a reason"."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.kinds import Field, Object
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.clauses.saying import in_state, states
from petsage_builder.language.phrases import a
from petsage_builder.terms.marking import listed, name, value

Said = Iterator[str | Lesson]

_MADE = "created|made|placed|added|written|left|posted|submitted (for / on / to / in)"


@form(
    f"{{thing}} <can only> be {_MADE} {{objects}}",
    f"{{thing}} <can only> be {_MADE} {{quality:word}} {{target:thing}}",
    f"{{thing}} <can> be {_MADE.replace(' (', ' only (')} {{objects}}",
    f"{{thing}} <can> be {_MADE.replace(' (', ' only (')} {{quality:word}} {{target:thing}}",
    f"{{thing}} <can only> be {_MADE} {{target:thing}} that|which is|are {{quality:word}}",
    "only {objects} <can> have|get|receive {thing}",
    "only {quality:word} {target:thing} <can> have|get|receive {thing}",
)
def only_for(nouns: Nouns, thing: str, objects: Sequence[Object] = (), quality: str = "", target: str = "") -> Said:
    yield from _for(nouns, thing, objects, quality, target, "can be created only for")


@form(
    f"{{thing}} <cannot> be {_MADE} {{objects}}",
    f"{{thing}} <cannot> be {_MADE} {{quality:word}} {{target:thing}}",
    f"no {{thing}} <can> be {_MADE} {{objects}}",
    f"no {{thing}} <can> be {_MADE} {{quality:word}} {{target:thing}}",
    f"{{thing}} <cannot> be {_MADE} {{target:thing}} that|which is|are {{quality:word}}",
)
def never_for(nouns: Nouns, thing: str, objects: Sequence[Object] = (), quality: str = "", target: str = "") -> Said:
    yield from _for(nouns, thing, objects, quality, target, "cannot be created for")


def _for(nouns: Nouns, thing: str, objects: Sequence[Object], quality: str, target: str, how: str) -> Said:
    """What it must belong to and be, by states that are known or by a field that says whether it is so."""
    belongs_to = nouns.known(thing).links.values()
    if len(objects) == 1 and objects[0].state and not objects[0].own and objects[0].thing in belongs_to:
        (one,) = objects
        yield from states(nouns, one.thing)
        yield f"{a(thing)} {how} {in_state(one.state, one.thing, *one.others)}"
    elif target in belongs_to and f"is {quality}" in nouns.known(target).fields:
        yield f"{a(thing)} {how} {a(f'{quality} {target}')}"


_IF = "if|when|whenever {thing} is|are {quality:word} [,]"
_GIVEN = "is|are required|mandatory|needed / must be given|provided|entered|stated|set / must be filled in"


@form(
    "{done_to:object} (must have / need|needs|require|requires) {given:fields}",
    "{done_to:object} (must have / need|needs|require|requires) a|an {new:name}",
    f"{{given:fields}} ({_GIVEN}) if|when|whenever {{thing}} is|are {{quality:word}}",
    f"{_IF} {{given:fields}} ({_GIVEN})",
    f"{_IF} a|an {{new:name}} ({_GIVEN})",
)
def given_if(
    nouns: Nouns, given: Sequence[Field] = (), done_to: Object | None = None, thing: str = "", quality: str = "",
    new: str = "",
) -> Said:  # fmt: skip
    """Fields of a thing that must be given where it is in a state, or where a field says that it is so."""
    thing, quality = (done_to.thing, done_to.state) if done_to and not done_to.own else (thing, quality)
    known = nouns.known(thing)
    is_told = quality in known.states or f"is {quality}" in known.fields
    is_flag = not is_told and not known.states and quality.endswith("ed") and thing in nouns.things
    if is_flag:
        yield f"{a(thing)} has whether it is {name(quality)}"
    if new and new not in known.fields and not nouns.is_thing(new) and not nouns.is_person(new) and quality:
        yield f"{a(thing)} has an optional {name(new)}"
        given = (Field(thing, new),)
    if given and (is_told or is_flag) and all(field.thing == thing for field in given):
        yield from states(nouns, thing) if quality in known.states else ()
        yield f"if {a(thing)} is {value(quality)}, its {listed([name(field.name) for field in given])} must be given"


FORMS = (only_for, never_for, given_if)
