"""The repository of an entity, as the call that defines it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from petsage_builder.language.phrases import given_phrase, limit_phrase, only_for_phrase, overlap_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.rendering import naming
from petsage_builder.rendering.access import references, upward
from petsage_builder.rendering.comparisons import FieldCheck, checks_of
from petsage_builder.rendering.conditions import being, conditions, states_in
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Part, Scene
from petsage_builder.spec.calculating import bounds_of, computed_by, needed_by_others, own_fields, result_of
from petsage_builder.spec.calculation import SIGNS, Calculation, TimeBetween
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.entity import (
    BelongsTo,
    Count,
    Entity,
    Limit,
    ListOrder,
    Once,
    OrderKey,
    Overlap,
    TimeSince,
    Total,
    limited_by,
)
from petsage_builder.terms import names
from petsage_builder.terms.code import code, whole

DatabaseComputed = Count | Total | Calculation | TimeBetween
"""What is computed that the database computes."""

EVENTS = ("created", "changed", "deleted")

_FILTERS = {"": "equal", "_from": "at_least", "_to": "at_most"}
"""The filters of the core, by what their parameters end in."""


@dataclass(frozen=True)
class RepositoryText:
    """The repository of an entity in the words of the file of `part`; `earlier` are those that it stands after."""

    entity: Entity
    scene: Scene
    part: Part
    use: Imports
    earlier: tuple[Entity, ...]

    @property
    def model(self) -> str:
        return self.of_models(self.entity.class_name)

    @property
    def shape(self) -> str:
        return self.use(self.scene.module("schemas", seen_from=self.part), f"{self.entity.class_name}Read")

    @property
    def repository(self) -> str:
        return naming.repository(self.entity)

    @property
    def type(self) -> str:
        """The repository's class."""
        if self.entity.restore_days:
            return self.use(self.scene.core("restoring"), "RestorableRepository")
        return self.use(self.scene.core("repository"), "Repository")

    @property
    def annotation(self) -> str:
        """The repository's type, where something refers to it before it is defined."""
        return f": {self.type}[{self.shape}]" if self._is_awaited else ""

    @property
    def arguments(self) -> Iterator[str]:
        """What the repository is made of."""
        entity = self.entity
        yield from (self.model, self.shape)
        if entity.restore_days:
            yield f"days={entity.restore_days}"
        for name, condition in self.conditions.items():
            yield f"{name}={condition}"
        if entity.parent:
            parent = self.use(self.scene.core("repository"), "Parent")
            yield f"parent={parent}({self.column(entity.parent.column)}, {self.repository_of(entity.parent.target)})"
        if order := self._order:
            yield f"order=[{order}]"
        if entity.made and entity.made.made_from and _is_written(entity):
            made, source = self.column(entity.made.snake), self.column(entity.field(entity.made.made_from).snake)
            changes = ", changes=True" if entity.made.changes_with else ""
            yield f"made={self.use(self.scene.core('slugs'), 'MadeFrom')}({made}, {source}{changes})"
        if entity.counted:
            yield "counted=True"
        for name, items in (("filters", self._filters), ("rules", self._rules)):
            if found := list(items):
                yield f"{name}=[{', '.join(found)}]"
        if columns := list(self._columns):
            yield f"columns={{{', '.join(columns)}}}"

    @property
    def conditions(self) -> dict[str, str]:
        """Who may do what, by argument."""
        return conditions(self.entity, self.scene, self.part, self.use)

    @property
    def checks(self) -> tuple[FieldCheck, ...]:
        """The comparisons between fields, each as a function."""
        return checks_of(self.entity, self.scene.spec.entities) if _is_written(self.entity) else ()

    def column(self, name: str) -> str:
        """A column of the entity's model."""
        return f"{self.model}.{name}"

    @property
    def _order(self) -> str:
        """The columns that the list is ordered by; nothing where newest come first."""
        if self.entity.order == ListOrder():
            return ""
        return ", ".join(map(self._key, self.entity.order.keys))

    def _key(self, key: OrderKey) -> str:
        column = self.entity.field(key.by).snake if key.by else "created_at"
        return self.column(column) + (".desc()" if key.descending else "")

    @property
    def _filters(self) -> Iterator[str]:
        columns = {link.role: link.column for link in self.entity.belongs_to}
        done = {once.done: once for once in self.entity.once}
        for name in self.entity.filters:
            if name in done:
                yield f'{self._once("by_caller")}("{names.snake(name)}", {self.pair(done[name])})'
                continue
            column = self.column(columns.get(name) or names.snake(name))
            for end in self.entity.filter_ends(name):
                yield f"{self.use(self.scene.core('filters'), _FILTERS[end])}({column})"
        if self.entity.search:
            searched = ", ".join(self.column(names.snake(name)) for name in self.entity.search)
            yield f"{self.use(self.scene.core('filters'), 'search')}({searched})"

    @property
    def _columns(self) -> Iterator[str]:
        for once in self.entity.once:
            yield f'"{names.snake(once.done)}": {self._once("done_by_caller")}({self.pair(once)})'
            count = self.use(self.scene.core("computed"), "count_of")
            yield f'"{names.snake(once.count)}": {count}({self.pair(once).partition(",")[0]})'
        for computed in self.entity.computed:
            if not isinstance(computed, TimeSince):
                yield f'"{names.snake(computed.name)}": {self._column_of(computed.name)}'

    def pair(self, once: Once) -> str:
        """The columns of who has done something once: with what, and who."""
        model = self.of_models(naming.once_class(self.entity, once))
        return f"{model}.{naming.id_of(self.entity)}, {model}.user_id"

    def _once(self, name: str) -> str:
        return self.use(self.scene.core("once"), name)

    def shared(self, of_own_fields: bool) -> Iterator[tuple[str, str]]:
        """What is computed that something else is computed from, each by its name and after what it needs itself.

        That is either what is computed from the entity's own fields alone, which other entities can need, or the rest.
        """
        for computed in self._in_order:
            is_needed = (self.entity.name, computed.name) in needed_by_others(self.scene.spec.entities)
            if is_needed and (own_fields(computed, self.entity) is not None) is of_own_fields:
                yield naming.computed(self.entity, computed.name), self._computed(computed)

    @property
    def _in_order(self) -> list[DatabaseComputed]:
        ordered: dict[str, DatabaseComputed] = {}

        def add(computed: DatabaseComputed) -> None:
            for name in computed.fields if isinstance(computed, Calculation) else ():
                if part := computed_by(self.entity, name):
                    assert not isinstance(part, TimeSince)
                    add(part)
            ordered.setdefault(computed.name, computed)

        for computed in self.entity.computed:
            if not isinstance(computed, TimeSince):
                add(computed)
        return list(ordered.values())

    def _column_of(self, name: str, entity: Entity | None = None) -> str:
        """A column of an entity, or what is computed by this name: by its own name, where something else needs it."""
        entity = entity or self.entity
        computed = computed_by(entity, name)
        if computed is None:
            return f"{self.of_models(entity.class_name)}.{entity.field(name).snake}"
        if (entity.name, name) in needed_by_others(self.scene.spec.entities):
            return naming.computed(entity, name)
        assert not isinstance(computed, TimeSince)
        return self._computed(computed)

    def _computed(self, computed: DatabaseComputed) -> str:
        match computed:
            case Calculation():
                decimals = result_of(computed, self.entity, self.scene.spec.entities).kind.decimals
                return f"({computed.written(self._number, self._literal, SIGNS)}).rounded({decimals})"
            case TimeBetween():
                columns = ", ".join(self.column(self.entity.field(name).snake) for name in computed.fields)
                return f"{self.use(self.scene.core('arithmetic'), f'{computed.unit}_between')}({columns})"
            case _:
                return self._aggregate(computed)

    def _number(self, field: str) -> str:
        return f"{self.use(self.scene.core('arithmetic'), 'number')}({self._column_of(field)})"

    def _literal(self, value: Decimal) -> str:
        return f'{self.use(self.scene.core("arithmetic"), "number")}("{value:f}")'

    def _aggregate(self, computed: Count | Total) -> str:
        child = self.scene.own[computed.child]
        model = self.of_models(child.class_name)
        (link,) = (link for link in child.belongs_to if link.target == self.entity.name)
        columns = [f"{model}.{link.column}"]
        if isinstance(computed, Total):
            columns.insert(0, self._column_of(computed.field, child))
        return f"{self.use(self.scene.core('computed'), f'{computed.kind}_of')}({', '.join(columns)})"

    @property
    def _rules(self) -> Iterator[str]:
        rules, entity = self.scene.core("rules"), self.entity
        for check in self.checks:
            yield f"{self.use(rules, 'Check')}({check.name})"
        for requirement in entity.requirements if _is_written(entity) else ():
            yield self._given(requirement)
        for link in entity.belongs_to if _is_written(entity) else ():
            if (link.at_most or 1) > 1:
                yield f"{self.use(rules, 'AtMost')}({link.at_most}, per={self.column(link.column)})"
        for child, link, limit in limited_by(entity, self.scene.spec.entities) if entity.access.change else ():
            yield self._limit("EnoughFor", child, link, limit)
        for link in _sent(entity):
            yield self._reference(link)
        for link in entity.belongs_to if _is_written(entity) else ():
            if link.only_for:
                yield self._only_for(link, link.only_for)
            if link.limit:
                yield self._limit("AtMost", entity, link, link.limit)
        for rule in entity.overlaps if _is_written(entity) else ():
            yield self._overlap(rule)
        links = [link for link in upward(entity) if not link.is_fixed]
        if entity.access.change and links:
            columns = ", ".join(self.column(link.column) for link in links)
            yield f"{self.use(self.scene.core('trees'), 'NoCircles')}({columns})"
        if _is_written(entity):
            yield from self._limits()
        if entity.history:
            yield naming.history(entity)
        if entity.log:
            events = [f'"{event}"' for event in EVENTS if event in entity.log]
            yield f'{self.use(rules, "Logged")}("{entity.snake}", {", ".join(events)})'

    def _limits(self) -> Iterator[str]:
        """What keeps the numbers that are computed within their bounds, and from becoming too large."""
        for computed in self.entity.computed:
            ends = zip(("least", "most"), bounds_of(computed, self.entity, self.scene.spec.entities), strict=True)
            if bounds := [f"{end}={self._constant(bound)}" for end, bound in ends if bound is not None]:
                of = ", ".join(f'"{self.entity.field(name).snake}"' for name in own_fields(computed, self.entity) or ())
                within = self.use(self.scene.core("arithmetic"), "Within")
                yield f'{within}("{names.snake(computed.name)}", of=[{of}], {", ".join(bounds)})'

    def _constant(self, number: Decimal) -> str:
        is_whole = number == number.to_integral_value()
        return whole(int(number)) if is_whole else f'{self.use("decimal", "Decimal")}("{number:f}")'

    def _reference(self, link: BelongsTo) -> str:
        module, column = self.scene.core("references"), self.column(link.column)
        if link.target == "user":
            return f"{self.use(module, 'RefersToUser')}({column})"
        defined_later = "lambda: " if self._comes_later(link.target) else ""
        return f"{self.use(module, 'RefersTo')}({column}, {defined_later}{self.repository_of(link.target)})"

    def _only_for(self, link: BelongsTo, condition: Condition) -> str:
        target = self.scene.entity(link.target)
        self.of_models(target.class_name)
        met = being(condition, target, self.scene, self.part, self.use)
        reason = sentence(only_for_phrase(self.entity, link, condition, target))
        return f"{self.use(self.scene.core('rules'), 'OnlyFor')}({self.column(link.column)}, {met}, {code(reason)})"

    def _limit(self, rule: str, child: Entity, link: BelongsTo, limit: Limit) -> str:
        """A rule about how many of a child one thing has."""
        model, most = self.of_models(child.class_name), str(limit.most)
        if limit.field:
            target = self.scene.own[link.target]
            most = f"{self.of_models(target.class_name)}.{target.field(limit.field).snake}"
        said = [most, f"per={model}.{link.column}"]
        if limit.states:
            states = states_in(child, limit.states, self.scene, self.part, self.use)
            said += [f"where={model}.status", f"among={states}"]
        reason = code(sentence(limit_phrase(child, link, limit)))
        return f"{self.use(self.scene.core('rules'), rule)}({', '.join(said)}, reason={reason})"

    def _overlap(self, rule: Overlap) -> str:
        links = {link.role: link.column for link in self.entity.belongs_to}
        per = ", ".join(self.column(links.get(name) or self.entity.field(name).snake) for name in rule.per)
        said = [*(self.column(self.entity.field(name).snake) for name in (rule.start, rule.end)), f"per=[{per}]"]
        if rule.states:
            states = states_in(self.entity, rule.states, self.scene, self.part, self.use)
            said += [f"where={self.column('status')}", f"among={states}"]
        said += ["through=True"] if rule.through else []
        reason = code(sentence(overlap_phrase(self.entity, rule)))
        return f"{self.use(self.scene.core('overlaps'), 'NoOverlap')}({', '.join(said)}, reason={reason})"

    def _given(self, rule: Requirement) -> str:
        given = self.column(self.entity.field(rule.field).snake)
        where = self.column("status" if rule.when.states else self.entity.field(rule.when.field or "").snake)
        reason = code(sentence(given_phrase(self.entity, rule)))
        return f"{self.use(self.scene.core('rules'), 'Given')}({given}, {where}, {self._among(rule.when)}, {reason})"

    def _among(self, condition: Condition) -> str:
        """The values with which a column is as a condition says, as a set."""
        words = condition.states or condition.values
        if not words:
            return f"{{{not condition.is_not}}}"
        choice = naming.choice_class(self.entity, condition.field or "status")
        return f"{{{', '.join(f'{self.of_models(choice)}.{names.constant(word)}' for word in words)}}}"

    @property
    def _is_awaited(self) -> bool:
        """Whether a rule of an entity that stands before this one, or of itself, refers to it."""
        return any(link.target == self.entity.name for entity in (*self.earlier, self.entity) for link in _sent(entity))

    def _comes_later(self, name: str) -> bool:
        """Whether the repository of an entity isn't defined yet where this one's is."""
        return name in self.scene.own and self.scene.own[name] not in self.earlier

    def repository_of(self, entity: str) -> str:
        """The repository of another entity, or of this one."""
        module = self.scene.module("service", of=entity, seen_from=self.part)
        return self.use(module, naming.repository(self.scene.entity(entity)))

    def of_models(self, name: str) -> str:
        """What the file of the models has by this name."""
        return self.use(self.scene.module("models", seen_from=self.part), name)


def _is_written(entity: Entity) -> bool:
    """Whether a client can send anything that rules could refuse."""
    return bool(entity.access.create or entity.access.change)


def _sent(entity: Entity) -> tuple[BelongsTo, ...]:
    return references(entity) if _is_written(entity) else ()
