"""Takes a router's import and call out of an app's file."""

import ast
from collections.abc import Iterator
from contextlib import suppress

from petsage_builder.errors import HandEditsError, Problem
from petsage_builder.wiring.add import read, with_import
from petsage_builder.wiring.own_statements import (
    other_bindings,
    own_calls,
    own_imports,
    own_parts,
    place_of,
    without_own,
)
from petsage_builder.wiring.syntax import same_tree
from petsage_builder.wiring.text import PythonText
from petsage_builder.wiring.wiring import Wiring


def unwire(source: str, wiring: Wiring) -> str:
    """The file's text without the router's import and call, wherever they were moved and however formatted.

    `unwire(wire(text)) == text`, and a text without them stays as it is.

    Raises:
        CannotBuildError: the file isn't Python.
        HandEditsError: the router is used elsewhere in the file, or something depends on the two statements.
    """
    text = read(source, wiring)
    imports, calls = own_imports(text.tree, wiring), own_calls(text.tree, wiring)
    if not imports and (not calls or any(other_bindings(text.tree, wiring))):
        return source
    rest = without_own(PythonText(source).tree, wiring)
    if problems := list(_uses(rest, wiring)):
        raise HandEditsError(*problems)
    try:
        bare = _without_calls(_without_imports(text, wiring), wiring)
        sound = same_tree(rest, bare.tree)
    except SyntaxError:
        sound = False
    if not sound:
        first = min((*imports, *calls), key=lambda statement: statement.lineno)
        advice = f"take out `{wiring.import_line}` and `{wiring.call_line}` by hand"
        raise HandEditsError(Problem(place_of(first, wiring), "the lines around the router depend on it", advice))
    return str(bare)


def _uses(rest: ast.Module, wiring: Wiring) -> Iterator[Problem]:
    """Where the alias is used by more than the wiring; a text that equals it stands in `__all__`."""
    for node in ast.walk(rest):
        named = isinstance(node, ast.Name) and node.id == wiring.alias
        if named or (isinstance(node, ast.Constant) and node.value == wiring.alias):
            yield Problem(place_of(node, wiring), f"`{wiring.alias}` is still used here", "take that out first")


def _without_calls(text: PythonText, wiring: Wiring) -> PythonText:
    while calls := own_calls(text.tree, wiring):
        text = _without_statement(text, calls[0])
    return text


def _without_imports(text: PythonText, wiring: Wiring) -> PythonText:
    while imports := own_imports(text.tree, wiring):
        statement = imports[0]
        own = own_parts(statement, wiring)
        if len(own) < len(statement.names):
            text = _without_part(text, statement.names, own[0])
        else:
            text = _as_before(text, statement, wiring) or _without_section(text, statement)
    return text


def _as_before(text: PythonText, statement: ast.ImportFrom, wiring: Wiring) -> PythonText | None:
    """The text from which `with_import` makes this one, so without the blank lines that came along, if there is one."""
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    for before, after in ((0, 0), (1, 0), (0, 1), (0, 2)):
        around = (*text.lines[max(first - 1 - before, 0) : first - 1], *text.lines[last : last + after])
        if len(around) == before + after and not any(line.strip() for line in around):
            with suppress(SyntaxError):
                candidate = text.without(first - before, last + after)
                if own_calls(candidate.tree, wiring) and str(with_import(candidate, wiring)) == str(text):
                    return candidate
    return None


def _without_section(text: PythonText, statement: ast.stmt) -> PythonText:
    """Without the statement, and without one of the blank lines around it where it stood by itself."""
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    bare = _without_statement(text, statement)
    had_its_lines = len(text.lines) - len(bare.lines) == last - first + 1
    around = bare.lines[max(first - 2, 0) : first]
    if had_its_lines and len(bare.lines) >= first and not any(line.strip() for line in around):
        return bare.without(first, first)
    return bare


def _without_statement(text: PythonText, statement: ast.stmt) -> PythonText:
    """Without the statement, and without its lines where it has them for itself."""
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    head = text.split(first, statement.col_offset)[0]
    tail = text.split(last, statement.end_col_offset or 0)[1]
    if tail.lstrip().startswith(";"):
        tail = tail.lstrip()[1:].lstrip(" \t")
    elif head.rstrip().endswith(";"):
        head = head.rstrip()[:-1].rstrip()
    if not head.strip() and (not tail.strip() or tail.lstrip().startswith("#")):
        return text.without(first, last)
    return text.replaced(first, last, head + tail)


def _without_part(text: PythonText, parts: list[ast.alias], part: ast.alias) -> PythonText:
    """Without one of the names that an import lists, and without the comma that parted it from its neighbour."""
    index = parts.index(part)
    if part is not parts[-1]:
        start, end = (part.lineno, part.col_offset), (parts[index + 1].lineno, parts[index + 1].col_offset)
    else:
        before = parts[index - 1]
        start, end = (
            (before.end_lineno or 0, before.end_col_offset or 0),
            (part.end_lineno or 0, part.end_col_offset or 0),
        )
    return text.replaced(start[0], end[0], text.split(*start)[0] + text.split(*end)[1])
