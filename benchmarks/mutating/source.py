"""The source text of a Python file, its places, and changes to it."""

import ast
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import CodeType
from typing import Protocol

Bytecode = tuple[object, ...]


class Placed(Protocol):
    """A part of a syntax tree that has a place in the text."""

    @property
    def lineno(self) -> int: ...
    @property
    def col_offset(self) -> int: ...
    @property
    def end_lineno(self) -> int | None: ...
    @property
    def end_col_offset(self) -> int | None: ...


@dataclass(frozen=True, order=True)
class Edit:
    """One change: the bytes from `start` to `end` become `text`."""

    start: int
    end: int
    text: str
    kind: str


class Source:
    """A file's text with its tree. Places are counted in bytes, as the tree counts them."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self._bytes = text.encode()
        self._lines = [0, *accumulate(len(line) for line in self._bytes.splitlines(keepends=True))]

    def start(self, node: Placed) -> int:
        """Where a node begins."""
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: Placed) -> int:
        """Where a node ends."""
        return self._lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def text(self, start: int, end: int) -> str:
        """What stands between two places."""
        return self._bytes[start:end].decode()

    def of(self, node: Placed) -> str:
        """A node as it is written."""
        return self.text(self.start(node), self.end(node))

    def replaced(self, node: Placed, text: str, kind: str) -> Edit:
        """The change of a whole node."""
        return Edit(self.start(node), self.end(node), text, kind)

    def without(self, items: Sequence[Placed], index: int, kind: str) -> Edit:
        """The change that leaves out one of some items between commas."""
        start, end = self.start(items[index]), self.end(items[index])
        if index + 1 < len(items):
            end = self.start(items[index + 1])
        elif index:
            start = self.end(items[index - 1])
        else:
            end += len(self._bytes[end:]) - len(self._bytes[end:].lstrip().removeprefix(b","))
        return Edit(start, end, "", kind)

    def edited(self, edit: Edit) -> str:
        """The whole text after a change."""
        return (self._bytes[: edit.start] + edit.text.encode() + self._bytes[edit.end :]).decode()

    def line(self, place: int) -> int:
        """The number of the line of a place, from 1 on."""
        return bisect_right(self._lines, place)

    def lines_around(self, edit: Edit) -> tuple[str, str]:
        """The lines that a change touches, before and after it, each as one line."""
        first, last = self._lines[self.line(edit.start) - 1], self._end_of_line(edit.end)
        before, after = self.text(first, edit.start), self.text(edit.end, last)
        return _one_line(before + self.text(edit.start, edit.end) + after), _one_line(before + edit.text + after)

    def _end_of_line(self, place: int) -> int:
        found = self._bytes.find(b"\n", place)
        return len(self._bytes) if found < 0 else found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def bytecode(text: str) -> Bytecode | None:
    """What a file means to the interpreter, wherever its lines are; `None` where it isn't Python."""
    try:
        return _meaning(compile(text, "", "exec", dont_inherit=True))
    except SyntaxError:
        return None


def _meaning(code: CodeType) -> Bytecode:
    constants = tuple(_meaning(each) if isinstance(each, CodeType) else (type(each), each) for each in code.co_consts)
    names = (code.co_name, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return (
        code.co_code,
        constants,
        names,
        code.co_flags,
        code.co_argcount,
        code.co_kwonlyargcount,
        code.co_exceptiontable,
    )
