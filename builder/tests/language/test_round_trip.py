"""What is described is understood as it was meant."""

from hypothesis import HealthCheck, given, settings

from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec, KnownEntity

from .strategies import KNOWN, specs

PROJECT = {name: KnownEntity(feature, Entity(name=name)) for name, feature in KNOWN.items()}


def understood(text: str, like: FeatureSpec) -> FeatureSpec:
    return parse(text, feature=like.feature, description=like.description, known=PROJECT)


@given(specs())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_of_a_spec_means_that_spec(spec: FeatureSpec) -> None:
    assert understood(describe(spec), spec) == spec
