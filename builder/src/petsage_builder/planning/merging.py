"""Three-way merges of files: what was built, what somebody made of it, and what is built now."""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import takewhile

from merge3 import Merge3

from petsage_builder.errors import Conflict

_FITTING = "write what is new into your lines and build again, or pass --keep-edits to keep yours"


def merge(path: str, pristine: str, yours: str, new: str, settled: Mapping[str, str]) -> tuple[str, list[Conflict]]:
    """The merged text, in which yours wins, and each conflict that isn't `settled`: its text by the conflict's key."""
    groups = list(Merge3(pristine.splitlines(True), yours.splitlines(True), new.splitlines(True)).merge_groups())
    text, conflicts, line = "", [], 1
    for place, group in enumerate(groups, start=1):
        if group[0] != "conflict":
            text += "".join(group[1])
            line += 0 if group[0] == "b" else len(group[1])
            continue
        _, before, mine, theirs = group
        found = _conflict(path, line, before, mine, theirs)
        if found.key in settled:
            text += settled[found.key]
        elif place == len(groups) and not before:  # both went on at the end of the file, which is no disagreement
            text += "".join((*theirs, *mine))
        elif (agreed := _agreed(before, mine, theirs)) is not None:
            text += "".join(agreed)
        else:
            text += "".join(mine)
            conflicts.append(found)
        line += len(mine)
    return text, conflicts


def _conflict(path: str, line: int, before: Sequence[str], yours: Sequence[str], new: Sequence[str]) -> Conflict:
    message = f"hand edits say {_quoted(yours)}, the new text says {_quoted(new)}"
    sides = {"before": "".join(before), "yours": "".join(yours), "new": "".join(new)}
    key = hashlib.sha256("\0".join((path, *sides.values())).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Conflict(f"{path}, line {line}", message, _FITTING, path=path, key=key, **sides)


def _agreed(before: Sequence[str], yours: Sequence[str], new: Sequence[str]) -> Sequence[str] | None:
    """The lines of a conflict in which a person has already written what is new, beside the own edit."""
    head = _alike(yours, new)
    tail = _alike(yours[head:][::-1], new[head:][::-1])
    own, rest = yours[head : len(yours) - tail], new[head : len(new) - tail]
    only_adds = not rest and not set(own) & set(before)
    return yours if only_adds or list(rest) == list(before) else None


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _quoted(lines: Sequence[str]) -> str:
    return " ⏎ ".join(f"`{line.strip()}`" for line in lines) or "nothing"
