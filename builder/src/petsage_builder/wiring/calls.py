"""Where in a file the call goes that includes a router."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.wiring.own_statements import place_of
from petsage_builder.wiring.syntax import Scope, first_argument, is_method_call, is_name, names_in, own_nodes, scopes
from petsage_builder.wiring.wiring import Wiring

_EVERY_PATH = re.compile(r"/?\{\w+:path\}")
_MAKERS = {"FastAPI", "APIRouter"}


@dataclass(frozen=True)
class Place:
    """The call goes into the body of `scope`, right after the statement `after`."""

    scope: Scope
    after: ast.stmt


@dataclass(frozen=True)
class _Creation:
    """A statement that gives the object its value; `made` where that is a new FastAPI or APIRouter."""

    scope: Scope
    statement: ast.stmt
    made: bool


def find_place(tree: ast.Module, wiring: Wiring) -> Place:
    """Where the call goes: after the last router that the object includes, else after the object's creation.

    In any case it goes before the object is returned, run, replaced or handed on, and before what catches every path.

    Raises:
        CannotBuildError: the object isn't created here, or in more than one place.
    """
    creation = _creation(tree, wiring)
    body = creation.scope.body
    after = creation.statement
    for statement in body[body.index(creation.statement) + 1 :]:
        if _closes(statement, wiring.app):
            break
        if _includes(statement, wiring.app):
            after = statement
    return Place(creation.scope, after)


def _creation(tree: ast.Module, wiring: Wiring) -> _Creation:
    """The one place where the object comes from: made before received, the module's before a function's.

    A call of a function here that makes it or receives it is no such place: the function is.
    """
    found = list(_creations(tree, wiring.app)) or list(_uses(tree, wiring.app))
    functions = {creation.scope.name for creation in found if isinstance(creation.scope, ast.FunctionDef)}
    creations = [creation for creation in found if not _called(creation.statement) & functions]
    for made in (True, False):
        for in_module in (True, False):
            rivals = [
                creation for creation in creations if creation.made is made and (creation.scope is tree) is in_module
            ]
            if len(rivals) > 1:
                raise CannotBuildError(_ambiguous(rivals, wiring))
            if rivals:
                return rivals[0]
    raise CannotBuildError(_missing(tree, wiring))


def _creations(tree: ast.Module, app: str) -> Iterator[_Creation]:
    for scope in scopes(tree):
        for statement in scope.body:
            value = _given(statement, app)
            if value is None or any(is_name(node, app) for node in ast.walk(value)):
                continue
            made = isinstance(value, ast.Call) and bool(names_in(value.func) & _MAKERS)
            if made or scope is tree or _returns(scope, app):
                yield _Creation(scope, statement, made)


def _uses(tree: ast.Module, app: str) -> Iterator[_Creation]:
    """Where routers are included into an object that is imported or handed in: the first of them in each scope."""
    for scope in scopes(tree):
        if first := next((statement for statement in scope.body if _includes(statement, app)), None):
            yield _Creation(scope, first, made=False)


def _called(statement: ast.stmt) -> set[str]:
    """The name of the function whose answer is the statement's value."""
    value = getattr(statement, "value", None)
    return {value.func.id} if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else set()


def _given(statement: ast.stmt, app: str) -> ast.expr | None:
    """The value that a statement gives the object."""
    match statement:
        case ast.Assign() if any(is_name(target, app) for target in statement.targets):
            return statement.value
        case ast.AnnAssign() if is_name(statement.target, app):
            return statement.value
        case ast.Assign() | ast.AnnAssign() | ast.Expr():
            named = (node for node in ast.walk(statement) if isinstance(node, ast.NamedExpr))
            return next((node.value for node in named if is_name(node.target, app)), None)
    return None


def _returns(scope: Scope, app: str) -> bool:
    return any(isinstance(node, ast.Return) and is_name(node.value, app) for node in own_nodes(*scope.body))


def _includes(statement: ast.stmt, app: str) -> bool:
    return any(is_method_call(node, app, "include_router") for node in own_nodes(statement))


def _closes(statement: ast.stmt, app: str) -> bool:
    """Whether what follows the statement would come too late, or not at all."""
    main_guard = isinstance(statement, ast.If) and "__name__" in names_in(statement.test)
    return main_guard or any(
        isinstance(node, ast.Return) or _replaces(node, app) or _hands_on(node, app) or _catches_all(node, app)
        for node in own_nodes(statement)
    )


def _replaces(node: ast.AST, app: str) -> bool:
    return isinstance(node, ast.Name) and node.id == app and not isinstance(node.ctx, ast.Load)


def _hands_on(node: ast.AST, app: str) -> bool:
    """Whether another router takes over the routes that there are by now."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "include_router"
        and is_name(first_argument(node), app)
    )


def _catches_all(node: ast.AST, app: str) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not is_name(node.func.value, app):
        return False
    path = first_argument(node)
    if not isinstance(path, ast.Constant) or not isinstance(path.value, str):
        return False
    return bool(_EVERY_PATH.fullmatch(path.value)) or (node.func.attr == "mount" and path.value in ("", "/"))


def _ambiguous(rivals: list[_Creation], wiring: Wiring) -> Problem:
    lines = " and ".join(str(rival.statement.lineno) for rival in rivals)
    return Problem(
        place_of(rivals[0].statement, wiring),
        f"`{wiring.app}` is created in more than one place: lines {lines}",
        wiring.by_hand,
    )


def _missing(tree: ast.Module, wiring: Wiring) -> Problem:
    hidden = next((node for node in ast.walk(tree) if _replaces(node, wiring.app)), None)
    if hidden:
        message = f"`{wiring.app}` is created where the place for a router can't be told"
        return Problem(place_of(hidden, wiring), message, wiring.by_hand)
    advice = _setting(tree) or f"create it with `{wiring.app} = FastAPI()`, or {wiring.by_hand}"
    return Problem(place_of(tree, wiring), f"no `{wiring.app}` is created here", advice)


def _setting(tree: ast.Module) -> str:
    """Which setting names the object that is created here under another name; empty where there is none."""
    for scope in scopes(tree):
        for statement in scope.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=made)):
                    if kind := names_in(made) & _MAKERS:
                        setting = "app" if scope is tree and "FastAPI" in kind else "object"
                        return f'name the one that is in petsage.toml: `{setting} = "{name}"` in [wiring]'
    return ""
