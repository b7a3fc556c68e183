"""Where in a file the import of a router goes, and what blank lines come with it."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from petsage_builder.wiring.text import PythonText
from petsage_builder.wiring.wiring import Wiring

_Import: TypeAlias = ast.Import | ast.ImportFrom
_Natural: TypeAlias = list[tuple[str, int, str]]
_Key: TypeAlias = tuple[bool, _Natural, _Natural]
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class ImportPlace:
    """The import goes after the line `after` (0 is the beginning), between so many blank lines."""

    after: int
    blank_before: int = 0
    blank_after: int = 0


def find_import_place(text: PythonText, until: ast.stmt, wiring: Wiring) -> ImportPlace:
    """Where isort would have the import, above the statement `until` of the module.

    That is among the imports of the same package if there are any; else in a section of its own after the last absolute
    import, before the relative ones; else below the module's docstring.
    """
    body = text.tree.body[: text.tree.body.index(until)]
    imports = [statement for statement in body if isinstance(statement, _Import)]
    package = wiring.module.partition(".")[0]
    family = [statement for statement in imports if _module(statement).partition(".")[0] == package]
    if family:
        return _among(text, _last_run(family, body), wiring)
    if not imports:
        return _below_header(text)
    run = _last_run(imports, body)
    absolute = [statement for statement in run if _module(statement)]
    if absolute:
        return ImportPlace(text.last_line(absolute[-1], text.tree.body), blank_before=1)
    return ImportPlace(text.first_line(run[0], text.tree.body) - 1, blank_after=1)


def _among(text: PythonText, family: list[_Import], wiring: Wiring) -> ImportPlace:
    """In its alphabetical place; last where the others are in no order."""
    body = text.tree.body
    keys = [_key(statement) for statement in family]
    wanted = _order(wiring.module)
    later = [statement for statement, key in zip(family, keys, strict=True) if key > (True, *wanted)]
    if keys != sorted(keys) or not later:
        return ImportPlace(text.last_line(family[-1], body))
    earlier = family[: family.index(later[0])]
    if earlier and body.index(earlier[-1]) == body.index(later[0]) - 1:
        return ImportPlace(text.last_line(earlier[-1], body))  # comments above the later import stay with it
    return ImportPlace(text.first_line(later[0], body) - 1)


def _below_header(text: PythonText) -> ImportPlace:
    """Below the docstring or, where there is none, the comments at the beginning; with isort's blank lines below."""
    body, at = text.tree.body, 0
    if ast.get_docstring(text.tree, clean=False) is not None:
        at = text.last_line(body[0], body)
        following = body[1]
    else:
        following = body[0]
        while text.lines[at].lstrip().startswith("#"):
            at += 1
    while not text.lines[at].strip():
        at += 1
    return ImportPlace(at, blank_after=2 if isinstance(following, _DEFINITIONS) else 1)


def _last_run(imports: list[_Import], body: Sequence[ast.stmt]) -> list[_Import]:
    """Those of `imports` that stand with the last of them, with nothing but imports between."""
    start = body.index(imports[-1])
    while start and isinstance(body[start - 1], _Import):
        start -= 1
    return [statement for statement in imports if body.index(statement) >= start]


def _module(statement: _Import) -> str:
    """What is imported, or from where; empty for a relative import."""
    if isinstance(statement, ast.Import):
        return statement.names[0].name
    return "" if statement.level else statement.module or ""


def _key(statement: _Import) -> _Key:
    """isort's order: `import x` before `from x`, then by name, where numbers count and capitals only break a tie."""
    return (isinstance(statement, ast.ImportFrom), *_order(_module(statement)))


def _order(module: str) -> tuple[_Natural, _Natural]:
    return _natural(module.lower()), _natural(module)


def _natural(text: str) -> _Natural:
    """Compares like the text, but for runs of digits, which compare as numbers."""
    parts = re.findall(r"[0-9]+|[^0-9]", text)
    return [("0", len(part.lstrip("0")), part.lstrip("0")) if part[0].isdigit() else (part, 0, "") for part in parts]
