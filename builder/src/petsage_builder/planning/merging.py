"""Three-way merges of files: what was built, what somebody made of it, and what is built now."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from petsage_builder.edits import merge as three_ways
from petsage_builder.edits.merged import Clash, apart
from petsage_builder.errors import Conflict

_KEEPING = "or add --conflicts to have both in files to resolve, or --keep-edits to keep yours"
_SHOWN = 3


@dataclass(frozen=True)
class MergedFile:
    """The text in which hand edits win, each conflict that isn't settled, and the text with markers where there is one.

    A file that is settled as a whole has no conflict left, and keeps its `marked`: that is what was settled.
    """

    text: str
    conflicts: tuple[Conflict, ...] = ()
    marked: str = ""


def merge(path: str, pristine: str, yours: str, new: str, settled: Mapping[str, str]) -> MergedFile:
    """The merge of a file. `settled` has texts for conflicts by their keys, and for whole files by their paths."""
    conflicts: list[Conflict] = []

    def kept(clash: Clash) -> str:
        if (found := _conflict(path, clash)).key in settled:
            return _whole_lines(settled[found.key])
        conflicts.append(found)
        return clash.kept

    def marked(clash: Clash) -> str:
        key = _conflict(path, clash).key
        return _whole_lines(settled[key]) if key in settled else clash.marked

    text = three_ways.merge(path, pristine, yours, new, kept)
    if not conflicts:
        return MergedFile(text)
    with_markers = three_ways.merge(path, pristine, yours, new, marked)
    if path in settled:
        return MergedFile(three_ways.needed_imports(path, settled[path], yours, new), marked=with_markers)
    return MergedFile(text, tuple(conflicts), with_markers)


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _conflict(path: str, clash: Clash) -> Conflict:
    same, yours, new, _ = apart(clash.yours, clash.new)
    message = f"hand edits say {quoted(''.join(yours))}, the new text says {quoted(''.join(new))}"
    line = clash.line + len(same)
    before, own, built = clash.base, clash.yours, clash.new
    key = hashlib.sha256("\0".join((path, before, own, built)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    advice = f"{_fitting(own, built)}, {_KEEPING}"
    place = f"{path}, line {line}"
    return Conflict(place, message, advice, path=path, line=line, key=key, before=before, yours=own, new=built)


def _fitting(yours: str, new: str) -> str:
    """What to do about a conflict so that the next build finds none."""
    if not yours:
        return "write what is new where you took lines out and build again"
    if not new:
        return "take your lines out, which nothing needs any more, and build again"
    return "write what is new into your lines and build again"


def quoted(text: str) -> str:
    """The first lines of a text as they are quoted in a message, which is one line."""
    lines = text.splitlines()
    more = ["…"] if len(lines) > _SHOWN else []
    return " ⏎ ".join([*(f"`{line.strip()}`" for line in lines[:_SHOWN]), *more]) or "nothing"
