"""A Python file's mutants: the file with one small fault each, which its tests should notice."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mutating import changes, removals
from mutating.source import Bytecode, Edit, Source, bytecode

Operator = Callable[[ast.AST, Source], Iterator[Edit]]

OPERATORS: tuple[Operator, ...] = (
    changes.access,
    changes.boundary,
    changes.comparison,
    changes.connection,
    changes.pattern,
    changes.status_code,
    changes.truth,
    removals.annotation,
    removals.attribute,
    removals.decorator,
    removals.element,
    removals.keyword,
    removals.parameter,
    removals.query_part,
    removals.statement,
)


@dataclass(frozen=True)
class Mutant:
    """A file with one change. `changed` is what stood there; `before` and `after` are the whole lines."""

    path: str
    line: int
    kind: str
    changed: str
    before: str
    after: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.before}  →  {self.after or '(nothing)'}"


def mutants(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a file in the order of its text; none means the same as another or as the file itself."""
    source = Source(text)
    seen: set[Bytecode | None] = {None, bytecode(text)}
    for edit in sorted(set(_edits(source))):
        mutated = source.edited(edit)
        meaning = bytecode(mutated)
        if meaning not in seen:
            seen.add(meaning)
            changed = source.text(edit.start, edit.end)
            yield Mutant(path, source.line(edit.start), edit.kind, changed, *source.lines_around(edit), mutated)


def _edits(source: Source) -> Iterator[Edit]:
    for node in _nodes(source.tree):
        for operator in OPERATORS:
            yield from operator(node, source)


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those of formatted strings, which have no exact place, for type checkers only, and of examples."""
    match node:
        case ast.JoinedStr() | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.Call(func=ast.Name(id="with_example")):
            return
    yield node
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Pow):
        for child in ast.iter_child_nodes(node):
            yield from _nodes(child)
