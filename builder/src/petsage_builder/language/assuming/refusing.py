"""What nobody can do because nobody was given it."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.phrases import a
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.access import VERBS, Verb
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption
from petsage_builder.terms.marking import listed, name


def assumed(drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """Deny by default."""
    for entity in spec.things:
        said = drafts[entity.name].access
        verbs = [
            verb for verb in VERBS if not entity.access.to(verb) and verb not in said and _can_be_done(verb, entity)
        ]
        if verbs:
            deed = f"can {listed(verbs, 'or')} {a(entity.name)}"
            who = f"its {name(entity.owners[0].role)}" if entity.owners else "admins"
            yield Assumption(sentence(f"nobody {deed}"), (sentence(f"only {who} {deed}"),))


def _can_be_done(verb: Verb, entity: Entity) -> bool:
    """Whether there is anything to change in one."""
    return verb != "change" or bool(entity.fields or entity.lifecycle or entity.many_to_many)
