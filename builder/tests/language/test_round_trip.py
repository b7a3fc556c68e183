"""What is described is understood as it was meant."""

from hypothesis import HealthCheck, given, settings

from petsage_builder.language.describe import describe
from petsage_builder.language.parse import parse
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec, KnownEntity

from .strategies import KNOWN, peoples, specs

PROJECT = {name: KnownEntity(feature, Entity(name=name)) for name, feature in KNOWN.items()}


@given(specs())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_of_a_spec_means_that_spec(spec: FeatureSpec) -> None:
    text = describe(spec)

    understood = parse(text, feature=spec.feature, description=spec.description, known=PROJECT)

    assert understood == spec
    assert describe(understood) == text


@given(peoples())
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_of_people_means_what_they_have(spec: FeatureSpec) -> None:
    text = describe(spec)

    assert parse(text, feature=spec.feature, description=spec.description, known=PROJECT) == spec


@given(specs())
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_spec_survives_being_written_as_json(spec: FeatureSpec) -> None:
    assert FeatureSpec.model_validate_json(spec.model_dump_json()) == spec
    assert FeatureSpec.model_validate(spec.model_dump(mode="json")) == spec
