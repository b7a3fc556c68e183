"""A Python file's text as lines, with its syntax tree."""

import ast
import re
from collections.abc import Iterable, Sequence

_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""Python's lines: a form feed, say, ends none."""


class PythonText:
    """A file's text. Its lines keep their ends; line numbers count from 1, as the syntax tree's do.

    Every edit gives a new text and raises SyntaxError where that isn't Python.
    """

    def __init__(self, source: str) -> None:
        self._bom = _BOM if source.startswith(_BOM) else ""
        self.lines: tuple[str, ...] = tuple(_LINE.findall(source.removeprefix(self._bom)))
        self.tree = _parsed("".join(self.lines))

    def __str__(self) -> str:
        return self._bom + "".join(self.lines)

    def inserted(self, after: int, new: Iterable[str]) -> "PythonText":
        """With new lines after the line of that number, 0 for the beginning. A missing last line end stays missing."""
        before, rest = list(self.lines[:after]), self.lines[after:]
        line_end = _end(*before[-1:]) or _end(*self.lines[:1]) or "\n"
        lines = [line + line_end for line in new]
        if before and not _end(before[-1]):
            before[-1] += line_end
            lines[-1] = lines[-1].removesuffix(line_end)
        return self._with_lines(*before, *lines, *rest)

    def without(self, first: int, last: int) -> "PythonText":
        """Without the lines from `first` to `last`. A missing last line end stays missing."""
        before, rest = list(self.lines[: first - 1]), self.lines[last:]
        if before and not rest and not _end(self.lines[-1]):
            before[-1] = before[-1].rstrip("\r\n")
        return self._with_lines(*before, *rest)

    def replaced(self, first: int, last: int, line: str) -> "PythonText":
        """With the one line `line`, which has its own end, for the lines from `first` to `last`."""
        return self._with_lines(*self.lines[: first - 1], line, *self.lines[last:])

    def split(self, line: int, column: int) -> tuple[str, str]:
        """A line's parts before and after a column, which counts bytes as the syntax tree does."""
        raw = self.lines[line - 1].encode()
        return raw[:column].decode(), raw[column:].decode()

    def first_line(self, statement: ast.stmt, siblings: Sequence[ast.stmt]) -> int:
        """The number of the line on which a statement, or what it shares its lines with, begins."""
        start = statement.lineno
        for sibling in reversed(siblings):
            if sibling.lineno < start <= (sibling.end_lineno or 0):
                start = sibling.lineno
        return start

    def last_line(self, statement: ast.stmt, siblings: Sequence[ast.stmt]) -> int:
        """The number of the line on which a statement, and what shares its lines, ends."""
        end = statement.end_lineno or statement.lineno
        for sibling in siblings:
            if sibling.lineno <= end:
                end = max(end, sibling.end_lineno or end)
        while end < len(self.lines) and self.lines[end - 1].rstrip("\r\n").endswith("\\"):
            end += 1
        return end

    def _with_lines(self, *lines: str) -> "PythonText":
        return PythonText(self._bom + "".join(lines))


def _end(line: str = "") -> str:
    """The line's end; empty where it has none."""
    return line[len(line.rstrip("\r\n")) :]


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error) or "nested too deeply") from error
