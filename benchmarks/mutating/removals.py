"""Changes that leave something out: a condition, a bound, a rule, a guard, a statement."""

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mutating.source import Edit, Placed, Source

_QUERY_PARTS = {"where", "having", "order_by", "limit", "filter"}
_CONDITIONS = {"where", "having", "filter", "and_", "or_"}
_DOCUMENTATION = {"summary", "description", "title", "examples", "tags", "responses", "operation_id"}
"""Keywords that change what is documented, not what is done."""
_FOR_TYPES = {"override", "final", "overload"}
"""Decorators that only a type checker looks at."""


def query_part(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A query loses its `.where(...)`, or one of several conditions."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name, value=query)) if name in _QUERY_PARTS:
            yield Edit(source.end(query), source.end(node), "", "query part")
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args) if name in _CONDITIONS:
            for index in range(len(args) if len(args) > 1 else 0):
                yield source.without(_between_commas(node), index, "condition")


def keyword(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A call or a class loses one of its keywords."""
    items = _between_commas(node)
    for index, item in enumerate(items):
        if isinstance(item, ast.keyword) and item.arg not in _DOCUMENTATION:
            yield source.without(items, index, "keyword")


def _between_commas(node: ast.AST) -> Sequence[Placed]:
    """Everything between the parentheses of a call or a class, in the order of the text."""
    match node:
        case ast.Call(args=others, keywords=keywords) | ast.ClassDef(bases=others, keywords=keywords):
            return sorted([*others, *keywords], key=lambda item: (item.lineno, item.col_offset))
    return ()


def element(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A list of rules, filters or dependencies loses one of them."""
    match node:
        case ast.Assign(targets=[ast.Name(id="__all__") | ast.Tuple()]):
            return
        case ast.keyword(arg=name) if name in _DOCUMENTATION:
            return
        case ast.keyword(value=value) | ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            yield from _shorter(value, source)
        case ast.Call(args=args):
            for argument in args:
                yield from _shorter(argument, source)


class _Pair(NamedTuple):
    """A key and its value in a dictionary."""

    lineno: int
    col_offset: int
    end_lineno: int | None
    end_col_offset: int | None


def _shorter(display: ast.expr, source: Source) -> Iterator[Edit]:
    match display:
        case ast.List(elts=items) | ast.Set(elts=items):
            yield from (source.without(items, index, "element") for index in range(len(items)))
        case ast.Tuple(elts=items):
            for left_out in items:
                rest = "".join(f"{source.of(item)}, " for item in items if item is not left_out)
                yield source.replaced(display, f"({rest})", "element")
        case ast.Dict(keys=keys, values=values):
            pairs = [
                _Pair((key or value).lineno, (key or value).col_offset, value.end_lineno, value.end_col_offset)
                for key, value in zip(keys, values, strict=True)
            ]
            yield from (source.without(pairs, index, "element") for index in range(len(pairs)))


def annotation(node: ast.AST, source: Source) -> Iterator[Edit]:
    """`Annotated[T, Field(le=5)]` becomes `T`: it loses a bound, a validator or a dependency."""
    match node:
        case ast.Subscript(
            value=ast.Name(id="Annotated") | ast.Attribute(attr="Annotated"), slice=ast.Tuple(elts=[type_, *others])
        ):
            if len(others) == 1:
                yield source.replaced(node, source.of(type_), "annotation")
            else:
                yield from (source.without([type_, *others], index + 1, "annotation") for index in range(len(others)))


def attribute(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A class's attribute loses its default or its column; `T | None` becomes `T`.

    A parameter of a list stays nullable: a URL can't say null, and what is left out is None unchecked.
    """
    for item in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(item, ast.AnnAssign):
            if item.value:
                yield Edit(source.end(item.annotation), source.end(item.value), "", "default")
            is_parameter = isinstance(item.value, ast.Call) and "Field(None" in ast.unparse(item.value)
            for part in () if is_parameter else ast.walk(item.annotation):
                match part:
                    case ast.BinOp(op=ast.BitOr(), left=type_, right=ast.Constant(value=None)):
                        yield source.replaced(part, source.of(type_), "nullable")


def parameter(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A function loses a parameter that it doesn't use: a dependency that is there for what it refuses."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        used = {part.id for statement in node.body for part in ast.walk(statement) if isinstance(part, ast.Name)}
        for index, argument in enumerate(arguments):
            if argument.arg not in used | {"self", "cls"}:
                yield source.without(arguments, index, "dependency")


def decorator(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A function or a class loses a decorator."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for each in node.decorator_list:
            if ast.unparse(each).rpartition(".")[2] not in _FOR_TYPES:
                yield Edit(source.start(each) - 1, source.end(each), "", "decorator")


def statement(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A guard, a raise, a call or a change isn't done; a function returns nothing."""
    match node:
        case (
            ast.Expr(value=ast.Call() | ast.Await())
            | ast.Raise()
            | ast.Delete()
            | ast.AugAssign()
            | ast.Assign(targets=[ast.Attribute() | ast.Subscript()])
        ):
            yield source.replaced(node, "pass", "statement")
        case ast.Return(value=ast.expr() as value):
            yield source.replaced(value, "None", "statement")
