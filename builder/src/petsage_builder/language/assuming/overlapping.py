"""That what does not overlap ends after it begins, where it isn't said."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.overlapping import in_turn
from petsage_builder.language.phrases import be, of
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption
from petsage_builder.terms.marking import name


def assumed(drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """One for each end; instead, it may be on the day on which it begins, or may not."""
    for entity in spec.entities:
        for rule in dict.fromkeys(tuple(said.value.items()) for said in in_turn(drafts[entity.name])):
            end = dict(rule)
            ways = [f"{of(entity.name, end['field'])} {be(end['field'])} {way}after its {name(end['other'])}"
                    for way in ("", "on or ")]  # fmt: skip
            one, other = ways if end["must_be"] == "after" else ways[::-1]
            yield Assumption(sentence(one), (sentence(other),))
