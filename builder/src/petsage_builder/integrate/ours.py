"""Recognises a wiring's two statements in a file, however they are formatted and wherever they stand."""

import ast
from collections.abc import Iterator

from .syntax import first_argument, is_method_call, is_name
from .wiring import Wiring


def own_parts(node: ast.AST, wiring: Wiring) -> list[ast.alias]:
    """The parts of an import statement that import the router under its alias."""
    if not isinstance(node, ast.ImportFrom) or node.level or node.module != wiring.module:
        return []
    return [part for part in node.names if (part.name, part.asname or part.name) == (wiring.name, wiring.alias)]


def own_imports(tree: ast.Module, wiring: Wiring) -> list[ast.ImportFrom]:
    """The statements that import the router under its alias."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and own_parts(node, wiring)]


def includes_router(node: ast.AST, wiring: Wiring) -> bool:
    """Whether the node is a call that includes the router, with whatever arguments."""
    return is_method_call(node, wiring.app, "include_router") and is_name(first_argument(node), wiring.alias)


def is_own_call(node: ast.AST, wiring: Wiring) -> bool:
    """Whether the node is the statement that includes the router as the wiring says."""
    wanted = ast.parse(wiring.call_line).body[0]
    return (
        isinstance(node, ast.Expr) and includes_router(node.value, wiring) and _arguments(node) == _arguments(wanted)
    )


def own_calls(tree: ast.Module, wiring: Wiring) -> list[ast.stmt]:
    """The statements that include the router as the wiring says."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and is_own_call(node, wiring)]


def other_bindings(tree: ast.Module, wiring: Wiring) -> Iterator[ast.AST]:
    """Where the alias is given to something else."""
    own = [id(part) for node in own_imports(tree, wiring) for part in own_parts(node, wiring)]
    for node in ast.walk(tree):
        match node:
            case ast.alias():
                bound = node.asname or node.name.partition(".")[0]
            case ast.Name(ctx=ast.Store()):
                bound = node.id
            case ast.arg():
                bound = node.arg
            case _:
                bound = getattr(node, "name", None)
        if bound == wiring.alias and id(node) not in own:
            yield node


def without_own(tree: ast.Module, wiring: Wiring) -> ast.Module:
    """The tree, changed in place, without the wiring's two statements."""
    for node in own_imports(tree, wiring):
        own = own_parts(node, wiring)
        node.names = [part for part in node.names if part not in own]
    for node in ast.walk(tree):
        for _, value in ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [item for item in value if not _is_own(item, wiring)]
    return tree
