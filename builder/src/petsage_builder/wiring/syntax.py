"""Questions about Python's syntax trees that more than one step asks."""

import ast
from collections.abc import Iterator
from typing import Any, TypeAlias, TypeGuard

Scope: TypeAlias = ast.Module | ast.FunctionDef

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def own_nodes(*roots: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when `roots` do.

    What is inside functions, classes and `if TYPE_CHECKING:` does not; decorators do.
    """
    pending = list(roots)
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, _INNER):
            pending += getattr(node, "decorator_list", [])
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in names_in(node.test):
            pending += node.orelse
        else:
            pending += ast.iter_child_nodes(node)


def scopes(tree: ast.Module) -> Iterator[Scope]:
    """The module, first, and its functions, inner ones too; no classes, methods or coroutines."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop(0)
        if isinstance(node, ast.ClassDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, Scope):
            yield node
        pending += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]


def names_in(node: ast.AST) -> set[str]:
    """The names and attributes that an expression mentions."""
    found = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return found | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def is_name(node: ast.AST | None, name: str) -> bool:
    """Whether the node is that name and nothing more."""
    return isinstance(node, ast.Name) and node.id == name


def is_method_call(node: ast.AST, owner: str, method: str) -> TypeGuard[ast.Call]:
    """Whether the node is `owner.method(…)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr == method and is_name(node.func.value, owner)


def first_argument(call: ast.Call) -> ast.expr | None:
    """A call's first argument, whether it is named or not."""
    return next(iter([*call.args, *(keyword.value for keyword in call.keywords)]), None)


def arguments(call: ast.Call) -> tuple[list[str], list[tuple[str, str]]]:
    """What a call is given; keywords in any order are the same."""
    keywords = [(keyword.arg or "", ast.dump(keyword.value)) for keyword in call.keywords]
    return [ast.dump(argument) for argument in call.args], sorted(keywords)


def same_tree(one: ast.AST, other: ast.AST) -> bool:
    """Whether two trees mean the same, wherever their parts stand; a tree may be deeper than Python can recurse."""
    return all(_label(a) == _label(b) for a, b in zip(ast.walk(one), ast.walk(other), strict=True))


def _label(node: ast.AST) -> tuple[Any, ...]:
    """A node without its children but for their number: trees that differ do so in a label before they end."""
    return (type(node), *((name, _childless(value)) for name, value in ast.iter_fields(node)))


def _childless(value: Any) -> Any:
    if isinstance(value, list):
        return [_childless(item) for item in value]
    return ast.AST if isinstance(value, ast.AST) else value
