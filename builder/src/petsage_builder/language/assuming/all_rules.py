"""Everything that was taken for granted of a request."""

from collections.abc import Iterator, Mapping

from petsage_builder.language.assuming import creating, deleting, linking, listing, overlapping, refusing, stepping
from petsage_builder.language.assuming.rule import Rule
from petsage_builder.language.draft import EntityDraft
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption

RULES: tuple[Rule, ...] = (
    creating.assumed,
    refusing.assumed,
    stepping.assumed,
    linking.assumed,
    deleting.assumed,
    overlapping.assumed,
    listing.assumed,
)
"""In the order in which they matter to a reader."""


def assumptions(drafts: Mapping[str, EntityDraft], spec: FeatureSpec) -> Iterator[Assumption]:
    """What is in the spec and was not said: `drafts` have what was, by the entities' names."""
    for rule in RULES:
        yield from rule(drafts, spec)
