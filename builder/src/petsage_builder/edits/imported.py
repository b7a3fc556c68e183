"""Imports merged as sets: what one side adds comes, and what nothing uses any more goes."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Import(NamedTuple):
    """One name that is imported: from a module, or a whole module where `name` is empty."""

    module: str
    name: str
    alias: str

    @property
    def bound(self) -> str:
        """The name that the file knows it by."""
        return self.alias or self.name or self.module.partition(".")[0]


def merge_imports(base: str, yours: str, new: str, rests: tuple[str, str], body: str) -> str:
    """The lines of the merged imports; `rests` is what stands beside them in yours and in the new text.

    `body` is what stands beside them afterwards.
    """
    before, mine, theirs = (set(imports_of(text)) for text in (base, yours, new))
    used, used_by_me, used_by_new = (_words(text) for text in (body, rests[0], rests[1]))
    kept = mine & theirs
    kept |= {one for one in mine - theirs if one.bound in used or (one not in before and one.bound not in used_by_me)}
    kept |= {one for one in theirs - mine if one.bound in used or (one not in before and one.bound not in used_by_new)}
    return "".join([*_kept(yours, kept), *_statements(kept - mine)])


def imports_of(text: str) -> Iterator[Import]:
    """Every name that some import statements import."""
    for node in ast.parse(text).body:
        yield from _names(node)


def _names(node: ast.stmt) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(one.name, "", one.asname or "") for one in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        yield from (Import(module, one.name, one.asname or "") for one in node.names)


def _kept(text: str, kept: set[Import]) -> Iterator[str]:
    """The lines of import statements with only those names that are kept."""
    lines, start = text.splitlines(True), 0
    for node in ast.parse(text).body:
        first, last, names = node.lineno - 1, node.end_lineno or node.lineno, list(_names(node))
        yield from lines[start:first]
        left = [one for one in names if one in kept]
        yield from lines[first:last] if left == names else _statements(left)
        start = last
    yield from lines[start:]


def _statements(imports: Iterable[Import]) -> Iterator[str]:
    by_module: dict[str, list[str]] = {}
    for module, name, alias in sorted(imports):
        as_ = f" as {alias}" if alias else ""
        if name:
            by_module.setdefault(module, []).append(name + as_)
        else:
            yield f"import {module}{as_}\n"
    for module, names in by_module.items():
        yield f"from {module} import {', '.join(names)}\n"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))
