"""The schemas of a module: what clients send and what they are shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from petsage_builder import names
from petsage_builder.entities import naming
from petsage_builder.entities.access import references
from petsage_builder.entities.fields import Writer, unit_of
from petsage_builder.entities.imports import Imports
from petsage_builder.entities.scene import Scene
from petsage_builder.language.phrases import listed
from petsage_builder.spec.entity import Count, Entity, FieldSpec, TimeSince, Total
from petsage_builder.spec.types import ORDERED
from petsage_builder.templating import python_docstring, python_literal, templates


def render_schemas(scene: Scene) -> str:
    """The file of the schemas, not yet formatted."""
    use = scene.imports("schemas")
    write = Writer(scene, use)
    entities = [_Schemas(entity, scene, write, use) for entity in scene.spec.entities]
    body = templates().get_template("entity/schemas.py.j2").render(entities=entities)
    promise = f"What clients send and are shown of {listed(entity.plural for entity in scene.spec.entities)}."
    return "\n".join([python_docstring(promise), *use.lines(), body])


@dataclass(frozen=True)
class _Schema:
    """One class: its name, its base, what it promises, its attributes and its properties."""

    name: str
    base: str
    promise: str
    attributes: list[str]
    properties: list[dict[str, str]]


class _Schemas:
    """The types and classes of one entity."""

    def __init__(self, entity: Entity, scene: Scene, write: Writer, use: Imports) -> None:
        self._entity = entity
        self._scene = scene
        self._write = write
        self._use = use
        self._types = {field.name: write.incoming(entity, field) for field in entity.fields}
        self._aliases = {name: _alias(entity, name) for name, type_ in self._types.items() if not type_.isidentifier()}

    @property
    def aliases(self) -> Iterator[str]:
        """The types of fields that take more than a word."""
        access = self._entity.access
        if access.create or access.change:
            for name, alias in self._aliases.items():
                yield f"{alias} = {self._types[name]}"

    @property
    def classes(self) -> Iterator[_Schema]:
        """What is sent, what is shown, what a list is asked for."""
        entity, one = self._entity, names.with_article(self._entity.name)
        if entity.access.create:
            yield self._schema("Create", "Input", f"A new {entity.name}.", self._created())
        if entity.access.change:
            yield self._schema("Patch", "Patch", f"What is to change about {one}.", self._patched())
        yield self._schema("Read", "Read", self._shown_promise(), self._shown(), self._properties())
        if entity.filters or entity.search:
            promise = f"Which {entity.plural}, and how many."
            yield self._schema("Query", "PageQuery", promise, self._asked(), module="paging")

    def _schema(
        self,
        suffix: str,
        base: str,
        promise: str,
        attributes: Iterator[str],
        properties: Iterable[dict[str, str]] = (),
        module: str = "schemas",
    ) -> _Schema:
        name = f"{self._entity.class_name}{suffix}"
        return _Schema(name, self._write.core(base, module), promise, list(attributes), list(properties))

    def _type(self, field: FieldSpec) -> str:
        return self._aliases.get(field.name) or self._types[field.name]

    def _created(self) -> Iterator[str]:
        for field in self._entity.fields:
            start = self._write.start(self._entity, field)
            type_ = f"{self._type(field)} | None" if field.optional else self._type(field)
            yield f"{field.snake}: {type_} = {start}" if start else f"{field.snake}: {type_}"
        for link in references(self._entity):
            uuid = self._write.named("uuid", "UUID")
            yield f"{link.column}: {uuid} | None = None" if link.optional else f"{link.column}: {uuid}"

    def _patched(self) -> Iterator[str]:
        missing = self._use("pydantic", "MISSING") if self._entity.fields or references(self._entity) else ""
        for field in self._entity.fields:
            nothing = " | None" if field.optional else ""
            yield f"{field.snake}: {self._type(field)} | {missing}{nothing} = {missing}"
        for link in references(self._entity):
            nothing = " | None" if link.optional else ""
            yield f"{link.column}: {self._write.named('uuid', 'UUID')} | {missing}{nothing} = {missing}"

    def _shown(self) -> Iterator[str]:
        entity = self._entity
        for field in entity.fields:
            yield f"{field.snake}: {self._write.outgoing(entity, field)}{' | None' if field.optional else ''}"
        if entity.lifecycle:
            yield f"status: {self._write.enumeration(entity, 'status')}"
        for link in entity.belongs_to:
            yield f"{link.column}: {self._write.named('uuid', 'UUID')}{' | None' if link.optional else ''}"
        for computed in entity.computed:
            if not isinstance(computed, TimeSince):
                yield f"{names.snake(computed.name)}: {self._computed_type(computed)}"

    def _computed_type(self, computed: Count | Total) -> str:
        if isinstance(computed, Count):
            return "int"
        child = self._scene.own[computed.child]
        field = child.field(computed.field)
        if computed.kind == "average" and field.type.kind == "whole number":
            return "float | None"
        return self._write.outgoing(child, field) + ("" if computed.kind == "sum" else " | None")

    def _shown_promise(self) -> str:
        """The thing, and the units of its numbers."""
        units = [f"its {field.name} is in {unit}" for field in self._entity.fields if (unit := unit_of(field))]
        said = f"; {listed(units)}" if units else ""
        return f"{names.subject(self._entity.name)}{said}."

    def _properties(self) -> Iterator[dict[str, str]]:
        """What is computed from the thing itself: the time since one of its dates."""
        for computed in self._entity.computed:
            if isinstance(computed, TimeSince):
                field = self._entity.field(computed.field)
                yield {
                    "decorator": self._write.named("pydantic", "computed_field"),
                    "name": names.snake(computed.name),
                    "type": self._write.named("datetime", "timedelta") + (" | None" if field.optional else ""),
                    "promise": f"The time since its {field.name}.",
                    "value": self._since(field),
                }

    def _since(self, field: FieldSpec) -> str:
        since = f"self.{field.snake}"
        passed = f"{self._write.core('today')}() - {since}"
        if field.type.kind == "date and time":
            passed = f"{self._write.core('whole_seconds')}({self._write.core('now')}() - {since})"
        return f"None if {since} is None else {passed}" if field.optional else passed

    def _asked(self) -> Iterator[str]:
        fields = {field.name: field for field in self._entity.fields}
        roles = {link.role: link for link in self._entity.belongs_to}
        for name in self._entity.filters:
            if name in fields:
                yield from self._asked_field(fields[name])
            elif name in roles:
                yield self._parameter(roles[name].column, self._write.named("uuid", "UUID"), f"Of this {name}.")
            else:
                yield self._parameter("status", self._write.enumeration(self._entity, "status"), "With this status.")
        if self._entity.search:
            type_ = f"{self._write.named('typing', 'Annotated')}[str, {self._field('min_length=1, max_length=200')}]"
            yield self._parameter("search", type_, f"Part of the {listed(self._entity.search, 'or')}.")

    def _asked_field(self, field: FieldSpec) -> Iterator[str]:
        type_ = self._write.asked(self._entity, field)
        if field.type.kind in ORDERED:
            yield self._parameter(f"{field.snake}_from", type_, f"With this {field.name} or a later or larger one.")
            yield self._parameter(f"{field.snake}_to", type_, f"With this {field.name} or an earlier or smaller one.")
        else:
            yield self._parameter(field.snake, type_, f"With this {field.name}.")

    def _parameter(self, name: str, type_: str, promise: str) -> str:
        return f"{name}: {type_} | None = {self._field(f'None, description={python_literal(promise)}')}"

    def _field(self, facts: str) -> str:
        return f"{self._write.named('pydantic', 'Field')}({facts})"


def _alias(entity: Entity, field: str) -> str:
    """What the type of a field is called, unless a schema of the entity is called that."""
    alias, taken = naming.field_alias(entity, field), {"Create", "Patch", "Read", "Query"}
    return f"{alias}_" if alias.removeprefix(entity.class_name) in taken else alias
