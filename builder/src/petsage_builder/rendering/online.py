"""What is done while tables are in use, as statements: each can be done again where it was interrupted."""

from collections.abc import Iterable, Iterator
from textwrap import indent

from petsage_builder.rendering.ddl import Ddl
from petsage_builder.rendering.helpers import (
    FILL,
    FOLD,
    INDEX,
    NAME,
    ONLINE,
    PATIENTLY,
    RECHECK,
    REQUIRE,
    UNIQUE,
    VALIDATE,
)
from petsage_builder.rendering.operations import final_name, import_values, refusing_duplicates, rewriting
from petsage_builder.schema.change import Create, Drop, Index, Rewrite
from petsage_builder.schema.online import WORD, Fill, OnlineStep, Recheck, Require, Respell, Validate
from petsage_builder.schema.table import Unique


def online_body_of(steps: Iterable[OnlineStep], ddl: Ddl) -> str:
    """The statements that make the steps; empty where there are none."""
    lines = "\n".join(line for step in steps for line in _lines(step, ddl))
    return f"with {ONLINE}():\n{indent(lines, '    ')}" if lines else ""


def _lines(step: OnlineStep, ddl: Ddl) -> Iterator[str]:
    match step:
        case Fill(table, column) if column.folds:
            yield f"{FOLD}({table!r}, {column.folds!r}, {column.name!r})"
        case Fill(table, column) if column.made_from:
            yield f"{NAME}({table!r}, {column.made_from!r}, {column.name!r}, {column.type.length})"
        case Fill(table, column, str(value)):
            import_values(value, ddl)
            yield f"{FILL}({table!r}, {ddl.sa('column')}({column.name!r}, {ddl.type(column.type)}), {value})"
        case Respell(table, column, words):
            typed = f"{ddl.sa('column')}({column!r}, {ddl.type(WORD)})"
            yield from (f"{FILL}({table!r}, {typed}, {new!r}, instead_of={old!r})" for old, new in words)
        case Recheck(table, check):
            yield f"{RECHECK}({table!r}, {final_name(table, check, ddl)}, {check.sql!r})"
        case Require(table, column):
            yield f"{REQUIRE}({table!r}, {column!r})"
        case Validate(table, rule):
            yield f"{VALIDATE}({table!r}, {final_name(table, rule, ddl)})"
        case Rewrite():
            yield rewriting(step)
        case Create(table, Unique() | Index() as rule):
            yield from _made(table, rule, ddl)
        case Drop(table, Index() as index):
            options = f"table_name={table!r}, postgresql_concurrently=True, if_exists=True"
            dropped = f"{ddl.use('alembic', 'op')}.drop_index({final_name(table, index, ddl)}, {options})"
            yield f"with {PATIENTLY}():\n    {dropped}"


def _made(table: str, rule: Unique | Index, ddl: Ddl) -> Iterator[str]:
    name, columns = final_name(table, rule, ddl), list(rule.columns)
    match rule:
        case Unique(live=True):
            yield refusing_duplicates(table, rule)
            yield f"{INDEX}({table!r}, {name}, {columns!r}, {ddl.live()})"
        case Unique():
            yield f"{UNIQUE}({table!r}, {name}, {columns!r})"
        case Index():
            yield f"{INDEX}({table!r}, {name}, {columns!r})"
