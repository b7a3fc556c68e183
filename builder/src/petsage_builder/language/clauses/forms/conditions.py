"""What things are created for: "Comments can only be left on published posts"."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.kinds import Object
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.clauses.saying import in_state, states
from petsage_builder.language.phrases import a

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


FORMS = (only_for, never_for)
