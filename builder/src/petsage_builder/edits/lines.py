"""Texts merged by their lines."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from merge3 import Merge3

from petsage_builder.edits.merged import Clash, Merged, alike

Lines = Sequence[str]


def merge_lines(base: str, yours: str, new: str, line: int = 1) -> Merged:
    """The merge of three texts; `line` is where the edited one begins."""
    landed, mine, theirs = (text.splitlines(True) for text in (base, yours, new))
    return Merged.of(_part(group) for group in _groups(landed, mine, theirs, line, _is_list))


def _part(group: "Lines | _Region") -> str | Clash:
    if not isinstance(group, _Region):
        return "".join(group)
    base, yours, new = ("".join(lines) for lines in group[1:])
    return Clash(group.line, base, yours, new, kept=yours)


def merge_items(base: Lines, yours: Lines, new: Lines) -> tuple[list[str], bool]:
    """The merge of three lists of items, which may follow each other in any order, and whether it is one.

    Where both sides changed the same item, yours is taken.
    """
    merged: list[str] = []
    fits = True
    for part in _groups(base, yours, new, 1, lambda _: True):
        fits = fits and not isinstance(part, _Region)
        merged += part.yours if isinstance(part, _Region) else part
    return merged, fits


class _Region(NamedTuple):
    line: int
    base: Lines
    yours: Lines
    new: Lines


def _groups(
    base: Lines, yours: Lines, new: Lines, line: int, in_any_order: Callable[[Lines], bool]
) -> Iterator[Lines | _Region]:
    groups = list(Merge3(base, yours, new).merge_groups())
    for place, group in enumerate(groups, start=1):
        if group[0] != "conflict":
            yield group[1]
            line += 0 if group[0] == "b" else len(group[1])
            continue
        _, before, mine, theirs = group
        settled = _settled(before, mine, theirs, in_any_order)
        if settled is None and place == len(groups) and not before:  # both went on at the end, which is no disagreement
            settled = [*theirs, *mine]
        yield _Region(line, before, mine, theirs) if settled is None else settled
        line += len(mine)


def _settled(base: Lines, yours: Lines, new: Lines, in_any_order: Callable[[Lines], bool]) -> Lines | None:
    """The lines of a conflict that is none.

    A person has already written what is new beside the own edit, both have added items, or one side has only added
    lines above or below what the other has changed.
    """
    head = alike(yours, new)
    tail = alike(yours[head:][::-1], new[head:][::-1])
    own, rest = yours[head : len(yours) - tail], new[head : len(new) - tail]
    if (not rest and not set(own) & set(base)) or list(rest) == list(base):
        return yours
    if not base and in_any_order([*own, *rest]):
        return [*new[: len(new) - tail], *own, *new[len(new) - tail :]]
    for added, changed in ((yours, new), (new, yours)) if base else ():
        if list(added[: len(base)]) == list(base):
            return [*changed, *added[len(base) :]]
        if list(added[-len(base) :]) == list(base):
            return [*added[: -len(base)], *changed]
    return None


def _is_list(lines: Lines) -> bool:
    """Whether lines are points of a list, or rows of a table, which a text can have in any order."""
    return all(line.startswith(("- ", "* ", "| ")) for line in lines)
