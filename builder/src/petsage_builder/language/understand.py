"""A feature request to its typed meaning."""

from collections.abc import Callable, Mapping

from petsage_builder.errors import NotUnderstoodError
from petsage_builder.request.payload import FeatureRequest, Payload, UnfitRequestError, read_payload
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


def read_request(raw: bytes, known: Callable[[], Mapping[str, KnownEntity]]) -> Payload:
    """The request in a payload, for a project that has the known entities.

    Raises:
        NotUnderstoodError: with all that is wrong with the payload, and with its requirements as far as there are any.
    """
    try:
        return read_payload(raw)
    except UnfitRequestError as unfit:
        try:
            understand(unfit.request, known())
        except NotUnderstoodError as error:
            raise NotUnderstoodError(*unfit.problems, *error.problems) from None
        raise
