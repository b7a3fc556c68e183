"""The attributes of a model: its columns, and the relations that access follows."""

from collections.abc import Iterator, Sequence

from petsage_builder.rendering import naming
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.scene import Scene
from petsage_builder.schema.table import Column, Reference, Table, Unique
from petsage_builder.spec.entity import BelongsTo, Entity, Lifecycle
from petsage_builder.spec.expiring import Expiry
from petsage_builder.terms import names
from petsage_builder.terms.column import ColumnType

_PYTHON_TYPES = {
    "identifier": ("uuid", "UUID"),
    "instant": ("datetime", "datetime"),
    "day": ("datetime", "date"),
    "time of day": ("datetime", "time"),
    "duration": ("datetime", "timedelta"),
    "exact": ("decimal", "Decimal"),
    "document": ("typing", "Any"),
}

_BUILTIN_TYPES = {"string": "str", "text": "str", "integer": "int", "big integer": "int", "boolean": "bool"}


class Attributes:
    """The attributes of a table's model, a line each. `later` are the tables whose models stand after it."""

    def __init__(self, table: Table, later: Sequence[Table], scene: Scene, use: Imports) -> None:
        self._table = table
        self._entity = scene.own[table.entity]
        self._later = {other.name for other in later}
        self._scene = scene
        self._use = use
        self._taken = {name for entity in scene.spec.entities for name in _names(entity)}

    def __iter__(self) -> Iterator[str]:
        for column in self._table.columns:
            if column.origin or column.references:
                yield self._column(column)
        if self._table.kind == "entity":
            for link in self._entity.followed:
                yield self._relationship(link)

    def _column(self, column: Column) -> str:
        """A column; what its base has is not among them."""
        life = self._entity.lifecycle
        if self._table.kind == "entity" and column.name == "status" and life and life.expiries:
            made = f"{self._named(self._scene.core('expiring'), 'expiring')}({', '.join(self._expiring(life))})"
            return f"status: {self._use('sqlalchemy.orm', 'Mapped')}[{self._python_type(column)}] = {made}"
        arguments = ", ".join(self._arguments(column))
        maker = (self._scene.core("folding"), "folded") if column.folds else ("sqlalchemy.orm", "mapped_column")
        value = f" = {self._named(*maker)}({arguments})" if arguments else ""
        type_ = self._python_type(column) + (" | None" if column.nullable else "")
        return f"{column.name}: {self._use('sqlalchemy.orm', 'Mapped')}[{type_}]{value}"

    def _expiring(self, life: Lifecycle) -> Iterator[str]:
        """The states, and what each that ends by itself becomes, and when."""
        states = naming.choice_class(self._entity, "status")
        ends = {source: expiry for expiry in life.expiries for source in expiry.sources}
        made = [f"{states}.{names.constant(state)}: {self._expiry(ends[state], states)}" for state in life.states
                if state in ends]  # fmt: skip
        yield from (states, f"{{{', '.join(made)}}}")

    def _expiry(self, expiry: Expiry, states: str) -> str:
        since = self._entity.field(expiry.field).snake if expiry.field else "created_at"
        said = [f"{states}.{names.constant(expiry.target)}", f'"{since}"']
        said += [f"{self._named('datetime', 'timedelta')}({expiry.unit}s={expiry.count})"] if expiry.count else []
        return f"{self._named(self._scene.core('expiring'), 'Expiry')}({', '.join(said)})"

    def _python_type(self, column: Column) -> str:
        kind = column.type.kind
        if kind == "choice":
            return naming.choice_class(self._entity, column.origin)
        return _BUILTIN_TYPES.get(kind) or self._named(*_PYTHON_TYPES[kind])

    def _arguments(self, column: Column) -> Iterator[str]:
        """What the annotation doesn't say: the type in SQL and the rules that hold for the column alone."""
        if column.folds:
            yield f'"{column.folds}"'
        elif type_ := self._sql_type(column.type):
            yield type_
        if column.references:
            yield self._foreign_key(column.references)
        if column.primary_key:
            yield "primary_key=True"
        if Unique((column.name,)) in self._table.uniques:
            yield "unique=True"
        if (column.name,) in self._table.indexes:
            yield "index=True"

    def _sql_type(self, type_: ColumnType) -> str:
        match type_.kind:
            case "string":
                return f"{self._use('sqlalchemy', 'String')}({type_.length})"
            case "text":
                return self._use("sqlalchemy", "Text")
            case "big integer":
                return self._use("sqlalchemy", "BigInteger")
            case "exact":
                return f"{self._use(self._scene.core('columns'), 'Exact')}({type_.digits}, {type_.decimals})"
            case "document":
                return self._use(self._scene.core("columns"), "Document")
            case _:
                return ""

    def _foreign_key(self, reference: Reference) -> str:
        """The reference; where two tables refer to each other, that of the first is made after the second."""
        afterwards = ", use_alter=True" if reference.table in self._later else ""
        row = f'"{reference.table}.id", ondelete="{reference.on_delete}"{afterwards}'
        return f"{self._use('sqlalchemy', 'ForeignKey')}({row})"

    def _relationship(self, link: BelongsTo) -> str:
        target = self._scene.entity(link.target)
        module = self._scene.module("models", of=link.target, seen_from="models")
        type_ = self._use(module, target.class_name) + (" | None" if link.optional else "")
        if target.table in self._later:
            type_ = f'"{type_}"'
        keys = f"foreign_keys=[{link.column}]" if _ways(self._entity, target) > 1 else ""
        made = f"{self._named('sqlalchemy.orm', 'relationship')}({keys})"
        return f"{link.snake}: {self._use('sqlalchemy.orm', 'Mapped')}[{type_}] = {made}"

    def _named(self, module: str, name: str) -> str:
        """The name; with an underscore before it where it is also a column's, which would hide it in the class."""
        if name not in self._taken:
            return self._use(module, name)
        self._use(module, f"{name} as _{name}")
        return f"_{name}"


def _names(entity: Entity) -> Iterator[str]:
    """What the fields and relations of an entity are called in its class."""
    yield from (field.snake for field in entity.fields)
    yield from (link.snake for link in entity.belongs_to)


def _ways(entity: Entity, target: Entity) -> int:
    """How many references there are between the tables of two entities, either way."""
    there = [link for link in entity.belongs_to if link.target == target.name]
    back = [link for link in target.belongs_to if link.target == entity.name]
    return len(there) + len(back)
