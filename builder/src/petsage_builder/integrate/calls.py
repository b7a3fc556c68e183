"""Where in a file the call goes that includes a router."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import CannotBuildError, Problem
from .syntax import Scope, first_argument, is_method_call, is_name, names_in, own_nodes, scopes
from .wiring import Wiring

_CATCH_ALL = re.compile(r"/?\{\w+:path\}|/?")
_MAKERS = {"FastAPI", "APIRouter"}


@dataclass(frozen=True)
class Place:
    """The call goes into the body of `scope`, right after the statement `after`."""

    scope: Scope
    after: ast.stmt


@dataclass(frozen=True)
class _Birth:
    """A statement that gives the object its value; `made` where that is a new FastAPI or APIRouter."""

    scope: Scope
    statement: ast.stmt
    made: bool


def find_place(tree: ast.Module, wiring: Wiring) -> Place:
    """Where the call goes: after the last router that the object includes, else after the object's creation; before it is
    returned, run, replaced or handed on, and before what catches every path.

    Raises:
        CannotBuildError: the object isn't created here, or in more than one place.
    """
    birth = _birth(tree, wiring)
    body = birth.scope.body
    after = birth.statement
    for statement in body[body.index(birth.statement) + 1 :]:
        if _closes(statement, wiring.app):
            break
        if _includes(statement, wiring.app):
            after = statement
    return Place(birth.scope, after)


def _birth(tree: ast.Module, wiring: Wiring) -> _Birth:
    """The one place where the object comes from: the module's before a function's, made here before received here."""
    births = list(_births(tree, wiring.app))
    for made in (True, False):
        for module in (True, False):
            rivals = [birth for birth in births if birth.made is made and (birth.scope is tree) is module]
            if len(rivals) == 1:
                return rivals[0]
            if rivals:
                raise CannotBuildError(_ambiguous(rivals, wiring))
    raise CannotBuildError(_missing(tree, wiring))
