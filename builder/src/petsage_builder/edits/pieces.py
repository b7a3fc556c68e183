"""Python text as the statements it consists of, each with what stands above it."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

IMPORTS, END = "the imports", "the end"


@dataclass(frozen=True)
class Piece:
    """A statement: `lead` are the blank lines and comments above it, `core` its own lines, from `line` on.

    `key` tells it from the others by what it defines. The first imports are one piece, and so is what follows the last
    statement.
    """

    key: str
    lead: str
    core: str
    line: int

    @property
    def text(self) -> str:
        """All of its lines."""
        return self.lead + self.core


def pieces_of(text: str) -> list[Piece] | None:
    """The statements of a file; None where it isn't Python, or has several in a line."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    return _pieces(text.splitlines(True), body, 0)


def members_of(core: str) -> tuple[str, list[Piece]] | None:
    """The head of a class and its statements; None where it is no class, or one in a single line."""
    lines = core.splitlines(True)
    try:
        (node,) = ast.parse(dedent(core)).body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(node, ast.ClassDef) or len(dedent(core).splitlines()) != len(lines):
        return None
    start = _first_line(node.body[0]) - 1
    while start > 0 and _is_above(lines[start - 1]):
        start -= 1
    pieces = _pieces(lines, node.body, start)
    return ("".join(lines[:start]), pieces) if start and pieces else None


def _pieces(lines: Sequence[str], body: Sequence[ast.stmt], start: int) -> list[Piece] | None:
    found: list[Piece] = []
    seen: Counter[str] = Counter()
    for run in _runs(body):
        first, last = _first_line(run[0]) - 1, run[-1].end_lineno or 0
        if first < start:
            return None
        lead = first
        while lead > start and _is_above(lines[lead - 1]):
            lead -= 1
        if lead > start:
            return None
        key = _key(run[0], lines)
        seen[key] += 1
        name = key if seen[key] == 1 else f"{key} ({seen[key]})"
        found.append(Piece(name, "".join(lines[start:first]), "".join(lines[first:last]), first + 1))
        start = last
    return [*found, Piece(END, "".join(lines[start:]), "", start + 1)]


def _runs(body: Sequence[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """The statements one by one, but for the first imports, which belong together."""
    imports: list[ast.stmt] = []
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom) and imports is not None:
            imports.append(node)
            continue
        if imports:
            yield imports
            imports = None  # type: ignore[assignment]
        yield [node]
    if imports:
        yield imports


def _is_above(line: str) -> bool:
    """Whether a line stands above a statement: blank, or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def _first_line(node: ast.stmt) -> int:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return node.lineno


def _key(node: ast.stmt, lines: Sequence[str]) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return ast.unparse(target)
        case ast.Import() | ast.ImportFrom():
            return IMPORTS
        case ast.Expr(value=ast.Constant(value=str())):
            return "the docstring"
        case _:
            return lines[node.lineno - 1].strip()
