"""A feature request becomes a feature spec."""

from collections.abc import Mapping

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.payload import FeatureRequest
from petsage_builder.spec.feature import FeatureSpec, KnownEntity


def understand(request: FeatureRequest, known: Mapping[str, KnownEntity]) -> FeatureSpec:
    """What a request means; `known` are the project's entities by name.

    Raises:
        NotUnderstoodError: the request has requirements.
    """
    if request.requirements is not None:
        raise NotUnderstoodError(
            Problem("payload.requirements", "the requirements language isn't there yet", "write `none` for a static endpoint")
        )
    return FeatureSpec(feature=request.feature, description=request.description)


def describe_spec(spec: FeatureSpec) -> list[str]:
    """What was understood, as sentences."""
    return ["One static endpoint that answers with the system's status; it needs no account and no data."]
