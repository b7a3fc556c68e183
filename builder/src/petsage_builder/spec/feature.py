"""The feature spec: everything that a request means, typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import Field, ValidationInfo, model_validator

from petsage_builder.spec.checks import faults_of
from petsage_builder.spec.endpoints import Endpoint, endpoints_of
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import FaultySpecError
from petsage_builder.spec.people_checks import people_in_project
from petsage_builder.spec.relation_checks import faults_in_project
from petsage_builder.spec.roles import Roles, role_faults, roles_in_project
from petsage_builder.terms.part import Part, Several

MOST_ENTITIES = 50


_NO_ROLES = Roles()


@dataclass(frozen=True)
class KnownEntity:
    """An entity that a feature of the project already has; `roles` are those that the feature declares."""

    feature: str
    entity: Entity
    roles: Roles = _NO_ROLES


class FeatureSpec(Part):
    """The typed meaning of a feature request; without entities it is a static endpoint."""

    feature: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
    description: Annotated[str, Field(max_length=10_000)]
    roles: Roles = Roles()
    entities: Annotated[Several[Entity], Field(max_length=MOST_ENTITIES)] = ()

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> Self:
        """Checks the parts against each other and, where the context names the project's entities, against those."""
        faults = [*faults_of(self.entities), *role_faults(self.roles, self.entities)]
        if info.context is not None:
            faults += faults_in_project(self.entities, info.context["features"])
            faults += roles_in_project(self.roles, self.entities, info.context["users"])
            faults += people_in_project(self.entities, info.context["users"])
        if faults:
            raise FaultySpecError(*faults)
        return self

    def to_data(self) -> dict[str, Any]:
        """The spec as JSON data."""
        return self.model_dump(mode="json")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The spec that `to_data` gave; ValidationError where it is no spec."""
        return cls.model_validate_json(json.dumps(data))

    @property
    def is_static(self) -> bool:
        """Whether the feature is one endpoint that answers with a status."""
        return not self.entities

    @property
    def things(self) -> tuple[Entity, ...]:
        """The entities but for what people have of their own."""
        return tuple(entity for entity in self.entities if not entity.is_people)

    @property
    def people(self) -> Entity | None:
        """What people have of their own, if it is said here."""
        return next((entity for entity in self.entities if entity.is_people), None)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Every operation of the feature; paths have no prefix (a static feature's path is the blueprint's matter)."""
        return tuple(endpoint for entity in self.entities for endpoint in endpoints_of(entity))

    def entity(self, name: str) -> Entity:
        """The feature's entity of this name; KeyError where there is none."""
        return {entity.name: entity for entity in self.entities}[name]
