"""The schemas of a module: what clients send and are shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from petsage_builder.kinds.plain import YesNo
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.language.phrases import be
from petsage_builder.rendering import naming
from petsage_builder.rendering.access import references
from petsage_builder.rendering.bodies import Body, patch_example, whole_example
from petsage_builder.rendering.fields import FieldTypes
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.naming import arguments
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.templating import python_docstring, templates
from petsage_builder.spec.calculating import can_be_empty, computed_by, number_kind
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.entity import USER, Computed, Entity, FieldSpec, ShownWith, TimeSince, Total
from petsage_builder.spec.showing import USER_FIELDS, Related, related
from petsage_builder.terms import names
from petsage_builder.terms.code import code, quoted, whole
from petsage_builder.terms.marking import listed

ANYTHING = ("Any", "JsonValue")
"""Types that null is of, too."""

LONGEST_SEARCH = 1_000


def render_schemas(scene: Scene) -> str:
    """The file of the schemas, not yet formatted."""
    use = scene.imports("schemas")
    types = FieldTypes(scene, use)
    texts = [_EntityText(entity, scene, use, types) for entity in scene.spec.entities]
    schemas = [schema for text in texts for schema in text.schemas]
    schemas += [schema for text in texts for schema in text.shown]
    body = templates().get_template("entity/schemas.py.j2").render(schemas=schemas, types=types)
    about = listed(entity.plural for entity in scene.spec.entities)
    return "\n".join([python_docstring(f"What clients send and are shown of {about}."), *use.lines(), "", body])


@dataclass(frozen=True)
class _Since:
    """A computed field: the time since another one, as a method."""

    name: str
    promise: str
    type: str
    value: str


@dataclass(frozen=True)
class _Schema:
    """A class of the file; its attributes are a line each."""

    name: str
    base: str
    promise: str
    attributes: list[str]
    computed: tuple[_Since, ...] = ()
    example: str = ""
    called: str = ""


@dataclass(frozen=True)
class _EntityText:
    """The schemas of one entity in the words of the file."""

    entity: Entity
    scene: Scene
    use: Imports
    types: FieldTypes

    @property
    def schemas(self) -> Iterator[_Schema]:
        """Those that somebody has a use for: what nobody may create or change has no such schema."""
        if self.entity.is_people:
            yield from self._of_people
            return
        entity, core = self.entity, self.scene.core
        named = names.with_article(entity.name)
        if entity.access.create:
            base = self.use(core("schemas"), "Input")
            example = self._with(whole_example(entity))
            yield _Schema(f"{entity.class_name}Create", base, f"A new {entity.name}.", list(self._create), (), example)
        if entity.access.change:
            base = self.use(core("schemas"), "Patch")
            promise, example = f"What is to change about {named}.", self._with(patch_example(entity))
            yield _Schema(f"{entity.class_name}Patch", base, promise, list(self._patch), (), example)
        base = self.use(core("schemas"), "Read")
        since = tuple(self._since)
        yield _Schema(
            f"{entity.class_name}Read", base, self._read_promise, list(self._read), since, called=self._called
        )
        if entity.restore_days and entity.access.see and entity.access.delete:
            promise = f"{names.subject(entity.name)} that can be restored."
            deleted_at = f"deleted_at: {self.types.named('datetime', 'datetime')}"
            yield _Schema(naming.deleted_class(entity), f"{entity.class_name}Read", promise, [deleted_at])
        if entity.filters or entity.search:
            base = self.use(core("paging"), "PageQuery")
            promise = f"Which {entity.plural}, and how many."
            yield _Schema(f"{entity.class_name}Query", base, promise, list(self._query))

    @property
    def _of_people(self) -> Iterator[_Schema]:
        """What people give, change and have of their own, and what others see of that."""
        entity, core = self.entity, self.scene.core
        example, change = self._with(whole_example(entity)), self._with(patch_example(entity))
        base = self.use(core("schemas"), "Input")
        promise = "What people have of their own when they sign up."
        yield _Schema(f"{entity.class_name}Create", base, promise, list(self._create), (), example)
        base = self.use(core("schemas"), "Patch")
        promise = "What is to change about what somebody has of their own."
        yield _Schema(f"{entity.class_name}Patch", base, promise, list(self._patch), (), change)
        base, own = self.use(core("schemas"), "Read"), replace(self, entity=entity.model_copy(update={"once": ()}))
        yield _Schema(naming.own_class(entity), base, "All that somebody has of their own.", list(own._read))
        if entity.public:
            base, seen = self.use(core("schemas"), "ReadInPublic"), replace(self, entity=entity.seen)
            shown = list(seen._read)
            yield _Schema(f"{entity.class_name}Read", base, "What others see of somebody.", shown, called=self._called)
        if entity.public and (entity.filters or entity.search):
            base = self.use(core("paging"), "PageQuery")
            yield _Schema(f"{entity.class_name}Query", base, "Which users, and how many.", list(self._query))

    @property
    def _called(self) -> str:
        """What clients call a thing and several, where the style has that in answers."""
        if not self.scene.rules.api.names_things:
            return ""
        one, many = self.scene.called(self.entity)
        return f"{self.types.named(self.scene.core('envelopes'), 'Called')}({quoted(one)}, {quoted(many)})"

    def _with(self, example: Body) -> str:
        """The configuration of a schema with an example; none where there is nothing to show."""
        shown = arguments({name: code(value) for name, value in example.items()})
        return f"{self.types.named(self.scene.core('schemas'), 'with_example')}({shown})" if shown else ""

    @property
    def _create(self) -> Iterator[str]:
        for field in self.entity.given:
            start = self.types.start(self.entity, field)
            yield f"{field.snake}: {self._or_null(field, self.types.incoming)}" + (f" = {start}" if start else "")
        for link in references(self.entity):
            yield f"{link.column}: {self.use('uuid', 'UUID')}" + (" | None = None" if link.optional else "")

    @property
    def _patch(self) -> Iterator[str]:
        fields = [field for field in self.entity.given if not field.is_fixed]
        links = [link for link in references(self.entity) if not link.is_fixed]
        sent = [(field.snake, self.types.incoming(self.entity, field), field.optional) for field in fields]
        sent += [(link.column, self.use("uuid", "UUID"), link.optional) for link in links]
        for name, type_, optional in sent:
            missing = self.use("pydantic", "MISSING")
            yield f"{name}: {type_} | {missing}{' | None' if optional and type_ not in ANYTHING else ''} = {missing}"

    @property
    def _read(self) -> Iterator[str]:
        for field in self.entity.fields:
            yield f"{field.snake}: {self._shown(field, self.entity)}"
        if self.entity.lifecycle:
            yield f"status: {self.types.enumeration(self.entity, 'status')}"
        for link in self.entity.belongs_to:
            yield f"{link.column}: {self.use('uuid', 'UUID')}" + (" | None" if link.can_be_empty else "")
        for once in self.entity.once:
            yield f"{names.snake(once.done)}: bool"
            yield f"{names.snake(once.count)}: int"
        for computed in self.entity.computed:
            if not isinstance(computed, TimeSince):
                yield f"{names.snake(computed.name)}: {self._computed(computed)}"

    @property
    def shown(self) -> Iterator[_Schema]:
        """What the entity is shown with, and it with that, which stand behind what they show whole."""
        entity = self.entity
        attributes = []
        for part in entity.shown_with:
            found = related(entity, part.its, self.scene.spec.entities)
            assert found is not None
            shape = self._shape(part, found)
            if part.fields:
                base = self.use(self.scene.core("schemas"), "ReadWithin")
                promise = f"What {names.with_article(entity.name)} shows of its {part.its}."
                yield _Schema(shape, base, promise, list(self._excerpt(part, found)))
            attributes.append(f"{part.snake}: {f'{shape} | None' if found.kind == 'one' else f'list[{shape}]'}")
        if attributes:
            promise = f"{names.subject(entity.name)} with its {listed(part.its for part in entity.shown_with)}."
            yield _Schema(naming.shown_class(entity), f"{entity.class_name}Read", promise, attributes)

    def _shape(self, part: ShownWith, found: Related) -> str:
        """The schema of a part: of its own, or that of the whole thing."""
        if part.fields:
            return naming.excerpt_class(self.entity, part.its)
        target = self.scene.entity(found.target)
        return self.use(self.scene.module("schemas", of=found.target, seen_from="schemas"), f"{target.class_name}Read")

    def _excerpt(self, part: ShownWith, found: Related) -> Iterator[str]:
        """The fields of a part, as its own schema has them."""
        for name in part.fields:
            if name in USER_FIELDS and found.target == USER:
                yield f"{USER_FIELDS[name]}: str"
            elif name == "status":
                yield f"status: {self.types.enumeration(self.scene.own[found.target], 'status')}"
            else:
                target = self.scene.entity(found.target)
                field = target.field(name)
                yield f"{field.snake}: {self._shown(field, target, can_lack=target.is_people)}"

    def _shown(self, field: FieldSpec, entity: Entity, *, can_lack: bool = False) -> str:
        """The type of a field as clients are shown it; within something else, an account may have no row of it yet."""
        type_ = self.types.outgoing(entity, field)
        return f"{type_} | None" if (can_lack or entity.can_lack(field)) and type_ not in ANYTHING else type_

    def _or_null(self, field: FieldSpec, type_of: Callable[[Entity, FieldSpec], str]) -> str:
        type_ = type_of(self.entity, field)
        return f"{type_} | None" if field.optional and type_ not in ANYTHING else type_

    def _computed(self, computed: Computed) -> str:
        """The type of what the database computes."""
        if isinstance(computed, Calculation | TimeBetween):
            return self._number(self.entity, computed)
        if not isinstance(computed, Total):
            return "int"
        if computed_by(self.scene.own[computed.child], computed.field):
            return self._number(self.entity, computed)
        child = self.scene.own[computed.child]
        field = child.field(computed.field)
        return self.types.total(child, field, computed.kind)

    def _number(self, entity: Entity, computed: Computed) -> str:
        """The type of a number that is computed from others."""
        kind = number_kind(entity, computed.name, self.scene.spec.entities)
        type_ = "int" if isinstance(kind, WholeNumber) else self.types.named("decimal", "Decimal")
        return f"{type_} | None" if can_be_empty(computed, entity) else type_

    @property
    def _since(self) -> Iterator[_Since]:
        for computed in self.entity.computed:
            if isinstance(computed, TimeSince):
                field = self.entity.field(computed.field)
                length = self.types.named(self.scene.core("fields"), "Length")
                yield _Since(
                    names.snake(computed.name),
                    f"The time since its {field.name}.",
                    f"{length} | None" if field.optional else length,
                    self._time_since(field),
                )

    def _time_since(self, field: FieldSpec) -> str:
        length = self.types.since(self.entity, field)
        return f"None if self.{field.snake} is None else {length}" if field.optional else length

    @property
    def _query(self) -> Iterator[str]:
        fields = {field.name: field for field in self.entity.fields}
        links = {link.role: link for link in self.entity.belongs_to}
        for name in self.entity.filters:
            if name in fields:
                yield from self._filters(fields[name])
            elif any(name == once.done for once in self.entity.once):
                yield self._filter(names.snake(name), "bool", f"Whether the caller has {name} it.")
            elif name in links:
                yield self._filter(links[name].column, self.use("uuid", "UUID"), f"Only of this {name}.")
            else:
                yield self._filter("status", self.types.enumeration(self.entity, "status"), "Only with this status.")
        if self.entity.search:
            yield self._search(self.entity.search)

    def _filters(self, field: FieldSpec) -> Iterator[str]:
        type_ = self.types.queried(self.entity, field)
        more, less = field.type.traits.ends or ("", "")
        is_said = isinstance(field.type, YesNo) and field.name.startswith(("is ", "has "))
        meant = {
            "": f"Whether it {field.name}." if is_said else f"Only with this {field.name}.",
            "_from": f"Only with this {field.name} or {more}.",
            "_to": f"Only with this {field.name} or {less}.",
        }
        for end in self.entity.filter_ends(field.name):
            yield self._filter(field.in_query(end) if end else field.snake, type_, meant[end])

    def _filter(self, name: str, type_: str, description: str) -> str:
        said = f"{self.use('pydantic', 'Field')}(None, description={quoted(description)})"
        return f"{name}: {type_} | None = {said}"

    def _search(self, searched: tuple[str, ...]) -> str:
        bounds = f"min_length=1, max_length={whole(longest_search(self.entity))}"
        type_ = f"{self.use('typing', 'Annotated')}[str, {self.use('pydantic', 'Field')}({bounds})]"
        return self._filter("search", type_, f"Part of the {listed(searched, 'or')}.")

    @property
    def _read_promise(self) -> str:
        """What the schema shows, and in which units."""
        units = [(field.name, unit) for field in self.entity.fields if (unit := field.type.measure)]
        for computed in self.entity.computed:
            if isinstance(computed, Total | Calculation):
                units += [(computed.name, unit)] if (unit := self._measure(computed)) else []
        clauses = [
            f"the {name}{f' {be(name)}' if not index else ''} in {unit}" for index, (name, unit) in enumerate(units)
        ]
        return names.subject(self.entity.name) + (f"; {listed(clauses)}." if clauses else ".")

    def _measure(self, computed: Total | Calculation) -> str:
        """The unit or the currency of what is computed."""
        if isinstance(computed, Total) and not computed_by(self.scene.own[computed.child], computed.field):
            return self.scene.own[computed.child].field(computed.field).type.measure
        kind = number_kind(self.entity, computed.name, self.scene.spec.entities)
        return kind.measure if kind else ""


def longest_search(entity: Entity) -> int:
    """How many characters can be searched for: no more than the longest of the fields can have."""
    return min(max(entity.field(name).type.longest or LONGEST_SEARCH for name in entity.search), LONGEST_SEARCH)
