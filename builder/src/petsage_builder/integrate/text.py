"""A Python file's text as lines, with its syntax tree."""

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from ..errors import CannotBuildError, Problem

_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""Python's lines: a form feed, say, ends none."""


@dataclass(frozen=True)
class PythonText:
    """Lines with their ends. Line numbers count from 1, as the syntax tree's do."""

    bom: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, source: str) -> Self:
        """The text of a file, its line ends as they are."""
        bom = _BOM if source.startswith(_BOM) else ""
        return cls(bom, tuple(_LINE.findall(source.removeprefix(bom))))

    def __str__(self) -> str:
        return self.bom + "".join(self.lines)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree. Raises SyntaxError, with its line, where there is none."""
        try:
            return ast.parse("".join(self.lines))
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(str(error)) from error

    @property
    def _line_end(self) -> str:
        first = self.lines[0] if self.lines else ""
        return first[len(first.rstrip("\r\n")) :] or "\n"

    def inserted(self, after: int, new: Iterable[str]) -> Self:
        """With new lines after the line of that number, 0 for the beginning. A missing last line end stays missing."""
        before, rest = list(self.lines[:after]), self.lines[after:]
        lines = [line + self._line_end for line in new]
        if before and not before[-1].endswith(("\r", "\n")):
            before[-1] += self._line_end
            lines[-1] = lines[-1].removesuffix(self._line_end)
        return type(self)(self.bom, (*before, *lines, *rest))

    def without(self, first: int, last: int) -> Self:
        """Without the lines from `first` to `last`. A missing last line end stays missing."""
        before, rest = list(self.lines[: first - 1]), self.lines[last:]
        if before and not rest and not self.lines[-1].endswith(("\r", "\n")):
            before[-1] = before[-1].rstrip("\r\n")
        return type(self)(self.bom, (*before, *rest))

    def last_line(self, statement: ast.stmt, siblings: Sequence[ast.stmt]) -> int:
        """The number of the line on which a statement, and what shares its lines, ends."""
        end = statement.end_lineno or statement.lineno
        for sibling in siblings:
            if sibling.lineno <= end:
                end = max(end, sibling.end_lineno or end)
        while end < len(self.lines) and self.lines[end - 1].rstrip("\r\n").endswith("\\"):
            end += 1
        return end

    def first_line(self, statement: ast.stmt, siblings: Sequence[ast.stmt]) -> int:
        """The number of the line on which a statement, or what it shares its lines with, begins."""
        start = statement.lineno
        for sibling in reversed(siblings):
            if sibling.lineno < start <= (sibling.end_lineno or 0):
                start = sibling.lineno
        return start
