"""Changes of expressions: another operator, another value, the opposite."""

import ast
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from mutating.source import Edit, Source

_COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"), ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.BitAnd: "|", ast.BitOr: "&"}
_SQL_CONDITION = (ast.Compare, ast.Call, ast.UnaryOp, ast.BinOp)
_NO_STATUS = "299"
"""A status code that no endpoint answers with."""


def comparison(node: ast.AST, source: Source) -> Iterator[Edit]:
    """`<` becomes `<=`, `==` becomes `!=`; a text that is compared becomes another."""
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        for (left, right), operator in zip(pairwise(operands), node.ops, strict=True):
            yield source.replaced(node, _compared_otherwise(node, left, right, operator, source), "comparison")
        for operand in operands:
            yield from _other_text(operand, source)


def _compared_otherwise(node: ast.Compare, left: ast.expr, right: ast.expr, operator: ast.cmpop, source: Source) -> str:
    start, end = source.end(left), source.start(right)
    between = source.text(start, end).replace(*_COMPARISONS[type(operator)], 1)
    return source.text(source.start(node), start) + between + source.text(end, source.end(node))


def _other_text(node: ast.expr, source: Source) -> Iterator[Edit]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield source.replaced(node, repr(node.value + "_"), "text")


def pattern(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A value that is matched becomes another."""
    if isinstance(node, ast.MatchValue):
        yield from _other_text(node.value, source)


def boundary(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A number becomes one more and one less; of a decimal, the last digit does."""
    match node:
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int(value) | float(value)):
            for other in (value + 1, value - 1):
                yield source.replaced(node, f"({other})" if other < 0 else f"{other}", "boundary")
        case ast.BinOp(op=ast.Pow()):
            for other_power in (f"({source.of(node)} + 1)", f"({source.of(node)} - 1)"):
                yield source.replaced(node, other_power, "boundary")
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str(digits)) as constant]):
            yield from _other_decimal(constant, digits, source)


def _other_decimal(node: ast.Constant, digits: str, source: Source) -> Iterator[Edit]:
    try:
        number = Decimal(digits)
        step = Decimal((0, (1,), int(number.as_tuple().exponent)))
    except (InvalidOperation, ValueError):
        return
    for other in (number + step, number - step):
        yield source.replaced(node, f'"{other}"', "boundary")


def truth(node: ast.AST, source: Source) -> Iterator[Edit]:
    """`True` becomes `False`; what an `if` asks becomes its opposite."""
    match node:
        case ast.Constant(value=bool(value)):
            yield source.replaced(node, str(not value), "true and false")
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield source.replaced(test, f"not ({source.of(test)})", "negation")
        case ast.comprehension(ifs=[*tests]):
            for test in tests:
                yield source.replaced(test, f"not ({source.of(test)})", "negation")
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield source.replaced(node, f"({source.of(operand)})", "negation")


def connection(node: ast.AST, source: Source) -> Iterator[Edit]:
    """`and` becomes `or`; one side of them is left out; `+` becomes `-`."""
    match node:
        case ast.BoolOp(op=operator, values=values):
            this, other = (" and ", " or ") if isinstance(operator, ast.And) else (" or ", " and ")
            sides = [f"({source.of(value)})" for value in values]
            yield source.replaced(node, other.join(sides), "and, or")
            for index in range(len(sides)):
                yield source.replaced(node, this.join(sides[:index] + sides[index + 1 :]), "condition")
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            is_bitwise = isinstance(operator, ast.BitAnd | ast.BitOr)
            if is_bitwise and not (isinstance(left, _SQL_CONDITION) and isinstance(right, _SQL_CONDITION)):
                return  # a union of types
            yield source.replaced(
                node, f"({source.of(left)}) {_OPERATORS[type(operator)]} ({source.of(right)})", "arithmetic"
            )
            if is_bitwise:
                yield source.replaced(node, f"({source.of(left)})", "condition")
                yield source.replaced(node, f"({source.of(right)})", "condition")


def access(node: ast.AST, source: Source) -> Iterator[Edit]:
    """A condition about who asks holds for everybody."""
    match node:
        case ast.Compare(left=left, comparators=[ast.Name(id="CALLER") as caller]):
            yield source.replaced(caller, source.of(left), "access")
        case ast.Name(id="CALLER_IS_ADMIN"):
            yield source.replaced(node, "CALLER_IS_ADMIN.is_not(None)", "access")
        case ast.Call(func=ast.Attribute(attr="has", value=relation), args=[_]):
            yield source.replaced(node, f"{source.of(relation)}.has()", "access")


def status_code(node: ast.AST, source: Source) -> Iterator[Edit]:
    """An endpoint answers with another status code."""
    if isinstance(node, ast.keyword) and node.arg == "status_code":
        yield source.replaced(node.value, _NO_STATUS, "status code")
