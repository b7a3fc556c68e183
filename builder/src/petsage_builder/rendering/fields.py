"""How each field is written in schemas: the type of what comes in, of what goes out, and what it starts as."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from petsage_builder.kinds.ordered import InTime, Numeric
from petsage_builder.rendering import naming
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Scene
from petsage_builder.spec.entity import Entity, FieldSpec
from petsage_builder.terms import names
from petsage_builder.terms.code import whole

SCHEMAS = ("Create", "Patch", "Read", "Query")
"""What the names of an entity's schemas end in."""

_IMPORTED = {
    "BigWhole",
    "Clock",
    "Day",
    "DayFromToday",
    "DayUntilToday",
    "Duration",
    "FoldedEmail",
    "JsonValue",
    "Length",
    "Link",
    "Moment",
    "MomentFromNow",
    "MomentUntilNow",
    "Number",
    "NumberInUrl",
    "PageQuery",
    "Shown",
    "TimeOfDay",
    "VisibleLine",
    "VisibleText",
    "YesNo",
}
"""What an alias can't be called, since the file imports it."""


class FieldTypes:
    """The types of fields in the words of the schemas' file.

    `aliases` gathers those that needed a name of their own, which the file has to define first.
    """

    def __init__(self, scene: Scene, use: Imports) -> None:
        self.aliases: dict[str, str] = {}
        self._scene = scene
        self._use = use
        self._attributes = set(_attributes(scene))
        self._schemas = {f"{entity.class_name}{kind}" for entity in scene.spec.entities for kind in SCHEMAS}
        self._schemas |= {naming.shown_class(entity) for entity in scene.spec.entities if entity.shown_with}
        self._schemas |= {naming.own_class(entity) for entity in scene.spec.entities if entity.is_people}
        self._schemas |= {naming.deleted_class(entity) for entity in scene.spec.entities if entity.restore_days}
        self._aliases = self._alias_names()

    def incoming(self, entity: Entity, field: FieldSpec) -> str:
        """The type that what a client sends is checked by, but for null."""
        return field.type.incoming(_Writer(self, entity, field), field.never_in)

    def queried(self, entity: Entity, field: FieldSpec) -> str:
        """The type of a parameter that a list is filtered by, but for null."""
        return field.type.queried(_Writer(self, entity, field))

    def outgoing(self, entity: Entity, field: FieldSpec) -> str:
        """The type of what a client is shown, but for null: with the bounds of what is sent, where it has some."""
        return field.type.outgoing(_Writer(self, entity, field))

    def total(self, entity: Entity, field: FieldSpec, kind: str) -> str:
        """The type of what is computed from a field of many."""
        file = _Writer(self, entity, field)
        match field.type, kind:
            case Numeric() as number, "sum":
                return number.total(file)
            case Numeric() as number, "average":
                return f"{number.average(file)} | None"
        return f"{field.type.outgoing(file)} | None"

    def since(self, entity: Entity, field: FieldSpec) -> str:
        """The time since a field, as code."""
        assert isinstance(field.type, InTime)
        return field.type.since(_Writer(self, entity, field), f"self.{field.snake}")

    def enumeration(self, entity: Entity, field: str) -> str:
        """The class of the words that a field chooses from, or of the states in `status`."""
        models = self._scene.module("models", of=entity.name, seen_from="schemas")
        return self.named(models, naming.choice_class(entity, field))

    def start(self, entity: Entity, field: FieldSpec) -> str:
        """What a field is where a client doesn't send it; nothing where they have to."""
        if field.default is None:
            return "None" if field.optional else ""
        return field.type.start(_Writer(self, entity, field), field.default)

    def named(self, module: str, name: str) -> str:
        """The name as the file uses it; with an underscore before it where a field or a schema hides it."""
        if not module:
            return name
        if name not in self._attributes | self._schemas:
            return self._use(module, name)
        self._use(module, f"{name} as _{name}")
        return f"_{name}"

    def core(self, name: str) -> str:
        """A name of the core's types of fields."""
        return self.named(self._scene.core("fields"), name)

    def called(self, name: str) -> str:
        """A function of the core's, called within a method, where nothing hides it."""
        return self._use(self._scene.core("fields"), name)

    def annotated(self, base: str, **limits: Any) -> str:
        """A type within limits, of which those that are None are left out."""
        said = ", ".join(
            f"{name}={whole(limit) if type(limit) is int else limit}"
            for name, limit in limits.items()
            if limit is not None
        )
        return f"{self._use('typing', 'Annotated')}[{base}, {self._use('pydantic', 'Field')}({said})]"

    def made_by(self, function: str) -> str:
        """What has its start made by a function each time."""
        return f"{self._use('pydantic', 'Field')}(default_factory={function})"

    def alias(self, entity: Entity, field: FieldSpec, type_: str) -> str:
        """The name that the file gives the type of a field."""
        name = self._aliases[entity.name, field.name]
        self.aliases[name] = type_
        return name

    def _alias_names(self) -> dict[tuple[str, str], str]:
        """What the type of each field would be called, with an underscore at its end where that is taken."""
        found: dict[tuple[str, str], str] = {}
        people = [self._scene.people] if self._scene.people and not self._scene.spec.people else []
        entities = [*self._scene.spec.entities, *people]
        fields = [(entity, field) for entity in entities for field in entity.fields]
        chosen = {naming.choice_class(entity, field.name) for entity, field in fields if field.type.traits.has_words}
        chosen |= {naming.choice_class(entity, "status") for entity in self._scene.spec.entities if entity.lifecycle}
        for entity, field in fields:
            name = naming.field_alias(entity, field.name)
            while name in _IMPORTED | self._schemas | chosen | set(found.values()):
                name += "_"
            found[entity.name, field.name] = name
        return found


@dataclass(frozen=True)
class _Writer:
    """The file of the schemas, as one field's kind writes in it."""

    types: FieldTypes
    entity: Entity
    field: FieldSpec

    def named(self, module: str, name: str) -> str:
        return self.types.named(module, name)

    def core(self, name: str) -> str:
        return self.types.core(name)

    def called(self, name: str) -> str:
        return self.types.called(name)

    def annotated(self, base: str, **limits: Any) -> str:
        return self.types.annotated(base, **limits)

    def alias(self, type_: str) -> str:
        return self.types.alias(self.entity, self.field, type_)

    def enumeration(self) -> str:
        return self.types.enumeration(self.entity, self.field.name)

    def made_by(self, function: str) -> str:
        return self.types.made_by(function)


def _attributes(scene: Scene) -> Iterator[str]:
    """What the attributes of schemas are called."""
    for entity in scene.spec.entities:
        yield from (field.snake for field in entity.fields)
        yield from (names.snake(computed.name) for computed in entity.computed)
        yield from (part.snake for part in entity.shown_with)
