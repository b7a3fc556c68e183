"""Short ways to ask what some sentences mean."""

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse
from petsage_builder.spec.access import Access, Grant
from petsage_builder.spec.entity import BelongsTo, Entity
from petsage_builder.spec.feature import FeatureSpec, KnownEntity

OWNED = Access(**{verb: (Grant(to="owner", relation="owner"),) for verb in ("see", "create", "change", "delete")})
PET = Entity(name="pet", belongs_to=(BelongsTo(target="user", role="owner"),), access=OWNED)
CLINIC = Entity(name="clinic")
PROJECT = {"pet": KnownEntity("pets", PET), "clinic": KnownEntity("clinics", CLINIC)}
"""A project that has pets and clinics."""


def meaning(text: str) -> FeatureSpec:
    return parse(text, feature="visits", description="What happens at visits.", known=PROJECT)


def shown(text: str) -> list[str]:
    """The sentences that are shown for a text, which mean the same as it does."""
    spec = meaning(text)
    sentences = describe(spec)
    assert meaning(sentences) == spec
    assert describe(meaning(sentences)) == sentences
    return sentences.splitlines()


def problems(text: str) -> list[str]:
    """What is wrong with a text, each as one line."""
    try:
        spec = meaning(text)
    except NotUnderstoodError as error:
        return [str(problem) for problem in error.problems]
    raise AssertionError(f"understood: {describe(spec)}")
