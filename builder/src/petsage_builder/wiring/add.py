"""Adds a router's import and call to an app's file."""

import ast
from collections.abc import Iterator

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.wiring.calls import find_place
from petsage_builder.wiring.imports import find_import_place
from petsage_builder.wiring.own_statements import (
    includes_router,
    other_bindings,
    own_calls,
    own_imports,
    place_of,
    without_own,
)
from petsage_builder.wiring.syntax import same_tree
from petsage_builder.wiring.text import PythonText
from petsage_builder.wiring.wiring import Wiring


def wire(source: str, wiring: Wiring) -> str:
    """The file's text with the router imported and included; the same text where it is already.

    Only those lines are new; the rest stays character by character, line ends too.

    Raises:
        CannotBuildError: the file isn't Python, the alias or the call is taken by something else, or there is no clear
            place for the call.
    """
    text = read(source, wiring)
    if problems := list(_conflicts(text.tree, wiring)):
        raise CannotBuildError(*problems)
    try:
        wired = with_import(_with_call(text, wiring), wiring)
        sound = _is_sound(text, wired, wiring)
    except SyntaxError:
        sound = False
    if not sound:
        place = place_of(_neighbour(text, wiring), wiring)
        raise CannotBuildError(Problem(place, "the router would share its line with other code", wiring.by_hand))
    return str(wired)


def read(source: str, wiring: Wiring) -> PythonText:
    """The file's text with its syntax tree.

    Raises:
        CannotBuildError: it isn't Python.
    """
    try:
        return PythonText(source)
    except SyntaxError as error:
        place = f"{wiring.target}, line {error.lineno or 1}"
        raise CannotBuildError(Problem(place, f"not Python: {error.msg}", "mend the file, then build again")) from error


def with_import(text: PythonText, wiring: Wiring) -> PythonText:
    """The text, which includes the router, with its import."""
    if own_imports(text.tree, wiring):
        return text
    calls = own_calls(text.tree, wiring)
    until = next(statement for statement in text.tree.body if not set(calls).isdisjoint(ast.walk(statement)))
    place = find_import_place(text, until, wiring)
    lines = [*[""] * place.blank_before, *wiring.import_lines(), *[""] * place.blank_after]
    return text.inserted(place.after, lines)


def _neighbour(text: PythonText, wiring: Wiring) -> ast.stmt:
    """The statement that the new ones go by."""
    calls = own_calls(text.tree, wiring)
    return calls[0] if calls else find_place(text.tree, wiring).after


def _with_call(text: PythonText, wiring: Wiring) -> PythonText:
    if own_calls(text.tree, wiring):
        return text
    place = find_place(text.tree, wiring)
    body = place.scope.body
    indent = text.split(body[0].lineno, body[0].col_offset)[0].replace("\f", "")
    return text.inserted(text.last_line(place.after, body), wiring.call_lines(indent))


def _is_sound(before: PythonText, after: PythonText, wiring: Wiring) -> bool:
    """Whether the two statements are there, the call at its place, and nothing else is otherwise than it was."""
    if not own_imports(after.tree, wiring):
        return False
    if not own_calls(before.tree, wiring) and find_place(after.tree, wiring).after not in own_calls(after.tree, wiring):
        return False
    rest = [without_own(PythonText(str(text)).tree, wiring) for text in (before, after)]
    return same_tree(*rest)


def _conflicts(tree: ast.Module, wiring: Wiring) -> Iterator[Problem]:
    for node in other_bindings(tree, wiring):
        message = f"`{wiring.alias}` is something else here"
        yield Problem(place_of(node, wiring), message, "rename it, then build again")
    own = {call.value for call in own_calls(tree, wiring)}
    for node in ast.walk(tree):
        if includes_router(node, wiring) and node not in own:
            message = f"`{wiring.alias}` is included otherwise"
            yield Problem(place_of(node, wiring), message, f"make it `{wiring.call_line}`")
