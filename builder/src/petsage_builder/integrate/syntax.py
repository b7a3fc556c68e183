"""Questions about Python's syntax trees that more than one step asks."""

import ast
from collections.abc import Iterator
from typing import TypeAlias

Scope: TypeAlias = ast.Module | ast.FunctionDef
Import: TypeAlias = ast.Import | ast.ImportFrom

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def own_nodes(*roots: ast.AST) -> Iterator[ast.AST]:
    """The nodes under `roots` that run with them: not what is inside functions and classes, though their decorators."""
    pending = list(roots)
    while pending:
        node = pending.pop()
        yield node
        pending += getattr(node, "decorator_list", []) if isinstance(node, _INNER) else ast.iter_child_nodes(node)


def scopes(tree: ast.Module) -> Iterator[Scope]:
    """The module and its functions, inner ones too; no classes, methods or coroutines."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop(0)
        if isinstance(node, Scope):
            yield node
        pending += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.ClassDef | ast.AsyncFunctionDef)]


def is_name(node: ast.AST | None, name: str) -> bool:
    """Whether the node is that name and nothing more."""
    return isinstance(node, ast.Name) and node.id == name


def is_method_call(node: ast.AST, owner: str, method: str) -> bool:
    """Whether the node is `owner.method(…)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr == method and is_name(node.func.value, owner)


def first_argument(node: ast.AST) -> ast.expr | None:
    """A call's first positional argument."""
    return node.args[0] if isinstance(node, ast.Call) and node.args else None


def is_main_guard(node: ast.AST) -> bool:
    """Whether the node is `if __name__ == "__main__":`."""
    return isinstance(node, ast.If) and any(is_name(part, "__name__") for part in ast.walk(node.test))
