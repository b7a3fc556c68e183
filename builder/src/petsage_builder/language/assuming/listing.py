"""How things are listed, where it isn't said."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.phrases import several
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption
from petsage_builder.terms.marking import listed


def assumed(drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """Newest first; all that are listed so are told of at once."""
    unsaid = [entity.name for entity in spec.entities if entity.access.see and not drafts[entity.name].value("order")]
    if unsaid:
        instead = tuple(sentence(f"{several(name)} are listed oldest first") for name in unsaid)
        yield Assumption(sentence(f"{listed(map(several, unsaid))} are listed newest first"), instead)
