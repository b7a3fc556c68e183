"""A feature request to its typed meaning."""

from collections.abc import Mapping

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import FeatureRequest, UnfitRequestError
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.understanding import Understanding


def understand(request: FeatureRequest, known: Mapping[str, KnownEntity]) -> Understanding:
    """What a request means in a project that has the known entities; without requirements, a static endpoint.

    Raises:
        NotUnderstoodError: with everything in the requirements that isn't understood.
    """
    feature, description, requirements = request.feature, request.description, request.requirements
    if requirements is None:
        return Understanding(FeatureSpec(feature=feature, description=description))
    if isinstance(requirements, str):
        from petsage_builder.language.parse import understood

        return understood(requirements, feature=feature, description=description, known=known)
    from petsage_builder.spec.validate import spec_from_data

    return Understanding(spec_from_data(feature, description, requirements, known))


def with_faults_of_requirements(unfit: UnfitRequestError, known: Mapping[str, KnownEntity]) -> NotUnderstoodError:
    """The faults around a request's requirements, and those in them."""
    try:
        understand(unfit.request, known)
    except NotUnderstoodError as error:
        return NotUnderstoodError(*unfit.problems, *error.problems)
    return unfit
