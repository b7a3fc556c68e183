"""Recognises a wiring's two statements in a file, however they are formatted and wherever they stand."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from petsage_builder.wiring.syntax import arguments, first_argument, is_method_call, is_name, own_nodes, scopes
from petsage_builder.wiring.wiring import Wiring


def includes_router(node: ast.AST, wiring: Wiring) -> TypeGuard[ast.Call]:
    """Whether the node is a call that includes the router, with whatever arguments."""
    return is_method_call(node, wiring.app, "include_router") and is_name(first_argument(node), wiring.alias)


def own_calls(tree: ast.Module, wiring: Wiring) -> list[ast.Expr]:
    """The statements that include the router as the wiring says."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    wanted = [arguments(node) for node in ast.walk(ast.parse(wiring.call_line)) if includes_router(node, wiring)]
    return [node for node in statements if includes_router(node.value, wiring) and arguments(node.value) in wanted]


def own_imports(tree: ast.Module, wiring: Wiring) -> list[ast.ImportFrom]:
    """The statements that import the router under its alias, for the module or for the function that includes it."""
    calls = set(own_calls(tree, wiring))
    found: list[ast.ImportFrom] = []
    for scope in scopes(tree):
        nodes = list(own_nodes(*scope.body))
        if scope is tree or not calls.isdisjoint(nodes):
            found += [node for node in nodes if isinstance(node, ast.ImportFrom) and own_parts(node, wiring)]
    return found


def own_parts(node: ast.ImportFrom, wiring: Wiring) -> list[ast.alias]:
    """The parts of an import that give the router its alias."""
    if node.level or node.module != wiring.module:
        return []
    return [part for part in node.names if (part.name, part.asname or part.name) == (wiring.name, wiring.alias)]


def place_of(node: ast.AST, wiring: Wiring) -> str:
    """The file and line of a node."""
    return f"{wiring.target}, line {getattr(node, 'lineno', 1)}"


def other_bindings(tree: ast.Module, wiring: Wiring) -> Iterator[ast.AST]:
    """Where the alias is given to something else."""
    own = {part for node in own_imports(tree, wiring) for part in own_parts(node, wiring)}
    for node in ast.walk(tree):
        if _bound_name(node) == wiring.alias and node not in own:
            yield node


def _bound_name(node: ast.AST) -> str | None:
    """The name that a node gives to something."""
    match node:
        case ast.alias():
            return node.asname or node.name.partition(".")[0]
        case ast.Name(ctx=ast.Store()):
            return node.id
        case ast.arg():
            return node.arg
    return getattr(node, "name", None)


def without_own(tree: ast.Module, wiring: Wiring) -> ast.Module:
    """The tree, changed in place, without the wiring's two statements."""
    gone: set[ast.AST] = set(own_calls(tree, wiring))
    for statement in own_imports(tree, wiring):
        own = own_parts(statement, wiring)
        statement.names = [part for part in statement.names if part not in own]
        gone |= set() if statement.names else {statement}
    for node in ast.walk(tree):
        for _, value in ast.iter_fields(node):
            if isinstance(value, list):
                value[:] = [item for item in value if item not in gone]
    return tree
