"""What stands around a module that is being written: its spec, its project's rules, the project's other entities."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from petsage_builder.project.blueprint import Blueprint
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.paths import collection, path_of
from petsage_builder.spec.endpoints import Endpoint
from petsage_builder.spec.entity import USER, Entity, called_in_code
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.understanding import Assumption
from petsage_builder.terms import names

Part = Literal["models", "schemas", "service", "router", "tests"]


@dataclass(frozen=True)
class Scene:
    """A spec in its project.

    `known` are the entities of the project's other features, by name; `assumed` is what the request left open.
    """

    spec: FeatureSpec
    blueprint: Blueprint
    known: Mapping[str, KnownEntity]
    assumed: tuple[Assumption, ...] = ()

    @cached_property
    def rules(self) -> Blueprint:
        """The project's rules with every placeholder filled for this feature."""
        return self.blueprint.for_feature(self.spec.feature)

    @cached_property
    def own(self) -> dict[str, Entity]:
        """The feature's entities by name."""
        return {entity.name: entity for entity in self.spec.entities}

    def entity(self, name: str) -> Entity:
        """An entity of this feature or of another; KeyError where neither has it, as for the user."""
        return self.own[name] if name in self.own else self.known[name].entity

    @property
    def people(self) -> Entity | None:
        """What people have of their own, where this feature or another says it."""
        return self.own.get(USER) or (self.known[USER].entity if USER in self.known else None)

    def entities_beside(self, entity: Entity) -> tuple[Entity, ...]:
        """All entities of the feature that an entity is of."""
        feature = self.feature_of(entity.name)
        if feature == self.spec.feature:
            return self.spec.entities
        return tuple(known.entity for known in self.known.values() if known.feature == feature)

    @cached_property
    def first_roles(self) -> frozenset[str]:
        """The roles that whoever signs up has, in this feature's words or in another's."""
        declared = [self.spec.roles, *(known.roles for known in self.known.values())]
        return frozenset(roles.start for roles in declared if roles.start)

    def path_of(self, endpoint: Endpoint) -> str:
        """The path of an endpoint, without prefix, by what its things are found by."""
        return path_of(endpoint, self.spec, self.known, self.blueprint.api)

    def collection(self, entity: str) -> str:
        """The segment of paths that an entity's things are at, by its name."""
        return collection(entity, self.blueprint.api)

    def called(self, entity: Entity) -> tuple[str, str]:
        """What clients call a thing of an entity, and several, where the style names things."""
        api = self.blueprint.api
        own = api.collections.get(entity.name)
        one = names.singular(own.replace("-", " ")) if own else called_in_code(entity.name)
        many = self.collection(entity.name).replace("-", "_")
        return api.spelled(one.replace(" ", "_")), api.spelled(many)

    def in_envelope(self, envelope: str, entity: Entity) -> str:
        """The name of an envelope of the style, or of a part of a page, for an entity."""
        return self.blueprint.api.within(envelope, *self.called(entity))

    @property
    def accounts(self) -> str:
        """What the paths of the foundation's endpoints begin with."""
        return self.blueprint.accounts

    def feature_of(self, entity: str) -> str:
        """The name of the feature that an entity belongs to."""
        return self.spec.feature if entity in self.own else self.known[entity].feature

    def path(self, part: Part, feature: str = "") -> str:
        """The file of a part, in this feature or another. Where there is no service, the router's file holds it."""
        layout = (self.blueprint.for_feature(feature) if feature else self.rules).layout
        return getattr(layout, part, None) or layout.router

    def module(self, part: Part, of: str = "", *, seen_from: Part) -> str:
        """What a file of this feature imports a part from: relative within a folder, absolute elsewhere.

        `of` is an entity: the part of its feature is meant.
        """
        target = PurePosixPath(self.path(part, self.feature_of(of) if of else ""))
        near = target.parent == PurePosixPath(self.path(seen_from)).parent
        return f".{target.stem}" if near else self.rules.layout.dotted(str(target))

    def core(self, module: str) -> str:
        """What a file imports a part of the project's core from, such as "fields" or "identity.callers"."""
        return f"{self.rules.layout.dotted(self.rules.layout.core)}.{module}"

    def imports(self, part: Part) -> Imports:
        """The imports of a part's file, yet to be gathered."""
        return Imports(own=self.module(part, seen_from=part))
