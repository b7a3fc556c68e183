"""What a rule about assumptions is."""

from collections.abc import Callable, Iterator, Mapping

from petsage_builder.language.draft import EntityDraft
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption

Drafts = Mapping[str, EntityDraft]
"""What was said of each entity, by its name."""

Rule = Callable[[Drafts, FeatureSpec], Iterator[Assumption]]
"""From what was said and what it was understood as to what was taken for granted in between."""
