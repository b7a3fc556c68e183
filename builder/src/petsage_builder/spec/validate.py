"""Data to a feature spec, with everything that is wrong said at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.spec.access import Verb
from petsage_builder.spec.dead_ends import dead_ends
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, FaultySpecError
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.misshapen import misshapen
from petsage_builder.spec.roles import NO_USERS, UsersAround, roles_of
from petsage_builder.spec.showing import own_fields_shown

Data = Mapping[str, Any]


def features_by_entity(known: Mapping[str, KnownEntity], feature: str) -> dict[str, str]:
    """{entity's name: feature's name} of the project's other features."""
    return {name: entity.feature for name, entity in known.items() if entity.feature != feature}


def former_names(known: Mapping[str, KnownEntity], feature: str) -> dict[str, str]:
    """{former name: name} of the entities of the project's other features, by which they can still be spoken of."""
    others = [one.entity for one in known.values() if one.feature != feature]
    return {was: entity.name for entity in others for was in entity.formerly if was not in known}


def users_around(known: Mapping[str, KnownEntity], feature: str) -> UsersAround:
    """What the project's other features say of users."""
    others = [entity for entity in known.values() if entity.feature != feature]
    return UsersAround(
        declared={role: other.feature for other in others for role in other.roles.names},
        granted={role: other.feature for other in others for role in roles_of(other.entity)},
        fields={one.name: other.feature for other in others if other.entity.is_people for one in other.entity.fields},
        shown={name: other.feature for other in others for name in own_fields_shown(other.entity)},
    )


def validated(data: Data, features: Mapping[str, str], users: UsersAround = NO_USERS) -> FeatureSpec:
    """The feature spec of some data, in a project whose other features have entities, {name: feature}.

    Raises:
        FaultySpecError: with everything that is wrong.
    """
    try:
        return FeatureSpec.model_validate(data, context={"features": features, "users": users})
    except ValidationError as error:
        raise FaultySpecError(*_faults(error)) from None


def spec_from_data(feature: str, description: str, data: Any, known: Mapping[str, KnownEntity]) -> FeatureSpec:
    """The feature spec of requirements that were given as data: `{"entities": […]}`, or the list of entities alone.

    Raises:
        NotUnderstoodError: with everything that is wrong, each with its path in the data.
    """
    parts = data if isinstance(data, Mapping) else {"entities": data}
    whole = dict(parts) | {"feature": feature, "description": description}
    try:
        spec = validated(whole, features_by_entity(known, feature), users_around(known, feature))
        if faults := list(_dead_ends(spec, known)):
            raise FaultySpecError(*faults)
    except FaultySpecError as error:
        raise NotUnderstoodError(*map(_problem, error.faults)) from None
    return spec


def _dead_ends(spec: FeatureSpec, known: Mapping[str, KnownEntity]) -> Iterator[Fault]:
    """What nobody could do, unless the data says of a verb that nobody does it."""
    around = {name: other.entity for name, other in known.items()} | {entity.name: entity for entity in spec.entities}
    own = {entity.name for entity in spec.entities}

    def is_said(entity: Entity, verb: Verb, state: str = "") -> bool:  # noqa: ARG001  # data says all states at once
        return entity.name not in own or verb in entity.access.model_fields_set

    return dead_ends(spec.entities, around.__getitem__, is_said)


def _faults(error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, FaultySpecError):
            yield from cause.faults
        else:
            yield misshapen(detail)


def _problem(fault: Fault) -> Problem:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault.path)
    return Problem(f"requirements{path}", fault.message, fault.advice)
