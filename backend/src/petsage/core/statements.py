"""SQLAlchemy statements made ready for the driver: compiled once, with what turns values on their way in and out."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import BinaryExpression, BindParameter, Dialect, Insert, Select, SelectBase, TextClause, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import BooleanClauseList
from sqlalchemy.sql.operators import and_, eq
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

from .columns import READ_AS_STORED

Columns = TypeVarTuple("Columns")
Convert = Callable[[Any], Any]
Statement = Select[*tuple[Any, ...]] | UpdateBase | TextClause


class Answer(NamedTuple):
    """What the driver gave: the rows, its description of their columns (second: a type code), how many were touched."""

    rows: Sequence[tuple[Any, ...]]
    columns: Sequence[Sequence[Any]] | None
    touched: int


def locking(statement: Select[*Columns]) -> Select[*Columns]:
    """The same query; until the transaction ends nobody else can change, lock or keep the rows it finds."""
    return statement.with_for_update().execution_options(locking=True)


def keeping(statement: Select[*Columns]) -> Select[*Columns]:
    """The same query; until the transaction ends nobody can lock or delete the rows it finds. Many can keep them."""
    return statement.with_for_update(read=True, key_share=True).execution_options(locking=True)


def taking_turns(statement: Select[*Columns]) -> Select[*Columns]:
    """The same query; who else takes turns on the rows it finds waits until the transaction ends."""
    return statement.with_for_update(key_share=True).execution_options(locking=True)


class Work(Enum):
    """How much a statement may have to do."""

    READ = auto()
    """It changes nothing, and can be stopped and run again."""
    ONE_ROW = auto()
    """It adds a row, or changes one that it names by its key."""
    MANY_ROWS = auto()
    """Nothing is known. A deletion, for one, takes along whatever belongs to its row."""


class Plan:
    """A statement compiled for a dialect. `writes` tells whether it needs a transaction."""

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.writes = statement.is_dml or statement.get_execution_options().get("locking", False)
        self.work = _work(statement)
        self._compiled = compiled
        self._dialect = dialect
        self._sql = compiled.string
        given = {name: bind for bind, name in compiled.bind_names.items() if not bind.required}
        self._fixed = {name: bind.value for name, bind in given.items()}
        self._made = [(name, bind.callable) for name, bind in given.items() if bind.callable is not None]
        self._encoders = _encoders(compiled, dialect)
        columns = statement.exported_columns.items() if isinstance(statement, ReturnsRows) else []
        self._columns = [(str(name), column.type) for name, column in columns]
        self._names = [name for name, _ in self._columns]
        self._decoders: list[tuple[str, Convert]] | None = None

    def bind(self, parameters: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """The text and the values for the driver."""
        values = {**self._fixed, **parameters}
        for name, make in self._made:
            values[name] = make()
        if self._compiled.post_compile_params:
            return self._expand(values)
        for name, encode in self._encoders:
            values[name] = encode(values[name])
        return self._sql, values

    def read(self, answer: Answer) -> list[dict[str, Any]]:
        """The rows by column name, each value ready for a shape to read."""
        names = self._names
        rows = [dict(zip(names, row, strict=False)) for row in answer.rows]
        if self._decoders is None and answer.columns is not None:
            self._decoders = self._decoders_for(answer.columns)
        for name, decode in self._decoders or ():
            for row in rows:
                row[name] = decode(row[name])
        return rows

    def _expand(self, values: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """The text and the values when an IN has a list of values, which become part of the text."""
        expanded = self._compiled.construct_expanded_state(dict(values))
        encoders = {**dict(self._encoders), **expanded.processors}
        return expanded.statement, {
            name: encoders[name](value) if name in encoders else value for name, value in expanded.parameters.items()
        }

    def _decoders_for(self, columns: Sequence[Sequence[Any]]) -> list[tuple[str, Convert]]:
        pairs = zip(self._columns, columns, strict=True)
        found = ((name, _decoder(type_, self._dialect, described[1])) for (name, type_), described in pairs)
        return [(name, decode) for name, decode in found if decode is not None]


def _work(statement: Statement) -> Work:
    if isinstance(statement, Select):
        return Work.READ
    if any(isinstance(part, SelectBase) for part in iterate(statement)):
        return Work.MANY_ROWS
    return Work.ONE_ROW if isinstance(statement, Insert) or _names_its_row(statement) else Work.MANY_ROWS


def _names_its_row(statement: UpdateBase | TextClause) -> bool:
    if not isinstance(statement, Update):
        return False
    where = statement.whereclause
    parts = where.clauses if isinstance(where, BooleanClauseList) and where.operator is and_ else [where]
    given = (part for part in parts if isinstance(part, BinaryExpression) and part.operator is eq)
    named = {part.left.key for part in given if isinstance(part.right, BindParameter)}
    return named >= {column.key for column in statement.table.primary_key}


def _encoders(compiled: SQLCompiler, dialect: Dialect) -> list[tuple[str, Convert]]:
    types = {name: bind.type for bind, name in compiled.bind_names.items()}.items()
    found = ((name, type_.dialect_impl(dialect).bind_processor(dialect)) for name, type_ in types)
    return [(name, encode) for name, encode in found if encode is not None]


def _decoder(type_: TypeEngine[Any], dialect: Dialect, code: Any) -> Convert | None:
    return None if isinstance(type_, READ_AS_STORED) else type_.dialect_impl(dialect).result_processor(dialect, code)
