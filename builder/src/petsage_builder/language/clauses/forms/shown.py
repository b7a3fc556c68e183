"""What things are shown with: "Show plants with their family's name"."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.form import form
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.phrases import a, several
from petsage_builder.terms.marking import listed, name

Said = Iterator[str | Lesson]

_WITH = "[together|along] with {role:role_of_another} {fields:fields_of_another}"


@form(
    f"{{thing}} <be> <listed> {_WITH}",
    f"show|list|display {{thing}} {_WITH}",
    f"{{thing}} <be> <listed> {{end:newest}} [,] [and] {_WITH}",
)
def shown_with(nouns: Nouns, thing: str, role: str, fields: Sequence[str], end: bool = False) -> Said:
    """Fields of what a thing belongs to."""
    links = nouns.known(thing).links
    found = role if role in links else next((one for one, target in links.items() if target == role), "")
    target = links.get(found, "")
    if target and target != "user" and set(fields) <= nouns.known(target).fields.keys():
        if end:
            yield f"{several(thing)} are listed newest first"
        yield f"{a(thing)} is shown with its {name(found)}'s {listed(map(name, fields))}"


FORMS = (shown_with,)
