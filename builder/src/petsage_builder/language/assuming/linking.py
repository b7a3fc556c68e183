"""Who links things of many to many."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.phrases import a, several, who_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption


def assumed(_drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """Whoever can change the thing that the sentence begins with; nothing in the language says another."""
    for entity in spec.entities:
        for many in entity.many_to_many if entity.access.change else ():
            who = who_phrase(entity.access.change)
            yield Assumption(sentence(f"{who} can link {a(entity.name)} with {several(many.target)}"))
