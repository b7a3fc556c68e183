"""The models of a module: its tables, as SQLAlchemy's classes."""

from collections.abc import Iterator
from dataclasses import dataclass

from petsage_builder.rendering import naming
from petsage_builder.rendering.attributes import Attributes
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.templating import python_docstring, templates
from petsage_builder.schema.table import Table
from petsage_builder.schema.tables import once_table, tables_of
from petsage_builder.spec.entity import BelongsTo, Entity, Once
from petsage_builder.terms import names
from petsage_builder.terms.code import code
from petsage_builder.terms.marking import listed


def render_models(scene: Scene) -> str:
    """The file of the models, not yet formatted."""
    use, tables = scene.imports("models"), tables_of(scene.spec)
    models = [
        _Model(table, scene.own[table.entity], scene, use, Attributes(table, tables[place:], scene, use))
        for place, table in enumerate(tables, 1)
    ]
    body = templates().get_template("entity/models.py.j2").render(models=models, use=use, constant=names.constant)
    return "\n".join([python_docstring(_promise(scene)), *use.lines(), body])


def _promise(scene: Scene) -> str:
    entities = listed(entity.plural for entity in scene.spec.entities)
    return f"The {'table' if len(scene.spec.entities) == 1 else 'tables'} of {entities}."


@dataclass(frozen=True)
class _Enumeration:
    """The words that a column chooses from, as a class."""

    name: str
    promise: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class _Model:
    """A table in the words of the models' file."""

    table: Table
    entity: Entity
    scene: Scene
    use: Imports
    attributes: Attributes

    @property
    def name(self) -> str:
        match self.table.kind:
            case "entity":
                return self.entity.class_name
            case "revisions":
                return naming.revision_class(self.entity)
            case "links":
                return naming.link_class(self.entity, self.table.columns[1].origin)
            case "once":
                return naming.once_class(self.entity, self._once)

    @property
    def base(self) -> str:
        match self.table.kind:
            case "entity" if self.entity.restore_days:
                return self.use(self.scene.core("restoring"), "Restorable")
            case "entity":
                return self.use(self.scene.core("tables"), "Entity")
            case "revisions":
                return self.use(self.scene.core("history"), "Revision")
            case "links" | "once":
                return self.use(self.scene.core("tables"), "Base")

    @property
    def promise(self) -> str:
        """What a row is."""
        match self.table.kind:
            case "entity" if self.entity.is_people:
                return "What people have of their own; the id is that of the account."
            case "entity":
                return f"{names.subject(self.entity.name)}{_belongings(self.entity)}."
            case "revisions":
                return f"What {names.with_article(self.entity.name)} was after a change, or before it was deleted."
            case "links":
                return f"Which {self.entity.plural} have which {names.plural(self.table.columns[1].origin)}."
            case "once":
                return f"Who has {self._once.done} which {self.entity.plural}."

    @property
    def _once(self) -> Once:
        """What the rows say that people have done."""
        return next(once for once in self.entity.once if once_table(self.entity, once) == self.table)

    @property
    def enumerations(self) -> Iterator[_Enumeration]:
        """The classes of the words that columns choose from."""
        article = names.with_article(self.entity.name)
        for column in self.table.columns:
            if column.type.kind == "choice":
                is_state = self.entity.lifecycle is not None and column.name == "status"
                promise = f"Where {article} stands." if is_state else f"The {column.origin} of {article}."
                yield _Enumeration(naming.choice_class(self.entity, column.origin), promise, column.type.values)

    @property
    def table_arguments(self) -> Iterator[str]:
        """The indexes, what is unique and what is checked, but for what a column says of itself."""
        for check in self.table.checks:
            yield f'{self.use("sqlalchemy", "CheckConstraint")}({code(check.sql)}, name="{check.name}")'
        for index in self.table.indexes:
            if len(index) > 1:
                yield f"{self.use('sqlalchemy', 'Index')}(None, {_quoted(index)})"
        for unique in self.table.uniques:
            if unique.live:
                yield f"{self.use(self.scene.core('restoring'), 'unique_when_live')}({_quoted(unique.columns)})"
            elif len(unique.columns) > 1:
                yield f"{self.use('sqlalchemy', 'UniqueConstraint')}({_quoted(unique.columns)})"


def _belongings(entity: Entity) -> str:
    """What an entity belongs to, as it stands behind its name."""
    clauses = []
    for verb, optional in (("belongs to", False), ("may belong to", True)):
        if targets := [_target(link, entity) for link in entity.belongs_to if link.optional is optional]:
            clauses.append(f"{verb} {listed(targets)}")
    return f", which {' and '.join(clauses)}" if clauses else ""


def _target(link: BelongsTo, entity: Entity) -> str:
    target = f"another {link.target}" if link.target == entity.name else names.with_article(link.target)
    if link.role == link.target:
        return target
    return f"{target}, its {link.role}" if len(entity.belongs_to) == 1 else f"{target} (its {link.role})"


def _quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
