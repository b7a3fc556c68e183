"""Sentence forms with the request's own nouns, to be chosen from while writing."""

from collections.abc import Mapping

from petsage_builder.language.forms import FORMS, filled_in
from petsage_builder.request.payload import Requirements
from petsage_builder.spec.feature import KnownEntity
from petsage_builder.terms.names import plural

_FIRST_ENTITY = "thing"


def phrases(requirements: Requirements, known: Mapping[str, KnownEntity]) -> list[str]:
    """Every form, filled in with the entity that the text speaks of last, and with one that is there to belong to."""
    text = requirements.lower() if isinstance(requirements, str) else ""
    entity = _entity(text)
    other = next((name for name in known if name != entity), "user")
    nouns = {
        "entity": entity,
        "other": other,
        "field": "name",
        "other field": "date",
        "entities": plural(entity),
        "others": plural(other),
    }
    return [filled_in(form, nouns) for form in FORMS]


def _entity(text: str) -> str:
    """The first noun that has something: "A weight entry has …"."""
    before, has, _ = text.rpartition(" has ")
    words = before.rpartition(".")[2].split() if has else []
    named = words[words.index("a") + 1 :] if "a" in words else words[1:]
    return " ".join(named) if 0 < len(named) <= 3 else _FIRST_ENTITY
